/** Jobs of continuous integration: their images, actions and includes. */
@NullMarked
package dev.firmtrail.pins.ci;

import org.jspecify.annotations.NullMarked;
