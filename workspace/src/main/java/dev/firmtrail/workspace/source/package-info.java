/**
 * Where states and objects come from: a hub, a repository on this machine, an archive. {@code
 * clone}, {@code get}, {@code merge}, {@code deploy} and {@code inspect} see only a {@link
 * dev.firmtrail.workspace.source.Source}.
 */
@NullMarked
package dev.firmtrail.workspace.source;

import org.jspecify.annotations.NullMarked;
