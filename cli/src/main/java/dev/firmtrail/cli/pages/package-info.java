/**
 * Everything that is written for a reader from the command tree: the topics of {@code pvr help},
 * manual pages, shell completion. The texts stand where the program takes them from too: flags,
 * manuals, settings, exit codes. Nothing here is loaded by a command that does its work.
 */
@NullMarked
package dev.firmtrail.cli.pages;

import org.jspecify.annotations.NullMarked;
