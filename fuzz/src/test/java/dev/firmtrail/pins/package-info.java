/** Fuzz targets of the check of pins. */
@NullMarked
package dev.firmtrail.pins;

import org.jspecify.annotations.NullMarked;
