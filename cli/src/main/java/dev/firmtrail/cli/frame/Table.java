package dev.firmtrail.cli.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows under a header, laid out as the published program does: no lines, three spaces between
 * columns, headers in the middle, numbers to the right.
 */
public final class Table {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?%?");
  private static final String EDGE = "  ";
  private static final String BETWEEN = "   ";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> header) {
    this.header = List.copyOf(header);
  }

  /** Adds a row of as many cells as the header has. */
  public Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + header);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The whole, each line with its newline. */
  public String text() {
    int[] widths = IntStream.range(0, header.size()).map(this::width).toArray();
    StringBuilder text = new StringBuilder();
    line(text, IntStream.range(0, widths.length).mapToObj(i -> middle(header.get(i), widths[i])));
    for (List<String> row : rows) {
      line(text, IntStream.range(0, widths.length).mapToObj(i -> cell(row.get(i), widths[i])));
    }
    return text.toString();
  }

  private int width(int column) {
    int widest = length(header.get(column));
    for (List<String> row : rows) {
      widest = Math.max(widest, length(row.get(column)));
    }
    return widest;
  }

  private static void line(StringBuilder text, Stream<String> cells) {
    text.append(EDGE).append(String.join(BETWEEN, cells.toList())).append(EDGE).append('\n');
  }

  private static String middle(String word, int width) {
    int gap = width - length(word);
    return " ".repeat(gap / 2) + word + " ".repeat(gap - gap / 2);
  }

  private static String cell(String word, int width) {
    String gap = " ".repeat(width - length(word));
    return NUMBER.matcher(word).matches() ? gap + word : word + gap;
  }

  private static int length(String word) {
    return word.codePointCount(0, word.length());
  }
}
