package dev.firmtrail.cli.frame;

import java.util.List;

/**
 * What help says about a command beside its flags and exit codes.
 *
 * @param summary one line, for the list of commands
 * @param arguments what may follow the flags, such as {@code [PATTERN...]}; empty for nothing
 * @param description paragraphs
 * @param examples command lines, each with what it does after {@code #}
 */
public record Manual(
    String summary, String arguments, List<String> description, List<String> examples) {
  public Manual {
    description = List.copyOf(description);
    examples = List.copyOf(examples);
  }
}
