/**
 * A state and its objects in one file ({@code docs/formats/export.md}): written so that equal
 * states give equal bytes, and read as something that a stranger may have made.
 *
 * <p>{@link dev.firmtrail.workspace.archive.Export} and {@link
 * dev.firmtrail.workspace.archive.Import} are the verbs; {@link
 * dev.firmtrail.workspace.archive.ArchiveSource} is an archive as a place to take states from. Tar
 * headers are read here, and written in {@code dev.firmtrail.objects.archive}, byte by byte,
 * because what matters are the cases in which readers differ: a library resolves them silently.
 */
@NullMarked
package dev.firmtrail.workspace.archive;

import org.jspecify.annotations.NullMarked;
