/**
 * The {@code firmtrail-hub} command: one small class a subcommand, and the one table of settings
 * that flags, environment, file and {@code docs/hub-settings.md} come from.
 */
@NullMarked
package dev.firmtrail.hub.program;

import org.jspecify.annotations.NullMarked;
