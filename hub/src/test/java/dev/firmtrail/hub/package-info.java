/** Tests against real hubs on loopback. */
@NullMarked
package dev.firmtrail.hub;

import org.jspecify.annotations.NullMarked;
