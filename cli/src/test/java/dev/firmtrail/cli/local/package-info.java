/** Commands that work on the workspace alone, as a person sees them. */
@NullMarked
package dev.firmtrail.cli.local;

import org.jspecify.annotations.NullMarked;
