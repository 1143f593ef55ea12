/** Configuration and packages of Buildroot. */
@NullMarked
package dev.firmtrail.pins.buildroot;

import org.jspecify.annotations.NullMarked;
