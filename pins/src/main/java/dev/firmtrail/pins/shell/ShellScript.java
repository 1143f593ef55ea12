package dev.firmtrail.pins.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the commands in the text of a POSIX shell script, with those in {@code $(…)}, backquotes
 * and {@code <(…)}. Nothing is run or expanded. What is no shell gives commands that mean nothing,
 * never an error. Bodies of here-documents are no commands.
 */
public final class ShellScript {
  private static final Set<String> RESERVED =
      Set.of(
          "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}", "time",
          "esac", "in");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*+)\\+?=(.*)", Pattern.DOTALL);

  /** Scripts in scripts; deeper ones are not looked at. */
  private static final int MAX_DEPTH = 8;

  private final String text;
  private final int depth;
  private final List<ShellCommand> commands = new ArrayList<>();
  private final Deque<HereDocument> awaited = new ArrayDeque<>();

  private int at;
  private int line;
  private int pipeline;
  private int list;
  private List<ShellCommand.Word> words = new ArrayList<>();
  private List<ShellCommand.Assignment> assignments = new ArrayList<>();
  private boolean skipsNextWord;

  private record HereDocument(String end, boolean stripsTabs) {}

  private ShellScript(String text, int firstLine, int depth) {
    this.text = text;
    this.line = firstLine;
    this.depth = depth;
  }

  /**
   * All commands, in the order in which they begin; those inside another one come before it.
   *
   * @param firstLine number of the script's first line in its file
   */
  public static List<ShellCommand> commands(String script, int firstLine) {
    return commands(script, firstLine, 0);
  }

  private static List<ShellCommand> commands(String script, int firstLine, int depth) {
    ShellScript reader = new ShellScript(script, firstLine, depth);
    reader.read();
    return List.copyOf(reader.commands);
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        line++;
        end();
        skipHereDocuments();
      } else if (isContinuation()) {
        at += 2;
        line++;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '#') {
        skipComment();
      } else if (!operator(c)) {
        word();
      }
    }
    end();
  }

  private boolean isContinuation() {
    return text.startsWith("\\\n", at);
  }

  private void skipComment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  /** Takes what separates commands or leads to files. */
  private boolean operator(char c) {
    if (text.startsWith("&&", at) || text.startsWith("||", at)) {
      at += 2;
      emit();
      pipeline++;
      return true;
    }
    if (c == '|') {
      at += text.startsWith("|&", at) ? 2 : 1;
      emit();
      return true;
    }
    if (c == ';' || c == '(' || c == ')' || isBackground(c)) {
      at++;
      end();
      return true;
    }
    return redirection();
  }

  private boolean isBackground(char c) {
    return c == '&' && (!text.startsWith("&>", at) || text.startsWith("&>(", at));
  }

  private boolean redirection() {
    int digits = at;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    if (digits == at && text.startsWith("&>", at)) {
      digits++;
    }
    if (digits >= text.length() || (text.charAt(digits) != '<' && text.charAt(digits) != '>')) {
      return false;
    }
    if (text.startsWith("<(", digits) || text.startsWith(">(", digits)) {
      return false;
    }
    at = digits + 1;
    if (text.startsWith("<<", digits) && !text.startsWith("<<<", digits)) {
      at = digits + 2;
      hereDocument();
      return true;
    }
    while (at < text.length() && "<>|&".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    skipsNextWord = true;
    return true;
  }

  private void hereDocument() {
    boolean strips = at < text.length() && text.charAt(at) == '-';
    if (strips) {
      at++;
    }
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    StringBuilder end = new StringBuilder();
    while (at < text.length() && " \t\n;|&<>()".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at++);
      if (c != '\'' && c != '"' && c != '\\') {
        end.append(c);
      }
    }
    if (!end.isEmpty()) {
      awaited.add(new HereDocument(end.toString(), strips));
    }
  }

  private void skipHereDocuments() {
    while (!awaited.isEmpty()) {
      HereDocument document = awaited.remove();
      boolean ended = false;
      while (at < text.length() && !ended) {
        int next = text.indexOf('\n', at);
        String body = text.substring(at, next < 0 ? text.length() : next);
        ended = (document.stripsTabs() ? body.stripLeading() : body).equals(document.end());
        at = next < 0 ? text.length() : next + 1;
        line += next < 0 ? 0 : 1;
      }
    }
  }

  private void word() {
    int begins = line;
    StringBuilder word = new StringBuilder();
    boolean isLiteral = true;
    boolean isQuoted = false;
    while (at < text.length()
        && (" \t\r\n;|&()<>".indexOf(text.charAt(at)) < 0 || isSubstitution())) {
      char c = text.charAt(at);
      if (isContinuation()) {
        at += 2;
        line++;
      } else if (c == '\\') {
        if (at + 1 < text.length()) {
          word.append(text.charAt(at + 1));
        }
        at = Math.min(at + 2, text.length());
      } else if (c == '\'') {
        isQuoted = true;
        singleQuoted(word);
      } else if (c == '"') {
        isQuoted = true;
        isLiteral &= doubleQuoted(word);
      } else if (c == '$' || c == '`' || isSubstitution()) {
        isLiteral &= expansion(word);
      } else {
        word.append(c);
        at++;
      }
    }
    take(new ShellCommand.Word(word.toString(), isLiteral, begins), isQuoted);
  }

  private boolean isSubstitution() {
    return text.startsWith("<(", at) || text.startsWith(">(", at);
  }

  private void take(ShellCommand.Word word, boolean isQuoted) {
    if (skipsNextWord) {
      skipsNextWord = false;
      return;
    }
    if (words.isEmpty() && !isQuoted && RESERVED.contains(word.text())) {
      return;
    }
    Matcher assignment = ASSIGNMENT.matcher(word.text());
    if (words.isEmpty() && assignment.matches()) {
      assignments.add(
          new ShellCommand.Assignment(
              assignment.group(1),
              new ShellCommand.Word(assignment.group(2), word.isLiteral(), word.line())));
      return;
    }
    words.add(word);
  }

  private void singleQuoted(StringBuilder word) {
    at++;
    while (at < text.length() && text.charAt(at) != '\'') {
      append(word);
    }
    at = Math.min(at + 1, text.length());
  }

  /** Whether nothing is put in. */
  private boolean doubleQuoted(StringBuilder word) {
    boolean isLiteral = true;
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (isContinuation()) {
        at += 2;
        line++;
      } else if (c == '\\'
          && at + 1 < text.length()
          && "$`\"\\".indexOf(text.charAt(at + 1)) >= 0) {
        word.append(text.charAt(at + 1));
        at += 2;
      } else if (c == '$' || c == '`') {
        isLiteral &= expansion(word);
      } else {
        append(word);
      }
    }
    at = Math.min(at + 1, text.length());
    return isLiteral;
  }

  private void append(StringBuilder word) {
    char c = text.charAt(at++);
    word.append(c);
    if (c == '\n') {
      line++;
    }
  }

  /** Keeps the text as it is, and reads the commands in it; whether it is none. */
  private boolean expansion(StringBuilder word) {
    int start = at;
    int end;
    if (text.startsWith("$((", at)) {
      end = behind(')', at + 2, '(');
    } else if (text.startsWith("$(", at) || isSubstitution()) {
      end = behind(')', at + 1, '(');
      inner(text.substring(at + 2, Math.max(at + 2, end - 1)));
    } else if (text.charAt(at) == '`') {
      int close = text.indexOf('`', at + 1);
      end = close < 0 ? text.length() : close + 1;
      inner(text.substring(at + 1, Math.max(at + 1, end - 1)));
    } else if (text.startsWith("${", at)) {
      end = behind('}', at + 1, '{');
    } else {
      at++;
      word.append('$');
      return at >= text.length() || !isNameOrSpecial(text.charAt(at));
    }
    word.append(text, start, end);
    line += (int) text.substring(start, end).chars().filter(c -> c == '\n').count();
    at = end;
    return false;
  }

  private static boolean isNameOrSpecial(char c) {
    return Character.isLetterOrDigit(c) || "_@*#?-$!".indexOf(c) >= 0;
  }

  /** The place behind what closes an opened bracket; quotes inside are passed over. */
  private int behind(char close, int open, char opens) {
    int level = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '\'' || c == '"') {
        int end = i + 1;
        while (end < text.length() && text.charAt(end) != c) {
          end += c == '"' && text.charAt(end) == '\\' ? 2 : 1;
        }
        i = end;
      } else if (c == opens) {
        level++;
      } else if (c == close && --level == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private void inner(String script) {
    if (depth < MAX_DEPTH) {
      commands.addAll(commands(script, line, depth + 1));
    }
  }

  private void end() {
    emit();
    pipeline++;
    list++;
  }

  private void emit() {
    skipsNextWord = false;
    if (!words.isEmpty() || !assignments.isEmpty()) {
      int begins =
          words.isEmpty() ? assignments.getFirst().value().line() : words.getFirst().line();
      commands.add(new ShellCommand(words, assignments, pipeline, list, begins));
    }
    words = new ArrayList<>();
    assignments = new ArrayList<>();
  }
}
