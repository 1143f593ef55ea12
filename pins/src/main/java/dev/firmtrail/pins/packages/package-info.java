/** Lock files and requirements of package managers. */
@NullMarked
package dev.firmtrail.pins.packages;

import org.jspecify.annotations.NullMarked;
