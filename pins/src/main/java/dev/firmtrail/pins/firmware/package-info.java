/** States and the sources of their parts. */
@NullMarked
package dev.firmtrail.pins.firmware;

import org.jspecify.annotations.NullMarked;
