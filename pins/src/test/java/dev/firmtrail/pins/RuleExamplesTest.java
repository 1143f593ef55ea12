package dev.firmtrail.pins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.pins.settings.PinSettings;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.StrictYamlException;
import dev.firmtrail.testkit.files.TextArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each rule with builds that break it and builds that do not, in {@code vectors/pins/rules/ID.txt}.
 * The first step of a file's path names the build, {@code bad-…} or {@code good-…}; of a bad one
 * the file {@code expected} has all findings, as {@code RULE FILE:LINE}.
 */
class RuleExamplesTest {
  private static final Path RULES = Path.of("../vectors/pins/rules");
  private static final LocalDate TODAY = LocalDate.of(2027, 1, 1);
  private static final String EXPECTED = "expected";

  @TempDir Path directory;

  @TestFactory
  List<DynamicTest> eachRuleSpeaksInItsBadBuildsAndIsSilentInItsGoodOnes() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Rule rule : PinCheck.rules()) {
      tests.add(DynamicTest.dynamicTest(rule.id(), () -> check(rule)));
    }
    return tests;
  }

  @Test
  void noExamplesAreLeftOfARuleThatIsNoMore() throws IOException {
    List<String> known = PinCheck.rules().stream().map(rule -> rule.id() + ".txt").toList();
    try (var files = Files.list(RULES)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrderElementsOf(known);
    }
  }

  private void check(Rule rule) throws IOException, StrictYamlException {
    Map<String, Map<String, String>> builds = new LinkedHashMap<>();
    TextArchive.read(RULES.resolve(rule.id() + ".txt"))
        .forEach((path, content) -> {
          int slash = path.indexOf('/');
          builds
              .computeIfAbsent(path.substring(0, slash), name -> new LinkedHashMap<>())
              .put(path.substring(slash + 1), content);
        });
    assertThat(builds.keySet().stream().filter(name -> name.startsWith("bad-")))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(builds.keySet().stream().filter(name -> name.startsWith("good-")))
        .hasSizeGreaterThanOrEqualTo(2);
    for (Map.Entry<String, Map<String, String>> build : builds.entrySet()) {
      judge(rule, build.getKey(), build.getValue());
    }
  }

  private void judge(Rule rule, String name, Map<String, String> files)
      throws IOException, StrictYamlException {
    Path place = directory.resolve(rule.id()).resolve(name);
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (!file.getKey().equals(EXPECTED)) {
        Path path = place.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    PinSettings settings = settings(files.getOrDefault(PinSettings.NAME, ""));
    List<String> found =
        PinCheck.of(SourceTree.of(place, settings.excluded()), settings, TODAY).findings().stream()
            .map(finding ->
                finding.rule().id() + " " + finding.file() + ":" + finding.place().line())
            .toList();
    List<String> expected = files.getOrDefault(EXPECTED, "").lines().toList();
    assertThat(found).as(rule.id() + " " + name).containsExactlyInAnyOrderElementsOf(expected);
    boolean speaks = found.stream().anyMatch(line -> line.startsWith(rule.id() + " "));
    assertThat(speaks).as(rule.id() + " " + name).isEqualTo(name.startsWith("bad-"));
  }

  private static PinSettings settings(String file) throws StrictYamlException {
    Set<String> rules = PinCheck.rules().stream().map(Rule::id).collect(Collectors.toSet());
    return file.isEmpty()
        ? PinSettings.NONE
        : PinSettings.read(file.getBytes(StandardCharsets.UTF_8), rules);
  }
}
