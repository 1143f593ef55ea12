/** Configuration and recipes of BitBake. */
@NullMarked
package dev.firmtrail.pins.yocto;

import org.jspecify.annotations.NullMarked;
