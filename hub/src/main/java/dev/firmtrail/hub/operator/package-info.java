/**
 * What the operator of a hub does beside it, while it serves or while it does not: look whether all
 * is well, back it up, put a backup in place ({@code docs/run-a-hub.md}).
 */
@NullMarked
package dev.firmtrail.hub.operator;

import org.jspecify.annotations.NullMarked;
