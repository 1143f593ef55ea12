package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colours and a pager are for a person at a terminal, and leave it as it was. */
class TerminalTest {
  private static final String RED = "\u001b[31m";

  @TempDir Path directory;

  @BeforeEach
  void needPython() {
    Tool.needs("python3");
    Tool.needs("less");
  }

  /**
   * Runs at a terminal; {@code dialogue} is what is waited for and then typed, see {@code
   * terminal.py}.
   */
  private String at(Map<String, String> environment, List<String> dialogue, String... arguments)
      throws IOException, InterruptedException {
    Path script = directory.resolve("terminal.py");
    try (InputStream source = TerminalTest.class.getResourceAsStream("/terminal.py")) {
      Files.write(script, source.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    command.addAll(
        List.of(
            "PATH=" + System.getenv("PATH"), "HOME=" + directory, "TERM=xterm", "LC_ALL=C.UTF-8"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of("python3", script.toString()));
    command.addAll(dialogue);
    command.addAll(List.of("--", Launcher.PVR.path()));
    command.addAll(List.of(arguments));
    Path workspace = Files.createDirectories(directory.resolve("ws"));
    return Tool.says(workspace, command.toArray(String[]::new));
  }

  private void longDiff() throws IOException, InterruptedException {
    at(Map.of(), List.of(), "init");
    String members =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "\"member-" + i + "\": " + i)
            .collect(Collectors.joining(",\n"));
    Files.writeString(directory.resolve("ws/long.json"), "{" + members + "}");
    at(Map.of(), List.of(), "add");
  }

  @Test
  void aPagerShowsLongTextsAtATerminalOnly() throws Exception {
    Map<String, String> marked = Map.of("PVR_PAGER", "sed s/^/PAGED:/");
    assertThat(at(marked, List.of(), "help"))
        .contains("PAGED:Usage")
        .contains("\nexit 0\nterminal as before\n");
    assertThat(at(Map.of("PAGER", "sed s/^/OTHER:/"), List.of(), "help", "files"))
        .contains("OTHER:");
    assertThat(at(Map.of("PVR_PAGER", "cat", "PAGER", "false"), List.of(), "help"))
        .contains("Usage")
        .contains("exit 0");

    Person person = new Person("ada", directory.resolve("home"));
    Path out = directory.resolve("out");
    Process piped = person.start(directory, out, Person.pvr("help"), marked);
    assertThat(piped.waitFor()).isZero();
    assertThat(out).content(StandardCharsets.UTF_8).contains("Usage").doesNotContain("PAGED");
  }

  @Test
  void aShortTextComesBackToThePromptByItself() throws Exception {
    at(Map.of(), List.of(), "init");
    assertThat(at(Map.of(), List.of(), "diff"))
        .contains("{}")
        .contains("\nexit 0\nterminal as before\n");
  }

  @Test
  void leavingThePagerEarlyIsNoFailure() throws Exception {
    longDiff();
    assertThat(at(Map.of(), List.of("member-", "q"), "diff"))
        .doesNotContain("Broken pipe")
        .contains("\nexit 0\nterminal as before\n");
  }

  @Test
  void ctrlCInThePagerLeavesTheTerminalAsItWas() throws Exception {
    longDiff();
    assertThat(at(Map.of(), List.of("member-", "\\x03", "thread:pager", "q"), "diff"))
        .endsWith("exit 130\nterminal as before\n");
  }

  @Test
  void aMissingPagerHidesNothing() throws Exception {
    assertThat(at(Map.of("PVR_PAGER", "no-such-program"), List.of(), "help")).contains("exit 0");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() throws Exception {
    at(Map.of(), List.of(), "init");
    Files.writeString(directory.resolve("ws/a"), "a");
    at(Map.of(), List.of(), "add");
    at(Map.of(), List.of(), "commit");
    Files.delete(directory.resolve("ws/a"));

    assertThat(at(Map.of(), List.of(), "status")).contains(RED + "D");
    assertThat(at(Map.of("NO_COLOR", "1"), List.of(), "status"))
        .contains("D a")
        .doesNotContain("\u001b");
    assertThat(at(Map.of("TERM", "dumb"), List.of(), "status")).doesNotContain("\u001b");
    assertThat(at(Map.of(), List.of(), "--color=never", "status")).doesNotContain("\u001b");
    at(Map.of(), List.of(), "config", "color", "never");
    assertThat(at(Map.of(), List.of(), "status")).contains("D a").doesNotContain("\u001b");
  }
}
