package dev.firmtrail.pins.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instructions of a Dockerfile, with their lines. Follows the reference of Dockerfiles: parser
 * directives, continued lines, comments between them, here-documents.
 *
 * @param syntax the image that reads the rest, where a directive names one
 */
record Dockerfile(Optional<Line> syntax, List<Instruction> instructions) {
  private static final Pattern DIRECTIVE = Pattern.compile("#\\s*+([A-Za-z]++)\\s*+=\\s*+(\\S.*+)");
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("<<(-?)([\"']?)([A-Za-z_][A-Za-z0-9_]*+)\\2");

  /** Text and its line, from 1. */
  record Line(String text, int number) {}

  /**
   * An instruction.
   *
   * @param name in upper case
   * @param text what follows the name; continued lines end with a backslash, so that lines are
   *     those of the file
   * @param line where it begins, from 1
   * @param bodies of its here-documents, each with the line of its first line
   */
  record Instruction(String name, String text, int line, List<Line> bodies) {
    /** Its words; quotes are taken off. */
    List<Line> words() {
      List<Line> words = new ArrayList<>();
      int number = line;
      for (String part : text.split("\n", -1)) {
        String content = part.endsWith("\\") ? part.substring(0, part.length() - 1) : part;
        for (String word : content.split("\\s+", -1)) {
          if (!word.isEmpty()) {
            words.add(new Line(unquoted(word), number));
          }
        }
        number++;
      }
      return words;
    }

    private static String unquoted(String word) {
      boolean isQuoted =
          word.length() > 1
              && ((word.startsWith("\"") && word.endsWith("\""))
                  || (word.startsWith("'") && word.endsWith("'")));
      return isQuoted ? word.substring(1, word.length() - 1) : word;
    }
  }

  static Dockerfile read(List<String> lines) {
    return new Reader(lines).read();
  }

  private static final class Reader {
    private final List<String> lines;
    private final List<Instruction> instructions = new ArrayList<>();
    private Optional<Line> syntax = Optional.empty();
    private char escape = '\\';
    private int at;

    Reader(List<String> lines) {
      this.lines = lines;
    }

    Dockerfile read() {
      directives();
      while (at < lines.size()) {
        String line = lines.get(at).strip();
        if (line.isEmpty() || line.startsWith("#")) {
          at++;
        } else {
          instruction();
        }
      }
      return new Dockerfile(syntax, List.copyOf(instructions));
    }

    /** Only at the very top; the first other line ends them. */
    private void directives() {
      while (at < lines.size()) {
        Matcher matcher = DIRECTIVE.matcher(lines.get(at).strip());
        if (!matcher.matches()) {
          return;
        }
        String value = matcher.group(2).strip();
        switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
          case "syntax" -> syntax = Optional.of(new Line(value, at + 1));
          case "escape" -> escape = value.charAt(0);
          case "check" -> {}
          default -> {
            return;
          }
        }
        at++;
      }
    }

    private void instruction() {
      int first = at;
      StringBuilder text = new StringBuilder();
      boolean goesOn = true;
      while (goesOn && at < lines.size()) {
        String line = lines.get(at++);
        String stripped = line.strip();
        if (at - 1 > first && (stripped.isEmpty() || stripped.startsWith("#"))) {
          text.append("\\\n");
          continue;
        }
        String end = line.stripTrailing();
        goesOn = !end.isEmpty() && end.charAt(end.length() - 1) == escape;
        text.append(goesOn ? end.substring(0, end.length() - 1) + "\\\n" : line);
      }
      add(text.toString(), first + 1);
    }

    private void add(String text, int line) {
      String whole = text.stripLeading();
      int space = 0;
      while (space < whole.length() && Character.isLetter(whole.charAt(space))) {
        space++;
      }
      String name = whole.substring(0, space).toUpperCase(Locale.ROOT);
      String rest = whole.substring(space);
      if (name.equals("ONBUILD")) {
        add(rest, line);
        return;
      }
      instructions.add(new Instruction(name, rest, line, bodies(name, rest)));
    }

    private List<Line> bodies(String name, String text) {
      if (!name.equals("RUN") && !name.equals("COPY") && !name.equals("ADD")) {
        return List.of();
      }
      List<Line> bodies = new ArrayList<>();
      Matcher matcher = HERE_DOCUMENT.matcher(text);
      while (matcher.find()) {
        boolean strips = !matcher.group(1).isEmpty();
        int first = at;
        StringBuilder body = new StringBuilder();
        boolean ended = false;
        while (at < lines.size() && !ended) {
          String line = lines.get(at++);
          ended = (strips ? line.stripLeading() : line).equals(matcher.group(3));
          if (!ended) {
            body.append(line).append('\n');
          }
        }
        bodies.add(new Line(body.toString(), first + 1));
      }
      return List.copyOf(bodies);
    }
  }
}
