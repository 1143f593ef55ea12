package dev.firmtrail.testkit.strace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call of one thread. Another thread's call may lie between its beginning and its end; only a
 * call that began after the end of another is certain to have come later.
 *
 * @param arguments as strace prints them, between the parentheses
 * @param result as strace prints it, {@code 0} or {@code -1 ENOSPC (No space left on device)}
 * @param begunAt line of the log in which the call begins, from 0
 * @param endedAt line in which it ends; the same unless strace saw another thread in between
 */
public record SystemCall(
    int thread, String name, String arguments, String result, int begunAt, int endedAt) {
  private static final Pattern DESCRIPTOR_PATH =
      Pattern.compile("^\\d+<(/.*?)(?: \\(deleted\\))?>(?:, |$)");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  public boolean succeeded() {
    return !result.startsWith("-1 ") && !result.startsWith("?");
  }

  /** Whether this call began when the other was done. */
  public boolean after(SystemCall other) {
    return begunAt > other.endedAt;
  }

  /** The path of the descriptor that is the first argument, at the time of the call. */
  public Optional<String> descriptorPath() {
    Matcher first = DESCRIPTOR_PATH.matcher(arguments);
    return first.find() ? Optional.of(unescape(first.group(1))) : Optional.empty();
  }

  /** All arguments in quotes, such as the two names of a rename. */
  public List<String> quoted() {
    List<String> all = new ArrayList<>();
    Matcher each = QUOTED.matcher(arguments);
    while (each.find()) {
      all.add(unescape(each.group(1)));
    }
    return all;
  }

  private static String unescape(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\') {
        out.write(c);
        continue;
      }
      int digits = i;
      while (digits < text.length()
          && digits < i + 3
          && text.charAt(digits) >= '0'
          && text.charAt(digits) <= '7') {
        digits++;
      }
      if (digits > i) {
        out.write(Integer.parseInt(text.substring(i, digits), 8));
        i = digits;
      } else {
        out.write(named(text.charAt(i++)));
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int named(char letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'v' -> 0x0b;
      case 'f' -> '\f';
      default -> letter;
    };
  }

  @Override
  public String toString() {
    return "%d-%d: %d %s(%s) = %s".formatted(begunAt, endedAt, thread, name, arguments, result);
  }
}
