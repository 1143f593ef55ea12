package dev.firmtrail.pins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.pins.settings.PinSettings;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Small builds, with exactly what has to be found in them. */
class PinVectorsTest {
  private static final Path CASES = Path.of("../vectors/pins/cases");

  @TestFactory
  List<DynamicTest> exactlyWhatIsExpectedIsFound() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> cases = Files.list(CASES)) {
      for (Path place : cases.sorted(Comparator.naturalOrder()).toList()) {
        tests.add(DynamicTest.dynamicTest(String.valueOf(place.getFileName()), () -> check(place)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(30);
    return tests;
  }

  private static void check(Path place) throws Exception {
    JsonObject expected = JsonReader.readObject(Files.readAllBytes(place.resolve("expected.json")));
    List<String> top = expected.string("top").map(List::of).orElse(List.of());
    PinSettings settings = new PinSettings(Level.WARNING, top, List.of(), List.of());
    SourceTree tree = SourceTree.of(place, path -> path.equals("expected.json"));
    List<String> found =
        PinCheck.of(tree, settings, LocalDate.EPOCH).findings().stream()
            .map(PinVectorsTest::line)
            .toList();
    List<String> mayBe = lines(expected, "info");
    assertThat(found.stream().filter(line -> !mayBe.contains(line)))
        .containsExactlyInAnyOrderElementsOf(lines(expected, "findings"));
  }

  private static List<String> lines(JsonObject expected, String member) {
    return expected.get(member).stream()
        .flatMap(all -> ((JsonArray) all).items().stream())
        .map(PinVectorsTest::line)
        .toList();
  }

  private static String line(Json expected) {
    JsonObject finding = (JsonObject) expected;
    return finding.string("rule").orElseThrow()
        + " "
        + finding.string("file").orElseThrow()
        + ":"
        + finding.integer("line").orElse(0L);
  }

  private static String line(PinFinding finding) {
    return finding.rule().id() + " " + finding.file() + ":" + finding.place().line();
  }
}
