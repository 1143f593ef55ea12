package dev.firmtrail.pins.shell;

import java.util.List;
import java.util.Set;

/** Programs that run the program behind them. */
final class Prefixes {
  private static final Set<String> NAMES =
      Set.of("sudo", "env", "exec", "time", "nice", "nohup", "command", "doas", "eval");

  /** Options of those that take a word. */
  private static final Set<String> WITH_WORD = Set.of("-u", "-g", "-n", "-C", "--user", "--unset");

  private Prefixes() {}

  static boolean isPrefix(String word) {
    return NAMES.contains(word.substring(word.lastIndexOf('/') + 1));
  }

  /** The first word behind a prefix, its options and its assignments. */
  static int behind(List<ShellCommand.Word> words, int prefix) {
    int at = prefix + 1;
    while (at < words.size()) {
      String word = words.get(at).text();
      if (WITH_WORD.contains(word)) {
        at += 2;
      } else if (word.startsWith("-") || isAssignment(word)) {
        at++;
      } else {
        break;
      }
    }
    return Math.min(at, words.size());
  }

  private static boolean isAssignment(String word) {
    int equals = word.indexOf('=');
    return equals > 0
        && word.substring(0, equals)
            .chars()
            .allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
  }
}
