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

  /** A cell that is wider is laid on several lines where that is wanted. */
  private static final int WIDEST = 30;

  private final List<String> header;
  private final boolean wraps;
  private final List<List<List<String>>> rows = new ArrayList<>();

  public Table(List<String> header) {
    this(header, false);
  }

  private Table(List<String> header, boolean wraps) {
    this.header = List.copyOf(header);
    this.wraps = wraps;
  }

  /** A table whose long cells are broken between words, as the published program does. */
  public static Table wrapping(List<String> header) {
    return new Table(header, true);
  }

  /** Adds a row of as many cells as the header has. */
  public Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + header);
    }
    rows.add(
        Stream.of(cells)
            .map(cell -> wraps ? Wrapping.lines(cell, WIDEST) : List.of(cell))
            .toList());
    return this;
  }

  /** The whole, each line with its newline. */
  public String text() {
    int[] widths = IntStream.range(0, header.size()).map(this::width).toArray();
    StringBuilder text = new StringBuilder();
    line(text, IntStream.range(0, widths.length).mapToObj(i -> middle(header.get(i), widths[i])));
    for (List<List<String>> row : rows) {
      int height = row.stream().mapToInt(List::size).max().orElse(1);
      for (int at = 0; at < height; at++) {
        int y = at;
        line(
            text,
            IntStream.range(0, widths.length)
                .mapToObj(i -> cell(y < row.get(i).size() ? row.get(i).get(y) : "", widths[i])));
      }
    }
    return text.toString();
  }

  private int width(int column) {
    int widest = length(header.get(column));
    for (List<List<String>> row : rows) {
      List<String> cell = row.get(column);
      widest = cell.size() > 1 ? Math.max(widest, WIDEST) : widest;
      for (String line : cell) {
        widest = Math.max(widest, length(line));
      }
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

  static int length(String word) {
    return word.codePointCount(0, word.length());
  }
}
