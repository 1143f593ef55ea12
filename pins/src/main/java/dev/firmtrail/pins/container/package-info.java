/** Files that name container images or build them. */
@NullMarked
package dev.firmtrail.pins.container;

import org.jspecify.annotations.NullMarked;
