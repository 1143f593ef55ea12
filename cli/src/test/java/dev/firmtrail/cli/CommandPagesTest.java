package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.GlobalFlags;
import dev.firmtrail.cli.frame.HelpPage;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.pages.ManPage;
import dev.firmtrail.cli.pages.Topic;
import dev.firmtrail.cli.pages.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for people are made from what {@code --help} is made from. */
class CommandPagesTest {
  private static final Path PAGES =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("docs/commands");

  @TempDir Path directory;

  @Test
  void thereIsAPageForEachCommandAndNoOther() throws IOException {
    List<String> expected = new ArrayList<>(List.of("README.md"));
    WrittenPage.holds("commands/README.md", overview());
    for (CommandPath path : Commands.paths()) {
      expected.add(file(path));
      WrittenPage.holds("commands/" + file(path), page(path));
    }
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static String file(CommandPath path) {
    return path.name().replace(' ', '-') + ".md";
  }

  private static String overview() {
    StringBuilder page =
        new StringBuilder("# The commands of pvr\n\n").append(HelpPage.ABOUT).append("\n\n");
    page.append(
        "These pages say what `pvr help COMMAND` says; they are made from the same source.\n\n");
    page.append("| command | |\n| --- | --- |\n");
    for (CommandPath path : Commands.paths()) {
      page.append(
          "| [`pvr %s`](%s) | %s |%n"
              .formatted(path.name(), file(path), cell(path.command().manual().summary())));
    }
    page.append("\nFlags that stand before every command:\n\n").append(flags(GlobalFlags.ALL));
    page.append("\n`pvr help TOPIC` says more:\n\n| topic | |\n| --- | --- |\n");
    for (String name : Topics.NAMES) {
      Topic topic = Topics.named(name, Commands.paths()).orElseThrow();
      page.append("| `%s` | %s |%n".formatted(name, cell(topic.summary())));
    }
    return page.toString();
  }

  private static String page(CommandPath path) {
    Manual manual = path.command().manual();
    StringBuilder page = new StringBuilder();
    page.append("# pvr %s%n%n%s.%n%n".formatted(path.name(), text(manual.summary())));
    page.append(
        "```\npvr %s %s\n```\n\n"
            .formatted(path.name(), ("[flags] " + manual.arguments()).strip()));
    manual.description().forEach(paragraph -> page.append(text(paragraph)).append("\n\n"));
    List<String> names = path.command().names();
    if (names.size() > 1) {
      page.append(
          names.stream()
              .skip(1)
              .map(name -> "`" + name + "`")
              .collect(Collectors.joining(", ", "Also: ", "\n\n")));
    }
    if (!path.members().isEmpty()) {
      page.append("| command | |\n| --- | --- |\n");
      path.members()
          .forEach(member ->
              page.append(
                  "| [`pvr %s`](%s) | %s |%n"
                      .formatted(
                          member.name(), file(member), cell(member.command().manual().summary()))));
      page.append('\n');
    }
    page.append("## Flags\n\n").append(flags(path.flags())).append('\n');
    page.append("## Exit codes\n\n| code | meaning |\n| --- | --- |\n");
    HelpPage.exitCodes(path.name())
        .forEach(
            (number, meaning) -> page.append("| %s | %s |%n".formatted(number, cell(meaning))));
    page.append("\n## Examples\n\n```\n");
    manual.examples().forEach(example -> page.append(example).append('\n'));
    return page.append("```\n").toString();
  }

  private static String flags(List<Flag> flags) {
    StringBuilder table = new StringBuilder("| flag | | variable |\n| --- | --- | --- |\n");
    for (Flag flag : flags) {
      String value = flag.takesValue() ? " " + flag.value() : "";
      String variable = flag.variable().isEmpty() ? "" : "`" + flag.variable() + "`";
      table.append(
          "| `%s` | %s | %s |%n"
              .formatted(
                  cell(String.join(", ", flag.usualSpellings()) + value),
                  cell(flag.text()),
                  variable));
    }
    return table.toString();
  }

  /** Markdown would take angle brackets, stars and line ends for its own. */
  private static String text(String text) {
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
  }

  private static String cell(String text) {
    return text(text).replace("|", "\\|").replace("\\_", "_");
  }

  @Test
  void manualPagesPassTheirCheckersWithoutAWarning() throws IOException, InterruptedException {
    WritePages.main(new String[] {directory.toString(), "pvr"});
    List<Path> pages;
    try (Stream<Path> files = Files.list(directory.resolve("man/man1"))) {
      pages = files.sorted().toList();
    }
    assertThat(pages).hasSize(Commands.paths().size() + 1);
    for (Path page : pages) {
      if (has("groff")) {
        assertThat(says("groff", "-k", "-man", "-Tutf8", "-ww", "-z", page.toString())).isEmpty();
      }
      if (has("mandoc")) {
        assertThat(says("mandoc", "-Tlint", "-Wwarning", page.toString()).lines())
            .filteredOn(line -> !line.contains("missing date"))
            .isEmpty();
      }
    }
  }

  @Test
  void aManualPageSaysWhatHelpSays() throws IOException, InterruptedException {
    assumeTrue(has("man"), "man is not installed");
    WritePages.main(new String[] {directory.toString(), "pvr"});
    for (CommandPath path : Commands.paths()) {
      Path page = directory.resolve("man/man1").resolve(ManPage.fileName("pvr", path));
      String shown =
          oneLine(says("env", "MANWIDTH=500", "man", "-l", "-P", "cat", page.toString()));
      Manual manual = path.command().manual();
      assertThat(shown).contains(oneLine(manual.summary()));
      manual.description().forEach(text -> assertThat(shown).contains(oneLine(text)));
      manual.examples().forEach(text -> assertThat(shown).contains(oneLine(text)));
      path.flags().forEach(flag -> assertThat(shown).contains(flag.shown(), oneLine(flag.text())));
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static boolean has(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static String says(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.replaceAll(".\b", "").replaceAll("\u001b\\[[0-9;]*m", "");
  }
}
