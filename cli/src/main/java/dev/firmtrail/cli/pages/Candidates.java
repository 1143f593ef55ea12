package dev.firmtrail.cli.pages;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandGroup;
import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.GlobalFlags;
import dev.firmtrail.cli.frame.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What can come next on a command line. An empty answer means that the shell may offer files.
 *
 * @param commands all that stand behind the program's name
 * @param nicks for words that name a repository or a device
 */
public record Candidates(List<CommandPath> commands, Nicks nicks) {
  /** The last argument of a run that asks for candidates instead of doing anything. */
  public static final String REQUEST = "--generate-bash-completion";

  /** How manuals write an argument that a hub can complete. */
  private static final Pattern ON_A_HUB =
      Pattern.compile("\\b(REPOSITORY|STATE|USER|DEVICES?|SRC|DEST)\\b");

  private static final List<String> HELP = List.of("help", "h");

  /**
   * Users and devices that a hub knows. Never asks anybody for a password; empty when the hub does
   * not answer at once.
   */
  public interface Nicks {
    /** Of no hub. */
    Nicks NONE =
        new Nicks() {
          @Override
          public List<String> repositories(String word) {
            return List.of();
          }

          @Override
          public List<String> devices(String word) {
            return List.of();
          }
        };

    /** Those that begin so, as USER/ or USER/DEVICE. */
    List<String> repositories(String word);

    /** The same, and one's own devices by their nick alone. */
    List<String> devices(String word);
  }

  public Candidates {
    commands = List.copyOf(commands);
  }

  /**
   * The words that may stand in the place of the last one. A last word that is itself a whole
   * command counts as finished as well, as the script of the published program leaves out the word
   * at the cursor when that is empty.
   *
   * @param words without the program's name; the last one is at the cursor
   */
  public List<String> of(List<String> words) {
    String current = words.isEmpty() ? "" : words.getLast();
    Line line = new Line(words.isEmpty() ? words : words.subList(0, words.size() - 1));
    List<String> candidates = new ArrayList<>(at(line, current));
    if (line.namesCommand(current)) {
      Line longer = new Line(words);
      candidates.addAll(at(longer, ""));
    }
    return candidates.stream().filter(word -> !word.isEmpty()).distinct().toList();
  }

  private List<String> at(Line line, String current) {
    if (line.awaited.isPresent()) {
      return line.awaited.get().words();
    }
    if (current.startsWith("-") && !line.flagsEnded && current.contains("=")) {
      String flag = current.substring(0, current.indexOf('='));
      return line.flags().stream()
          .filter(known -> known.spellings().contains(flag))
          .flatMap(known -> known.words().stream())
          .map(value -> flag + "=" + value)
          .toList();
    }
    if (current.startsWith("-") && !line.flagsEnded) {
      return line.flags().stream()
          .flatMap(flag -> flag.usualSpellings().stream())
          .filter(spelling -> spelling.startsWith(current))
          .toList();
    }
    if (line.lost) {
      return List.of();
    }
    if (line.help || line.path.isEmpty() || line.path.get().command() instanceof CommandGroup) {
      return Stream.concat(
              line.next().stream().map(path -> path.command().names().getFirst()),
              line.path.isEmpty() ? extra(line).stream() : Stream.empty())
          .filter(name -> name.startsWith(current))
          .toList();
    }
    return argument(line, current);
  }

  private static List<String> extra(Line line) {
    return line.help ? Topics.NAMES : List.of("help");
  }

  private List<String> argument(Line line, String current) {
    Command command = line.path.orElseThrow().command();
    boolean first = line.arguments == 0;
    return switch (command.names().getFirst()) {
      case "config" -> first ? Setting.keys() : List.of();
      case "completion" -> first ? CompletionScript.SHELLS : List.of();
      default -> onHub(line, current);
    };
  }

  private List<String> onHub(Line line, String current) {
    CommandPath path = line.path.orElseThrow();
    boolean named = ON_A_HUB.matcher(path.command().manual().arguments()).find();
    if (!named || current.isEmpty()) {
      return List.of();
    }
    return path.name().startsWith("device ") ? nicks.devices(current) : nicks.repositories(current);
  }

  /** The words before the cursor, understood. */
  private final class Line {
    private Optional<CommandPath> path = Optional.empty();
    private Optional<Flag> awaited = Optional.empty();
    private boolean flagsEnded;
    private boolean help;
    private boolean lost;
    private int arguments;

    Line(List<String> words) {
      words.forEach(this::take);
    }

    private void take(String word) {
      if (awaited.isPresent()) {
        awaited = Optional.empty();
      } else if (!flagsEnded && word.equals("--")) {
        flagsEnded = true;
      } else if (!flagsEnded && word.length() > 1 && word.startsWith("-")) {
        awaited =
            flags().stream()
                .filter(flag -> flag.takesValue() && flag.spellings().contains(word))
                .findFirst();
      } else if (path.isEmpty() && HELP.contains(word)) {
        help = true;
      } else if (path.isEmpty() || path.get().command() instanceof CommandGroup) {
        Optional<CommandPath> found = named(word);
        lost = found.isEmpty();
        path = found;
      } else {
        arguments++;
      }
    }

    private boolean namesCommand(String word) {
      boolean expected = path.isEmpty() || path.get().command() instanceof CommandGroup;
      return expected && awaited.isEmpty() && (HELP.contains(word) || named(word).isPresent());
    }

    private Optional<CommandPath> named(String word) {
      return next().stream().filter(there -> there.command().names().contains(word)).findFirst();
    }

    private List<CommandPath> next() {
      return path.isEmpty() ? commands : path.get().members();
    }

    private List<Flag> flags() {
      return path.isEmpty() ? GlobalFlags.ALL : path.get().flags();
    }
  }
}
