package dev.firmtrail.state.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at UTF-8 eight bytes at a time: most of what a state holds is ids and paths, of which no
 * byte asks for anything. In a word that it computes, the high bit of each byte answers for that
 * byte; a wrong one can stand only above a right one.
 */
final class ByteScan {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private ByteScan() {}

  /** The index of the first control, quote or backslash in {@code [from, to)}, or {@code to}. */
  static int special(byte[] in, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long found = special((long) WORD.get(in, at)) & HIGH;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && (special((in[at] & 0xFF) * ONES) & HIGH) == 0) {
      at++;
    }
    return at;
  }

  /**
   * Whether nothing in it need be escaped.
   *
   * @param html whether {@code < > &} U+2028 and U+2029 are too
   */
  static boolean isPlain(byte[] utf8, boolean html) {
    int at = 0;
    long found = 0;
    for (; at + Long.BYTES <= utf8.length; at += Long.BYTES) {
      long word = (long) WORD.get(utf8, at);
      found |= html ? doubtful(word) | html(word) : doubtful(word);
    }
    for (; at < utf8.length; at++) {
      long word = (utf8[at] & 0xFF) * ONES;
      found |= html ? doubtful(word) | html(word) : doubtful(word);
    }
    return (found & HIGH) == 0;
  }

  /** A question mark may be what an encoder made of half a character. */
  private static long doubtful(long word) {
    return special(word) | equal(word, '?');
  }

  /** U+2028 and U+2029 begin with 0xE2. */
  private static long html(long word) {
    return equal(word, '<') | equal(word, '>') | equal(word, '&') | equal(word, 0xE2);
  }

  /** Whether all stand between a minus and a small z in ASCII, and none is {@code : [ \ ]}. */
  static boolean isWord(byte[] in) {
    int at = 0;
    long all = HIGH;
    for (; at + Long.BYTES <= in.length; at += Long.BYTES) {
      all &= ofWord((long) WORD.get(in, at));
    }
    for (; at < in.length; at++) {
      all &= ofWord((in[at] & 0xFF) * ONES);
    }
    return all == HIGH;
  }

  private static long ofWord(long word) {
    return (between(word, '-', '9') | between(word, ';', 'Z') | between(word, '^', 'z')) & ~word;
  }

  private static long between(long word, int first, int last) {
    return atLeast(word, first) & ~atLeast(word, last + 1) & HIGH;
  }

  /** Right for bytes below 0x80. */
  private static long atLeast(long word, int value) {
    return (word | HIGH) - value * ONES;
  }

  private static long special(long word) {
    return below(word, 0x20) | equal(word, '"') | equal(word, '\\');
  }

  private static long below(long word, int limit) {
    return (word - limit * ONES) & ~word;
  }

  private static long equal(long word, int value) {
    long difference = word ^ value * ONES;
    return (difference - ONES) & ~difference;
  }
}
