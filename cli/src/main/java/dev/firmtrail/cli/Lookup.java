package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Suggestion;
import dev.firmtrail.cli.pages.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the command that words name, or says that there is none, and which may have been meant. */
final class Lookup {
  /** Commands of the published program that are not here yet, by each of their names. */
  private static final Map<String, String> LATER =
      Map.ofEntries(
          Map.entry("app", "app"),
          Map.entry("ap", "app"),
          Map.entry("dm-convert", "dm-convert"),
          Map.entry("dmc", "dm-convert"),
          Map.entry("dm-apply", "dm-apply"),
          Map.entry("dma", "dm-apply"));

  private Lookup() {}

  static CommandPath command(String word) throws CommandFailure {
    return Commands.named(word)
        .map(command -> new CommandPath(List.of(command)))
        .orElseThrow(() -> unknown(word));
  }

  static CommandPath member(CommandPath group, String word) throws CommandFailure {
    return group
        .member(word)
        .orElseThrow(() -> unknown(group.name() + " " + word, group.members(), word));
  }

  private static CommandFailure unknown(String word) {
    String later = LATER.getOrDefault(word, "");
    if (!later.isEmpty()) {
      return new CommandFailure(
          ExitCode.UNKNOWN_COMMAND,
          "pvr "
              + later
              + " is not in this program yet; the published pvr can do it in the same workspace");
    }
    return unknown(word, Commands.roots(), word);
  }

  private static CommandFailure unknown(String name, List<CommandPath> there, String word) {
    List<String> words = new ArrayList<>();
    there.forEach(path -> words.addAll(path.command().names()));
    if (name.equals(word)) {
      words.addAll(Topics.NAMES);
    }
    Optional<String> hint = Suggestion.among(words, "", word);
    return new CommandFailure(ExitCode.UNKNOWN_COMMAND, "No help topic for '" + name + "'", hint);
  }
}
