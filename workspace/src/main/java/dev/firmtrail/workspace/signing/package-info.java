/**
 * The signatures of a workspace: the documents in {@code _sigs/} of its work tree, made for and
 * held against the committed state. What a signature is, the module {@code signatures} says; here
 * is which ones are made, in which order, and where they lie.
 */
@NullMarked
package dev.firmtrail.workspace.signing;

import org.jspecify.annotations.NullMarked;
