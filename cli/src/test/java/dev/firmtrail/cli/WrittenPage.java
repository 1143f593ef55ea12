package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page under {@code docs/} that is made from a table in the code or the vectors, so that the two
 * cannot drift apart.
 */
public final class WrittenPage {
  private static final Path DOCS =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("docs");

  private WrittenPage() {}

  /** Where a page lies. */
  public static Path file(String name) {
    return DOCS.resolve(name);
  }

  /** Fails when the page is not this text; with {@code -Dfirmtrail.write} it is written first. */
  public static void holds(String name, String text) throws IOException {
    Path page = DOCS.resolve(name);
    if (System.getProperty("firmtrail.write") != null) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, text);
    }
    assertThat(page)
        .as("made from its table by running this test with -Dfirmtrail.write")
        .hasContent(text);
  }
}
