/**
 * JSON for the whole project: a reader that keeps the text of every number and says where it
 * refused, and writers for the canonical form that is hashed and for the forms that people and old
 * programs read.
 *
 * <p>Values are immutable. Two values are equal when their canonical forms are equal, so {@code
 * 1.0} equals {@code 1} and the order of members does not matter.
 */
@NullMarked
package dev.firmtrail.state.json;

import org.jspecify.annotations.NullMarked;
