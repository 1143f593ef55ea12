/** The files of a build, as they lie in a directory. */
@NullMarked
package dev.firmtrail.pins.tree;

import org.jspecify.annotations.NullMarked;
