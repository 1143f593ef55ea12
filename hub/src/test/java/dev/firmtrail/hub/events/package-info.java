/** Tests of how events are found. */
@NullMarked
package dev.firmtrail.hub.events;

import org.jspecify.annotations.NullMarked;
