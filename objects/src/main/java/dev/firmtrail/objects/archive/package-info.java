/**
 * A state and its objects as one file, written so that equal states give equal bytes ({@code
 * docs/formats/export.md}). Reading what a stranger made is {@code workspace}'s.
 */
@NullMarked
package dev.firmtrail.objects.archive;

import org.jspecify.annotations.NullMarked;
