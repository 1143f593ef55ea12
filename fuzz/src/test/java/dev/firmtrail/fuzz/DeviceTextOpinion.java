package dev.firmtrail.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firmtrail.state.json.DeviceTokens.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a device sees in a text, said a second time: by an expression for what may come next, and a
 * stack of the containers that are open.
 */
final class DeviceTextOpinion {
  /** Possessive, so that no text is too much for it. */
  private static final Pattern NEXT =
      Pattern.compile(
          String.join(
              "|",
              "(?<open>[{\\[])",
              "(?<close>[}\\]])",
              "\"(?<string>(?:[^\"\\\\]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9A-Fa-f]{4})*+)\"",
              "(?<word>[!-~&&[^{\\[\"ENDS]][!-~&&[^ENDS]]*+)(?=[ENDS]|\\z)"
                  .replace("ENDS", " \\t\\r\\n:,}\\]"),
              "[ \\t\\r\\n:,]++"));

  /** A character for each byte. */
  private final String text;

  private final List<Seen> seen = new ArrayList<>();
  private final Deque<Opened> open = new ArrayDeque<>();
  private final OptionalInt stoppedAt;

  /**
   * One token.
   *
   * @param inside the numbers of those directly in it
   */
  record Seen(Kind kind, String text, List<Integer> inside) {}

  private record Opened(int number, int start, List<Integer> inside) {}

  DeviceTextOpinion(byte[] input) {
    String whole = new String(input, ISO_8859_1);
    int zero = whole.indexOf('\0');
    this.text = zero < 0 ? whole : whole.substring(0, zero);
    this.stoppedAt = look();
  }

  /** All tokens, as far as it came. */
  List<Seen> seen() {
    return seen;
  }

  /** Where it does not go on; empty when all was seen. */
  OptionalInt stoppedAt() {
    return stoppedAt;
  }

  private OptionalInt look() {
    Matcher next = NEXT.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!next.region(at, text.length()).lookingAt() || !take(next)) {
        return OptionalInt.of(at);
      }
      at = next.end();
    }
    return open.isEmpty() ? OptionalInt.empty() : OptionalInt.of(open.element().start());
  }

  private boolean take(Matcher piece) {
    if (piece.group("close") != null) {
      return close(piece.end());
    }
    if (piece.group("open") != null) {
      List<Integer> inside = new ArrayList<>();
      Opened container = new Opened(seen.size(), piece.start(), inside);
      add(new Seen(piece.group().equals("{") ? Kind.OBJECT : Kind.ARRAY, "", inside));
      open.push(container);
    } else if (piece.group("string") != null) {
      add(new Seen(Kind.STRING, piece.group("string"), List.of()));
    } else if (piece.group("word") != null) {
      add(new Seen(Kind.BARE, piece.group("word"), List.of()));
    }
    return true;
  }

  private void add(Seen token) {
    if (!open.isEmpty()) {
      open.element().inside().add(seen.size());
    }
    seen.add(token);
  }

  private boolean close(int end) {
    if (open.isEmpty()) {
      return false;
    }
    Opened last = open.pop();
    String whole = text.substring(last.start(), end);
    Kind kind = seen.get(last.number()).kind();
    seen.set(last.number(), new Seen(kind, whole, last.inside()));
    return whole.endsWith(kind == Kind.OBJECT ? "}" : "]");
  }
}
