/**
 * The {@code pvr} command: {@link dev.firmtrail.cli.Pvr} runs one command line, {@link
 * dev.firmtrail.cli.Commands} lists what there is.
 *
 * <p>A command is one small class in a package by group ({@code local}, {@code remote}): it says
 * which flags it takes, calls one verb of a module below, and renders the answer. Every decision
 * lies below. What all commands share (the session, the console, flags, settings, help, exit codes)
 * is in {@code frame}. To add a command: write its class, name it in {@code Commands}.
 */
@NullMarked
package dev.firmtrail.cli;

import org.jspecify.annotations.NullMarked;
