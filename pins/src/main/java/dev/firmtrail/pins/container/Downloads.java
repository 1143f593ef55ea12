package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.state.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds scripts that are run as they come from the network. */
public final class Downloads {
  private static final Set<String> FETCHERS = Set.of("curl", "wget");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "ksh", "zsh");
  private static final Set<String> INTERPRETERS =
      Set.of("python", "python3", "perl", "ruby", "node");

  /** A download whose text becomes a word or a file of the command around it. */
  private static final Pattern INSIDE =
      Pattern.compile("(?:\\$\\(|<\\(|`)\\s*+(?:sudo\\s++)?(?:curl|wget)\\s");

  private Downloads() {}

  /** Reports each, at the line of the download. */
  public static void judge(List<ShellCommand> commands, SourceFile file, Findings findings) {
    Map<Integer, ShellCommand> fetching = new HashMap<>();
    for (ShellCommand command : commands) {
      String program = command.program().orElse("");
      if (FETCHERS.contains(program)) {
        fetching.put(command.pipeline(), command);
        continue;
      }
      ShellCommand fetch = fetching.get(command.pipeline());
      if (fetch != null && takesProgramFromInput(command)) {
        report(fetch, program, file, findings);
      } else if (runsInner(command, program)) {
        report(command, program, file, findings);
      }
    }
  }

  private static boolean takesProgramFromInput(ShellCommand command) {
    String program = command.program().orElse("");
    List<ShellCommand.Word> words = command.arguments();
    if (SHELLS.contains(program)) {
      return words.stream().noneMatch(word -> word.text().equals("-c"))
          && (words.isEmpty() || words.getFirst().text().startsWith("-"));
    }
    return INTERPRETERS.contains(program)
        && (words.isEmpty() || words.getFirst().text().equals("-"));
  }

  private static boolean runsInner(ShellCommand command, String program) {
    boolean runs =
        SHELLS.contains(program)
            || Set.of("source", ".").contains(program)
            || (!command.words().isEmpty() && command.words().getFirst().text().equals("eval"));
    return runs && command.words().stream().anyMatch(word -> INSIDE.matcher(word.text()).find());
  }

  private static void report(
      ShellCommand command, String program, SourceFile file, Findings findings) {
    String url =
        command.words().stream()
            .map(ShellCommand.Word::text)
            .filter(word -> word.contains("://"))
            .findFirst()
            .orElse("a download");
    findings.add(
        ImageRules.DOWNLOAD,
        file,
        Place.line(command.line()),
        url,
        "%s goes to %s unchecked"
            .formatted(Shown.text(url), program.isEmpty() ? "the shell" : Shown.text(program)));
  }
}
