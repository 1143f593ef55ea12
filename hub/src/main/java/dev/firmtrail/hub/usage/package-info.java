/**
 * How much an account has and how much it may have, so that no stranger fills the hub: counters
 * that the database keeps, the bounds that the operator sets, and what is refused beyond them.
 */
@NullMarked
package dev.firmtrail.hub.usage;

import org.jspecify.annotations.NullMarked;
