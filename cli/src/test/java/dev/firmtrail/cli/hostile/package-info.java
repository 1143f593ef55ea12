/**
 * Hostile inputs, each run through every command that can meet it: states, archives, hubs, TLS,
 * work trees, pools and files of {@code .pvr}. A case is a row in one of the tables here ({@link
 * dev.firmtrail.cli.hostile.Hostile}); {@code docs/hostile/pvr.md} is made from what the commands
 * answered.
 */
@NullMarked
package dev.firmtrail.cli.hostile;

import org.jspecify.annotations.NullMarked;
