package dev.firmtrail.testkit.strace;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The text between a call's parentheses. By hand, not by regular expressions: a write's bytes may
 * be megabytes.
 */
final class ArgumentText {
  private ArgumentText() {}

  /** What stands in quotes, without them and as strace escaped it. */
  static List<String> quoted(String arguments) {
    List<String> quoted = new ArrayList<>();
    for (int at = arguments.indexOf('"'); at >= 0; at = arguments.indexOf('"', at + 1)) {
      int end = endOfQuote(arguments, at);
      quoted.add(arguments.substring(at + 1, end));
      at = end;
    }
    return quoted;
  }

  /** Where the closing quote is. */
  private static int endOfQuote(String text, int quote) {
    int at = quote + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  /** One after another; commas in quotes, brackets and names of files do not count. */
  static List<String> split(String arguments) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int at = 0; at < arguments.length(); at++) {
      char c = arguments.charAt(at);
      if (c == '"') {
        at = endOfQuote(arguments, at);
      } else if ("[{(<".indexOf(c) >= 0) {
        depth++;
      } else if ("]})>".indexOf(c) >= 0) {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(arguments.substring(begin, at).strip());
        begin = at + 1;
      }
    }
    parts.add(arguments.substring(begin).strip());
    return parts;
  }

  static byte[] unescape(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\') {
        out.write(c);
        continue;
      }
      int digits = i;
      while (digits < text.length() && digits < i + 3 && isOctal(text.charAt(digits))) {
        digits++;
      }
      if (digits > i) {
        out.write(Integer.parseInt(text.substring(i, digits), 8));
        i = digits;
      } else {
        out.write(named(text.charAt(i++)));
      }
    }
    return out.toByteArray();
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
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
}
