package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.yocto.Statement.Assignment;
import dev.firmtrail.pins.yocto.Statement.Inclusion;
import dev.firmtrail.pins.yocto.Statement.Operator;
import dev.firmtrail.pins.yocto.Statement.Piece;
import dev.firmtrail.pins.yocto.Statement.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Reads configuration and recipes of BitBake line by line, as BitBake does. Python is passed over.
 * What is no statement is passed over too.
 */
final class BitBakeReader {
  private static final Set<String> INCLUSIONS =
      Set.of("require", "include", "include_all", "inherit", "inherit_defer");
  private static final Set<String> OPERATORS = Set.of("append", "prepend", "remove");

  private final List<String> lines;
  private final IntUnaryOperator numbers;
  private final List<Statement> statements = new ArrayList<>();
  private int at;

  private BitBakeReader(List<String> lines, IntUnaryOperator numbers) {
    this.lines = lines;
    this.numbers = numbers;
  }

  /**
   * Reads statements.
   *
   * @param numbers gives the line of the file for a place in the list, which begins with 0
   */
  static List<Statement> read(List<String> lines, IntUnaryOperator numbers) {
    BitBakeReader reader = new BitBakeReader(lines, numbers);
    while (reader.at < lines.size()) {
      reader.statement();
    }
    return List.copyOf(reader.statements);
  }

  private void statement() {
    String line = lines.get(at).stripTrailing();
    if (line.isEmpty() || line.startsWith("#")) {
      at++;
    } else if (line.startsWith("def ")) {
      at++;
      while (at < lines.size() && isOfPython(lines.get(at))) {
        at++;
      }
    } else if (isFunction(line)) {
      function(line);
    } else {
      logicalLine();
    }
  }

  private static boolean isOfPython(String line) {
    return line.isBlank() || line.startsWith(" ") || line.startsWith("\t") || line.startsWith("#");
  }

  private static boolean isFunction(String line) {
    int open = line.indexOf('(');
    return line.endsWith("{")
        && open > 0
        && line.substring(open + 1, line.length() - 1).strip().equals(")")
        && line.indexOf('=') < 0;
  }

  private void function(String line) {
    int begins = at++;
    StringBuilder body = new StringBuilder();
    while (at < lines.size() && !lines.get(at).stripTrailing().equals("}")) {
      body.append(lines.get(at++)).append('\n');
    }
    at++;
    String head = line.substring(0, line.indexOf('(')).strip();
    if (!head.startsWith("python ") && !head.contains(" python ") && !head.equals("python")) {
      String name = head.substring(head.lastIndexOf(' ') + 1);
      statements.add(new Task(name, body.toString(), numbers.applyAsInt(begins)));
    }
  }

  /** Joins continued lines; backslashes go, indentation stays. */
  private void logicalLine() {
    int first = at;
    StringBuilder joined = new StringBuilder();
    List<Piece> pieces = new ArrayList<>();
    boolean goesOn = true;
    while (goesOn && at < lines.size()) {
      pieces.add(new Piece(joined.length(), numbers.applyAsInt(at)));
      String line = lines.get(at++).stripTrailing();
      goesOn = line.endsWith("\\");
      joined.append(goesOn ? line.substring(0, line.length() - 1) : line);
    }
    String text = joined.toString();
    int blank = text.indexOf(' ');
    String word = blank < 0 ? text : text.substring(0, blank);
    if (INCLUSIONS.contains(word)) {
      List<String> names =
          Arrays.stream(text.substring(word.length()).strip().split("\\s+", -1))
              .filter(name -> !name.isEmpty())
              .toList();
      statements.add(new Inclusion(word, names, numbers.applyAsInt(first)));
    } else {
      assignment(text, pieces, numbers.applyAsInt(first));
    }
  }

  private void assignment(String text, List<Piece> pieces, int line) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      return;
    }
    int end = equals;
    Operator operator = Operator.SET;
    if (text.startsWith("??", Math.max(0, equals - 2))) {
      operator = Operator.WEAKEST;
      end = equals - 2;
    } else if (text.charAt(equals - 1) == '?') {
      operator = Operator.WEAK;
      end = equals - 1;
    } else if (text.charAt(equals - 1) == '+' || text.charAt(equals - 1) == '.') {
      operator = Operator.ADD;
      end = equals - 1;
    } else if (text.charAt(equals - 1) == ':') {
      end = equals - 1;
    }
    int value = equals + 1;
    if (value < text.length() && (text.charAt(value) == '+' || text.charAt(value) == '.')) {
      operator = Operator.ADD;
      value++;
    }
    while (value < text.length() && Character.isWhitespace(text.charAt(value))) {
      value++;
    }
    boolean isQuoted =
        value < text.length() - 1
            && (text.charAt(value) == '"' || text.charAt(value) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(value);
    String left = text.substring(0, Math.max(0, end)).strip();
    if (left.startsWith("export ")) {
      left = left.substring("export ".length()).strip();
    }
    if (isQuoted && isVariable(left)) {
      int begin = value + 1;
      List<Piece> inValue =
          pieces.stream()
              .map(piece -> new Piece(Math.max(0, piece.offset() - begin), piece.line()))
              .toList();
      add(left, operator, text.substring(begin, text.length() - 1), inValue, line);
    }
  }

  private static boolean isVariable(String left) {
    int bracket = left.indexOf('[');
    String name = bracket < 0 ? left : left.substring(0, bracket);
    return !name.isEmpty()
        && (bracket < 0 || left.endsWith("]"))
        && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_+.${}/~:".indexOf(c) >= 0);
  }

  private void add(String left, Operator operator, String value, List<Piece> pieces, int line) {
    int bracket = left.indexOf('[');
    String flag = bracket < 0 ? "" : left.substring(bracket + 1, left.length() - 1);
    String variable = bracket < 0 ? left : left.substring(0, bracket);
    List<String> parts = new ArrayList<>(Arrays.asList(newSpelling(variable).split(":", -1)));
    String name = parts.removeFirst();
    Operator how = operator;
    for (String part : List.copyOf(parts)) {
      if (OPERATORS.contains(part)) {
        parts.remove(part);
        how = part.equals("remove") ? Operator.REMOVE : Operator.ADD;
      }
    }
    statements.add(new Assignment(name, List.copyOf(parts), flag, how, value, pieces, line));
  }

  /** Before 2021 operators and overrides stood behind an underline. */
  private static String newSpelling(String variable) {
    String spelled = variable;
    for (String operator : OPERATORS) {
      int at = spelled.indexOf("_" + operator);
      int end = at + operator.length() + 1;
      if (at > 0 && (end == spelled.length() || spelled.charAt(end) == '_')) {
        spelled =
            spelled.substring(0, at)
                + ":"
                + operator
                + (end == spelled.length() ? "" : ":" + spelled.substring(end + 1));
      }
    }
    return spelled.startsWith("SRCREV_pn-")
        ? "SRCREV:" + spelled.substring("SRCREV_".length())
        : spelled;
  }
}
