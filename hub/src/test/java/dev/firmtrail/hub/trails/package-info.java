/** Tests of how far devices are with steps, without a hub. */
@NullMarked
package dev.firmtrail.hub.trails;

import org.jspecify.annotations.NullMarked;
