package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the pages show is typed in, as it stands there: blocks that begin with {@code ```sh run},
 * all of a page in one shell, in an empty directory, with the built programs on the path. A line
 * after {@code $} is a command and must succeed; lines below it, when there are any, are all that
 * it prints, where {@code …} stands for anything; a line after {@code #} is for the reader. A page
 * that talks to a hub at {@code 127.0.0.1:12365} or {@code $HUB} finds one, and only that address
 * is another.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of(System.getProperty("firmtrail.root"));
  private static final String HUB = "127.0.0.1:12365";

  /** Before and after what a command prints; no program prints it. */
  private static final String MARK = "\u001e";

  @TempDir Path directory;

  /** A command and what the page says it prints; empty where it says nothing. */
  private record Shown(String command, List<String> output) {}

  private static List<Shown> shown(Path page) throws IOException {
    List<Shown> all = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        inside = line.equals("```sh run");
      } else if (inside && line.startsWith("$ ")) {
        all.add(new Shown(line.substring(2), new ArrayList<>()));
      } else if (inside && !line.isBlank() && !line.startsWith("# ")) {
        assertThat(all).as(page + " begins with a command").isNotEmpty();
        all.getLast().output().add(line);
      }
    }
    return all;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @Test
  void theReadmeShowsSomethingThatRuns() throws IOException {
    assertThat(shown(ROOT.resolve("README.md"))).hasSizeGreaterThan(8);
  }

  @TestFactory
  Stream<DynamicTest> eachPageDoesWhatItShows() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      if (!shown(page).isEmpty()) {
        tests.add(DynamicTest.dynamicTest(ROOT.relativize(page).toString(), () -> check(page)));
      }
    }
    return tests.stream();
  }

  private void check(Path page) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory(directory, "page");
    List<Shown> all = shown(page);
    String text = Files.readString(page);
    if (text.contains(HUB) || text.contains("$HUB")) {
      try (HubProcess hub = HubProcess.start(scratch.resolve("hub"))) {
        compare(all, run(all, scratch, hub.url().getAuthority()), hub.url().getAuthority());
      }
    } else {
      compare(all, run(all, scratch, HUB), HUB);
    }
  }

  private static void compare(List<Shown> all, List<String> printed, String hub) {
    for (int i = 0; i < all.size(); i++) {
      Shown shown = all.get(i);
      assertThat(printed).as("the shell went on to: " + shown.command()).hasSizeGreaterThan(i);
      List<String> parts = List.of(printed.get(i).split(MARK, -1));
      assertThat(parts.getLast())
          .as("exit code of " + shown.command() + ", which said: " + parts.getFirst())
          .isEqualTo("0");
      if (!shown.output().isEmpty()) {
        assertThat(parts.getFirst().replace(hub, HUB).stripTrailing())
            .as(shown.command())
            .matches(pattern(shown.output()));
      }
    }
  }

  private static Pattern pattern(List<String> lines) {
    return Pattern.compile(
        lines.stream()
            .map(line ->
                line.strip().equals("…")
                    ? "(?s:.*)"
                    : Stream.of(line.split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
            .collect(Collectors.joining("\n")));
  }

  /** What each command printed, a mark, its exit code. */
  private static List<String> run(List<Shown> all, Path scratch, String hub)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    for (Shown shown : all) {
      script.append(shown.command().replace(HUB, hub)).append('\n');
      script
          .append("printf '")
          .append(MARK)
          .append("%d")
          .append(MARK)
          .append(MARK)
          .append("' $?\n");
    }
    Path file = Files.writeString(scratch.resolve("script"), script);
    Path work = Files.createDirectory(scratch.resolve("work"));
    Path home = Files.createDirectory(scratch.resolve("home"));
    Path bin = Path.of(Launcher.PVR.path()).getParent();
    ProcessBuilder builder = new ProcessBuilder("bash", file.toString()).directory(work.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PVR_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("HUB", "http://" + hub);
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return List.of(out.split(MARK + MARK, -1));
  }
}
