package dev.firmtrail.cli.scenario;

import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One recorded scenario.
 *
 * @param directory its fixtures
 * @param steps in order; recorded ones have their number in {@code n}, edits that the record left
 *     out have none
 */
public record Scenario(String name, Path directory, List<JsonObject> steps) {

  /** All that are in this repository. */
  public static List<Scenario> all() throws IOException {
    try (Stream<Path> entries = Files.list(Vectors.PVR)) {
      return entries
          .filter(entry -> Files.exists(entry.resolve("steps.json")))
          .sorted()
          .map(Scenario::load)
          .toList();
    }
  }

  /** One of them. */
  public static Scenario named(String name) {
    return load(Vectors.PVR.resolve(name));
  }

  private static Scenario load(Path directory) {
    JsonObject document = Vectors.read(directory.resolve("steps.json"));
    return new Scenario(
        directory.getFileName().toString(), directory, Vectors.objects(document, "steps"));
  }

  /** Where the record says that it was made. */
  String recordedBase() {
    return "/base/" + name;
  }
}
