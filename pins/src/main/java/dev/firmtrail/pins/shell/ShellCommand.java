package dev.firmtrail.pins.shell;

import java.util.List;
import java.util.Optional;

/**
 * One simple command of a shell script: a program and its words.
 *
 * @param words the program first; assignments before it and redirections are left out; never empty
 * @param assignments those before the program, or alone
 * @param pipeline commands that are joined by {@code |} share its number
 * @param list commands that are joined by {@code &&}, {@code ||} or {@code |} share its number
 * @param line where it begins, from 1
 */
public record ShellCommand(
    List<Word> words, List<Assignment> assignments, int pipeline, int list, int line) {
  /**
   * A word after quotes are gone.
   *
   * @param isLiteral whether the shell puts nothing in: no variable, no output of a command
   * @param line where it begins, from 1
   */
  public record Word(String text, boolean isLiteral, int line) {}

  /** {@code NAME=VALUE} before a program, or alone. */
  public record Assignment(String name, Word value) {}

  public ShellCommand {
    words = List.copyOf(words);
    assignments = List.copyOf(assignments);
  }

  /** The program without its directory, behind {@code sudo}, {@code env}, {@code exec} and such. */
  public Optional<String> program() {
    return arguments(0).isEmpty()
        ? Optional.empty()
        : Optional.of(baseName(arguments(0).getFirst().text()));
  }

  /** Its words behind the program. */
  public List<Word> arguments() {
    return arguments(1);
  }

  private List<Word> arguments(int from) {
    int at = 0;
    while (at < words.size() && Prefixes.isPrefix(words.get(at).text())) {
      at = Prefixes.behind(words, at);
    }
    return at + from <= words.size() ? words.subList(at + from, words.size()) : List.of();
  }

  private static String baseName(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }
}
