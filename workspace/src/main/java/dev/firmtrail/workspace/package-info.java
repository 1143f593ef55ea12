/**
 * A workspace: a directory with {@code .pvr/}, where people edit a state, and everything that is
 * done with it.
 *
 * <p>Its files on disk are those of the published program ({@code docs/formats/workspace.md}), so
 * that either may open what the other wrote. Nothing here prints or reads a terminal.
 */
@NullMarked
package dev.firmtrail.workspace;

import org.jspecify.annotations.NullMarked;
