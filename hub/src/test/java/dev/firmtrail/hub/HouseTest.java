package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the hub, who may use whom, and where the HTTP library and SQL that edits facts may
 * not stand.
 */
class HouseTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("firmtrail.root"), "hub/src/main/java/dev/firmtrail/hub");

  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "store", List.of(),
          "web", List.of("store"),
          "accounts", List.of("store", "web"),
          "devices", List.of("store", "web", "accounts"),
          "objects", List.of("store", "web"),
          "trails", List.of("store", "web", "accounts", "devices", "objects"));

  private static List<Path> sources(String room) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES.resolve(room))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  @Test
  void hasNoRoomThatLooksUpTheStairs() throws IOException {
    for (String room : MAY_USE.keySet()) {
      for (Path file : sources(room)) {
        List<String> used =
            Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("import dev.firmtrail.hub."))
                .map(line -> line.split("\\.", -1)[3])
                .filter(other -> !other.equals(room))
                .toList();
        assertThat(MAY_USE.get(room)).as(file.toString()).containsAll(used);
      }
    }
  }

  @Test
  void listsEveryRoom() throws IOException {
    try (Stream<Path> rooms = Files.list(SOURCES)) {
      assertThat(rooms.filter(Files::isDirectory).map(room -> room.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }
  }

  @Test
  void seesTheHttpLibraryOnlyInWeb() throws IOException {
    for (Path file : sources(".")) {
      boolean allowed =
          file.toString().contains("/web/") || file.toString().endsWith("Routes.java");
      if (!allowed) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContain("io.javalin")
            .doesNotContain("org.eclipse.jetty");
      }
    }
  }

  @Test
  void hasNoStatementThatEditsAFact() throws IOException {
    for (Path file : sources(".")) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContainPattern(
              "(?i)(update|delete from|replace into|or replace into)\\s+(steps|states|trails)\\b");
    }
  }
}
