package dev.firmtrail.cli.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Breaks a text between words so that the lines are as even as can be: the sum of the squares of
 * what is left free is the least, the last line not counted. So does the published program's table.
 */
final class Wrapping {
  /** What a line costs that is wider than it may be: more than any that is not. */
  private static final long TOO_WIDE = 100_000;

  private Wrapping() {}

  /** The lines; at least one. A word that is wider than a line makes all of them wider. */
  static List<String> lines(String text, int width) {
    if (Table.length(text) <= width) {
      return List.of(text);
    }
    String[] words = text.split(" ", -1);
    int widest = Arrays.stream(words).mapToInt(Table::length).max().orElse(0);
    int[] ends = ends(words, Math.max(width, widest));
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < words.length; start = ends[start]) {
      lines.add(String.join(" ", Arrays.asList(words).subList(start, ends[start])));
    }
    return lines;
  }

  /** For each word, behind which one the line that begins with it ends. */
  private static int[] ends(String[] words, int width) {
    int count = words.length;
    int[] ends = new int[count];
    long[] costs = new long[count];
    for (int start = count - 1; start >= 0; start--) {
      costs[start] = Long.MAX_VALUE;
      int length = -1;
      for (int end = start + 1; end <= count; end++) {
        length += 1 + Table.length(words[end - 1]);
        long cost = cost(length, width, end == count, end < count ? costs[end] : 0);
        if (cost < costs[start]) {
          costs[start] = cost;
          ends[start] = end;
        }
      }
    }
    return ends;
  }

  private static long cost(int length, int width, boolean last, long rest) {
    if (last) {
      return length <= width ? -1 : Long.MAX_VALUE;
    }
    long free = width - (long) length;
    return free * free + Math.max(0, rest) + (length > width ? TOO_WIDE : 0);
  }
}
