/**
 * Random rows of commands, run by our program and by a model in memory that shares no code with it.
 * {@code Operations} is the table of what can happen; {@code ModelWorkspace} says what a workspace
 * then holds; {@code World} runs the real thing beside it and compares after each command.
 */
@NullMarked
package dev.firmtrail.cli.model;

import org.jspecify.annotations.NullMarked;
