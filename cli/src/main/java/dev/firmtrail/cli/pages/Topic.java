package dev.firmtrail.cli.pages;

import java.util.ArrayList;
import java.util.List;

/**
 * A page of help that is about no single command.
 *
 * @param name what is asked for: {@code pvr help NAME}
 * @param summary one line
 * @param paragraphs what comes first
 * @param entries then term by term
 */
public record Topic(String name, String summary, List<String> paragraphs, List<Entry> entries) {
  private static final int WIDTH = 100;

  /**
   * A term and what it is.
   *
   * @param text one paragraph
   */
  public record Entry(String term, String text) {}

  public Topic {
    paragraphs = List.copyOf(paragraphs);
    entries = List.copyOf(entries);
  }

  /** The page for a terminal: lines of at most 100 columns. */
  public String text() {
    StringBuilder page = new StringBuilder(summary).append('\n');
    for (String paragraph : paragraphs) {
      page.append('\n');
      wrap(paragraph, WIDTH).forEach(line -> page.append(line).append('\n'));
    }
    for (Entry entry : entries) {
      page.append("\n  ").append(entry.term()).append('\n');
      wrap(entry.text(), WIDTH - 6)
          .forEach(line -> page.append("      ").append(line).append('\n'));
    }
    return page.toString();
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
