/** What an operator's checks make of a disk. */
@NullMarked
package dev.firmtrail.hub.operator;

import org.jspecify.annotations.NullMarked;
