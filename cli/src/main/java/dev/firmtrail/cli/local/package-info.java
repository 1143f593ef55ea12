/**
 * Commands that need no network: they work on the workspace around the current directory, or on the
 * configuration.
 */
@NullMarked
package dev.firmtrail.cli.local;

import org.jspecify.annotations.NullMarked;
