/**
 * What every command stands on: who calls and from where ({@code Session}), what was asked ({@code
 * Flag}, {@code Arguments}, {@code Settings}), what a person sees ({@code Console}, {@code
 * HelpPage}) and how a run ends ({@code ExitCode}).
 *
 * <p>Nothing here reads the process's own environment, directory, streams or clock: they come in
 * the session, so that a thousand runs fit into one test process. Only {@code FlagParser} and
 * {@code HelpPage} know the parsing library.
 */
@NullMarked
package dev.firmtrail.cli.frame;

import org.jspecify.annotations.NullMarked;
