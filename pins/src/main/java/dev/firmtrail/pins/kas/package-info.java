/** Projects of kas: repositories, includes, overrides, lock files. */
@NullMarked
package dev.firmtrail.pins.kas;

import org.jspecify.annotations.NullMarked;
