package dev.firmtrail.testkit.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several small files in one: each begins behind a line {@code -- NAME --}. What stands before the
 * first is a comment.
 */
public final class TextArchive {
  private static final Pattern MARK = Pattern.compile("^-- (\\S+) --$");

  private TextArchive() {}

  /** Name and content of each file, in order. */
  public static Map<String, String> read(Path archive) throws IOException {
    Map<String, StringBuilder> files = new LinkedHashMap<>();
    StringBuilder current = new StringBuilder();
    for (String line : Files.readAllLines(archive)) {
      Matcher mark = MARK.matcher(line);
      if (mark.matches()) {
        current = new StringBuilder();
        if (files.put(mark.group(1), current) != null) {
          throw new IllegalArgumentException(archive + ": " + line + " stands there twice");
        }
      } else {
        current.append(line).append('\n');
      }
    }
    Map<String, String> contents = new LinkedHashMap<>();
    files.forEach((name, content) -> contents.put(name, content.toString()));
    return contents;
  }
}
