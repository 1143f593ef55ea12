package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.pins.PinCheck;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.testkit.files.TextArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of a rule is made from the rule's own text and from the builds that it is tested with.
 */
class PinRulePagesTest {
  private static final Path ROOT = Path.of(System.getProperty("firmtrail.root", ".."));

  @Test
  void thereIsAPageForEachRuleAndNoOther() throws IOException {
    List<String> expected = new ArrayList<>(List.of("README.md"));
    WrittenPage.holds("pins/README.md", overview());
    for (Rule rule : PinCheck.rules()) {
      expected.add(rule.id() + ".md");
      WrittenPage.holds("pins/" + rule.id() + ".md", page(rule));
    }
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/pins"))) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static String overview() {
    StringBuilder page =
        new StringBuilder(
            """
            # What pvr pins check finds

            These pages say what `pvr pins explain RULE` says, with examples; they are made from the same source. How findings are
            allowed, and what the levels do, is in [the formats of pins](../formats/pins.md).

            | rule | level | |
            | --- | --- | --- |
            """);
    for (Rule rule : PinCheck.rules()) {
      page.append(
          "| [%s](%s.md) | %s | %s |%n"
              .formatted(rule.id(), rule.id(), word(rule.level()), rule.title()));
    }
    return page.toString();
  }

  private static String page(Rule rule) throws IOException {
    StringBuilder page =
        new StringBuilder("# %s: %s%n%n".formatted(rule.id(), rule.title()))
            .append(
                "Level: %s. How sure: %s.%n%n"
                    .formatted(word(rule.level()), word(rule.certainty())))
            .append(rule.why())
            .append("\n\n## How to fix it\n\n")
            .append(rule.fix())
            .append('\n');
    rule.thread().ifPresent(thread -> page.append("\nMet at <" + thread + ">.\n"));
    Map<String, Map<String, String>> builds = builds(rule);
    example(page, "## Found", builds, "bad-");
    example(page, "## Not found", builds, "good-");
    return page.toString();
  }

  /** The first of a kind. */
  private static void example(
      StringBuilder page, String title, Map<String, Map<String, String>> builds, String kind) {
    Map<String, String> files =
        builds.entrySet().stream()
            .filter(build -> build.getKey().startsWith(kind))
            .findFirst()
            .orElseThrow()
            .getValue();
    page.append('\n').append(title).append('\n');
    files.forEach((name, content) -> {
      if (!name.equals("expected")) {
        page.append("\n`%s`%n%n```%n%s```%n".formatted(name, content));
      }
    });
  }

  private static Map<String, Map<String, String>> builds(Rule rule) throws IOException {
    Map<String, Map<String, String>> builds = new LinkedHashMap<>();
    TextArchive.read(ROOT.resolve("vectors/pins/rules/" + rule.id() + ".txt"))
        .forEach((path, content) -> {
          int slash = path.indexOf('/');
          builds
              .computeIfAbsent(path.substring(0, slash), name -> new LinkedHashMap<>())
              .put(path.substring(slash + 1), content);
        });
    return builds;
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
