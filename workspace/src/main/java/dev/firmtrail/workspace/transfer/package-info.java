/**
 * What brings states and objects from one place to another: {@code clone}, {@code get}, {@code
 * merge}, {@code deploy} and {@code put}. A state becomes visible only when every object that it
 * needs is in the pool and was checked.
 */
@NullMarked
package dev.firmtrail.workspace.transfer;

import org.jspecify.annotations.NullMarked;
