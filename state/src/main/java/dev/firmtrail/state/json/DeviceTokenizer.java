package dev.firmtrail.state.json;

import dev.firmtrail.state.json.DeviceTokens.Kind;
import java.util.Arrays;
import java.util.Optional;

/** Reads one text for {@link DeviceText}. */
final class DeviceTokenizer {
  private static final int HEX_DIGITS = 4;
  private static final int DELETE = 0x7F;

  private final byte[] in;
  private final int end;
  private int at;

  private int count;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int[] nexts = new int[16];
  private Kind[] kinds = new Kind[16];

  /** The containers that are open, outermost first; as deep as the text goes, without recursion. */
  private int[] open = new int[16];

  private int depth;

  DeviceTokenizer(byte[] in) {
    this.in = in;
    int zero = 0;
    while (zero < in.length && in[zero] != 0) {
      zero++;
    }
    this.end = zero;
  }

  DeviceText read() {
    while (at < end) {
      Optional<DeviceText> stopped = step();
      if (stopped.isPresent()) {
        return stopped.get();
      }
    }
    if (depth > 0) {
      return new DeviceText.Refused("a bracket is left open", starts[open[depth - 1]]);
    }
    return new DeviceTokens(in, count, starts, ends, nexts, kinds);
  }

  private Optional<DeviceText> step() {
    if (count == DeviceText.MAX_TOKENS) {
      return Optional.of(new DeviceText.TooLarge());
    }
    return switch (in[at]) {
      case '{' -> open(Kind.OBJECT);
      case '[' -> open(Kind.ARRAY);
      case '}' -> close(Kind.OBJECT);
      case ']' -> close(Kind.ARRAY);
      case '"' -> string();
      // Where these stand does not matter to it.
      case ' ', '\t', '\r', '\n', ':', ',' -> {
        at++;
        yield Optional.empty();
      }
      default -> bare();
    };
  }

  private Optional<DeviceText> open(Kind kind) {
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
    }
    open[depth++] = count;
    add(kind, at, at + 1);
    at++;
    return Optional.empty();
  }

  private Optional<DeviceText> close(Kind kind) {
    if (depth == 0 || kinds[open[depth - 1]] != kind) {
      return refuse("a closing bracket that nothing opened");
    }
    int container = open[--depth];
    at++;
    ends[container] = at;
    nexts[container] = count;
    return Optional.empty();
  }

  private Optional<DeviceText> string() {
    int start = at + 1;
    int i = start;
    while (i < end && in[i] != '"') {
      if (in[i] == '\\') {
        int after = escapeEnd(i);
        if (after < 0) {
          return refuse("a string with an unknown escape");
        }
        i = after;
      } else {
        i++;
      }
    }
    if (i >= end) {
      return refuse("a string is left open");
    }
    add(Kind.STRING, start, i);
    at = i + 1;
    return Optional.empty();
  }

  /** The place behind an escape, or less than 0 for one that is not known. */
  private int escapeEnd(int backslash) {
    int i = backslash + 1;
    if (i == end) {
      return end;
    }
    return switch (in[i]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 1;
      case 'u' -> hexEnd(i + 1);
      default -> -1;
    };
  }

  private int hexEnd(int first) {
    int i = first;
    while (i < end && i < first + HEX_DIGITS) {
      if (Character.digit(in[i], 16) < 0) {
        return -1;
      }
      i++;
    }
    return i;
  }

  /** Reads what stands without quotes: a number, a literal, or any other word. */
  private Optional<DeviceText> bare() {
    int i = at;
    while (i < end && !endsBare(in[i])) {
      // Bytes above 0x7F are negative.
      if (in[i] < ' ' || in[i] == DELETE) {
        return refuse("a control or non-ASCII character outside quotes");
      }
      i++;
    }
    add(Kind.BARE, at, i);
    at = i;
    return Optional.empty();
  }

  /** Opening brackets and quotes do not end a word. */
  private static boolean endsBare(byte b) {
    return switch (b) {
      case ' ', '\t', '\r', '\n', ':', ',', '}', ']' -> true;
      default -> false;
    };
  }

  private void add(Kind kind, int from, int to) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      nexts = Arrays.copyOf(nexts, 2 * count);
      kinds = Arrays.copyOf(kinds, 2 * count);
    }
    kinds[count] = kind;
    starts[count] = from;
    ends[count] = to;
    nexts[count] = ++count;
  }

  private Optional<DeviceText> refuse(String problem) {
    return Optional.of(new DeviceText.Refused(problem, at));
  }
}
