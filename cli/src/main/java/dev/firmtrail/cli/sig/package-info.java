/**
 * The commands about signatures: {@code pvr sig}. What they do is done below, in {@code
 * workspace.signing} and {@code signatures}.
 */
@NullMarked
package dev.firmtrail.cli.sig;

import org.jspecify.annotations.NullMarked;
