package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new user does: install, use it from anywhere without the repository, take it away. */
class InstallTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("firmtrail.root"));

  @TempDir Path directory;

  private Path prefix;
  private Path home;

  @BeforeEach
  void makePlaces() throws IOException {
    prefix = directory.resolve("a prefix");
    home = Files.createDirectory(directory.resolve("home"));
  }

  private Ended install(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(REPOSITORY.resolve("install").toString()));
    command.addAll(List.of("--prefix", prefix.toString()));
    command.addAll(List.of(arguments));
    return run(new ProcessBuilder(command));
  }

  /** Runs with the installed programs on the path and nothing else of this process. */
  private Ended user(String... command) throws IOException, InterruptedException {
    List<String> found = new ArrayList<>(List.of("/usr/bin/env"));
    found.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(found).directory(home.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("HOME", home.toString(), "PATH", prefix.resolve("bin") + ":/usr/bin:/bin"));
    return run(builder);
  }

  private Ended bash(String script) throws IOException, InterruptedException {
    return user("bash", "-c", script);
  }

  private static Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, "");
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> !file.startsWith(home)).sorted().toList();
    }
  }

  @Test
  void whatIsInstalledWorksByItselfAndIsTakenAwayWhole() throws Exception {
    final List<Path> before = everything();
    install().done();

    Ended ran =
        bash("mkdir ws && cd ws && pvr init && echo x > a && pvr add && pvr commit && pvr id @");
    assertThat(ran.done().out()).containsPattern("[0-9a-f]{64}");
    assertThat(user("pvr", "help", "files").done().out()).contains(".pvr/json");
    assertThat(user("pvr", "--version").done().out()).startsWith("pvr version ");
    assertThat(user("firmtrail-hub", "--help").done().out()).contains("serve");
    assertThat(bash("FIRMTRAIL_JAVA_OPTS=-XX:AOTMode=on pvr --version").done().out())
        .as("the start-up cache fits the copied jars")
        .startsWith("pvr version ");
    assertThat(
            bash("grep -rl --exclude-dir=cache " + REPOSITORY + " \"" + prefix + "\"; true").out())
        .as("nothing leads back to the repository")
        .isEmpty();

    install("--uninstall").done();
    Files.delete(prefix);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void manualPagesAreFoundThroughThePath() throws Exception {
    Tool.needs("man");
    install().done();
    assertThat(bash("MANPATH= man -M \"$(manpath -q)\" pvr-commit | cat").out())
        .contains("PVR-COMMIT");
    assertThat(bash("man -M '" + prefix + "/share/man' pvr | cat").done().out())
        .contains("~/.pvr/auth.json");
  }

  /** Completes a line as bash does: the words split at its word breaks. */
  private String completed(String program, String... words) throws Exception {
    String script =
        "source '"
            + prefix
            + "/share/bash-completion/completions/"
            + program
            + "'\n"
            + "COMP_WORDS=("
            + program
            + " "
            + String.join(" ", words)
            + ")\n"
            + "COMP_CWORD="
            + words.length
            + "\n"
            + "$(complete -p "
            + program
            + " | sed 's/.*-F \\([^ ]*\\) .*/\\1/')\n"
            + "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
    return bash(script).done().out().strip();
  }

  @Test
  void bashCompletesCommandsMembersFlagsAndSettings() throws Exception {
    install().done();
    assertThat(completed("pvr", "statu")).isEqualTo("status");
    assertThat(completed("pvr", "device", "cr")).isEqualTo("create");
    assertThat(completed("pvr", "commit", "--mes")).isEqualTo("--message");
    assertThat(completed("pvr", "help", "form")).isEqualTo("formats");
    assertThat(completed("pvr", "config", "pag")).isEqualTo("pager");
    assertThat(completed("pvr", "--color", "=", "n")).isEqualTo("never");
    assertThat(completed("pvr", "''").lines()).contains("init", "clone", "help");
    assertThat(completed("pvr", "add", "x")).as("files are for the shell").isEmpty();
  }

  @Test
  void otherShellsTakeTheirScripts() throws Exception {
    install().done();
    Tool.needs("zsh");
    Tool.needs("fish");
    assertThat(
            bash("zsh -f -c 'autoload -U compinit; compinit -u -D; source <(pvr completion zsh); print ${_comps[pvr]}'")
                .done()
                .out())
        .isEqualTo("_pvr\n");
    assertThat(
            bash("pvr completion fish > f.fish; fish -N -c 'source f.fish; complete -C \"pvr device cr\"'")
                .done()
                .out())
        .isEqualTo("create\n");
  }

  @Test
  void aForeignProgramStaysUnlessForced() throws Exception {
    Path foreign = Files.createDirectories(prefix.resolve("bin")).resolve("pvr");
    Files.writeString(foreign, "#!/bin/sh\necho published\n");
    foreign.toFile().setExecutable(true);

    Ended refused = install();
    assertThat(refused.code()).isNotZero();
    assertThat(refused.out()).contains("did not come from here").contains("--name");
    assertThat(user("pvr").out()).isEqualTo("published\n");
    try (Stream<Path> left = Files.list(prefix)) {
      assertThat(left).containsExactly(prefix.resolve("bin"));
    }

    install("--name", "firmtrail-pvr").done();
    assertThat(user("pvr").out()).isEqualTo("published\n");
    assertThat(user("firmtrail-pvr", "--version").done().out()).startsWith("pvr version");
    assertThat(completed("firmtrail-pvr", "statu")).isEqualTo("status");
    assertThat(prefix.resolve("share/man/man1/firmtrail-pvr-add.1"))
        .content()
        .contains("firmtrail\\-pvr add");
    install("--uninstall", "--name", "firmtrail-pvr").done();
    assertThat(user("pvr").out()).isEqualTo("published\n");

    assertThat(install("--uninstall").code()).isNotZero();
    install("--force").done();
    assertThat(user("pvr", "--version").out()).startsWith("pvr version");
  }

  @Test
  void installingAgainReplacesAndTwoNamesLiveTogether() throws Exception {
    install().done();
    install("--name", "fpvr").done();
    install().done();
    try (Stream<Path> trees = Files.list(prefix.resolve("lib/firmtrail"))) {
      assertThat(trees.filter(tree -> Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)))
          .hasSize(2);
    }
    install("--uninstall").done();
    assertThat(user("fpvr", "--version").done().out()).startsWith("pvr version");
    install("--uninstall", "--name", "fpvr").done();
    assertThat(prefix).isEmptyDirectory();
  }
}
