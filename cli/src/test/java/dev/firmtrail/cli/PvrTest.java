package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** The frame around the commands: how a command line is understood and how a run ends. */
class PvrTest {
  @TempDir Path directory;

  private Path ws;
  private Path home;

  @BeforeEach
  void makeDirectories() throws IOException {
    ws = Files.createDirectory(directory.resolve("ws"));
    home = Files.createDirectory(directory.resolve("home"));
  }

  /** What help says of a command by its full name. */
  static String helpOf(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addFirst("help");
    return Ran.pvr(Path.of("/"), Path.of("/nowhere"), words.toArray(String[]::new)).out();
  }

  private Ran pvr(String... arguments) {
    return Ran.pvr(ws, home, arguments);
  }

  private void workspaceWithTwoFiles() throws IOException {
    pvr("init");
    Files.createDirectory(ws.resolve("d"));
    Files.writeString(ws.resolve("a.txt"), "a");
    Files.writeString(ws.resolve("d/b.json"), "{\"n\": 1.50, \"x\": null}");
  }

  @Test
  void refusesAnUnknownCommandInTheOldWords() {
    assertThat(pvr("nope")).isEqualTo(new Ran(3, "", "No help topic for 'nope'\n"));
  }

  @Test
  void refusesAnUnknownFlagBeforeAndAfterTheCommand() {
    assertThat(pvr("--nope", "status").err())
        .startsWith("Incorrect Usage: flag provided but not defined: -nope");
    assertThat(pvr("status", "-nope=1").err())
        .startsWith("Incorrect Usage: flag provided but not defined: -nope");
    assertThat(pvr("status", "-nope").code()).isEqualTo(1);
    assertThat(pvr("commit", "-m").err()).startsWith("Incorrect Usage: flag needs an argument: -m");
  }

  @Test
  void neverBundlesLetters() {
    assertThat(pvr("init", "-os").err()).contains("not defined: -os");
  }

  @Test
  void showsEveryCommandWithoutArguments() {
    Ran help = pvr();
    assertThat(help.code()).isZero();
    for (Command command : Commands.all()) {
      assertThat(help.out())
          .contains(command.names().getFirst())
          .contains(command.manual().summary());
    }
    assertThat(Files.exists(home.resolve(".pvr"))).as("help makes no files").isFalse();
  }

  @Test
  void everyNameAndAliasLeadsToItsCommand() {
    for (CommandPath path : Commands.paths()) {
      for (String name : path.command().names()) {
        List<String> words = new ArrayList<>(List.of(path.name().split(" ")));
        words.set(words.size() - 1, name);
        words.add("--help");
        assertThat(pvr(words.toArray(String[]::new)).out())
            .isEqualTo(helpOf(path.name()))
            .contains(path.command().manual().summary())
            .contains("Examples:");
      }
    }
  }

  @Test
  void aGroupAloneShowsItsMembersAndRefusesOthers() {
    assertThat(pvr("device").out()).isEqualTo(helpOf("device")).contains("create");
    assertThat(pvr("device").code()).isZero();
    assertThat(pvr("dev", "nope")).isEqualTo(new Ran(3, "", "No help topic for 'device nope'\n"));
    assertThat(pvr("help", "device", "nope").code()).isEqualTo(3);
    assertThat(pvr("device", "help", "cr").out()).isEqualTo(helpOf("device create"));
  }

  @Test
  void aFlagBeforeTheMembersNameCounts() {
    assertThat(pvr("device", "--help", "create").out()).isEqualTo(helpOf("device"));
    assertThat(pvr("device", "--verbose", "create", "a", "b").err()).contains("CommandFailure");
    assertThat(pvr("device", "create", "a", "b").err()).doesNotContain("CommandFailure");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-m=why", "--m=why", "-message=why", "--message=why"})
  void takesOneDashOrTwoForEveryName(String flag) throws IOException {
    workspaceWithTwoFiles();
    pvr("add");
    assertThat(pvr("commit", flag).code()).isZero();
    assertThat(ws.resolve(".pvr/commitmsg")).hasContent("why");
  }

  @Test
  void takesFlagsBeforeAndAfterOtherArguments() throws IOException {
    workspaceWithTwoFiles();
    assertThat(pvr("add", "d/b.json", "--raw").code()).isZero();
    assertThat(pvr("json", "-c").out()).doesNotContain("\"n\"");
    assertThat(pvr("add", "--raw=false", "a.txt").code()).isZero();
    assertThat(pvr("add", "--", "-dash").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "on", "2", "TrUe", "y"})
  void refusesAVariableThatIsNoBoolean(String word) {
    Ran ran = Ran.with(ws, home, Map.of("PVR_DEBUG", word), Terminals.NONE, "init");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith("PVR_DEBUG: could not parse " + word + " as a bool value");
    assertThat(ws.resolve(".pvr")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "t", "T", "true", "TRUE", "True"})
  void takesTheWordsForTrue(String word) throws IOException {
    workspaceWithTwoFiles();
    pvr("add");
    Ran diff = Ran.with(ws, home, Map.of("PVR_COMPAT", word), Terminals.NONE, "diff");
    assertThat(diff.out()).contains("\"n\": 1.5,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "f", "F", "false", "FALSE", "False"})
  void takesTheWordsForFalse(String word) throws IOException {
    workspaceWithTwoFiles();
    pvr("add");
    Ran diff = Ran.with(ws, home, Map.of("PVR_COMPAT", word), Terminals.NONE, "diff");
    assertThat(diff.out()).contains("\"n\": 1.50,");
  }

  @Test
  void aFlagOverrulesItsVariable() throws IOException {
    workspaceWithTwoFiles();
    pvr("add");
    Map<String, String> compat = Map.of("PVR_COMPAT", "1");
    assertThat(Ran.with(ws, home, compat, Terminals.NONE, "--compat=false", "diff").out())
        .contains("1.50");
    assertThat(Ran.with(ws, home, compat, Terminals.NONE, "diff", "--compat=false").out())
        .contains("1.50");
  }

  @Test
  void answersInJsonThatTwoReadersAgreeOn() throws IOException, JsonException {
    workspaceWithTwoFiles();
    List<List<String>> lines =
        List.of(
            List.of("--json", "init"),
            List.of("add", "--json"),
            List.of("-json", "status"),
            List.of("diff", "--json"),
            List.of("json", "--json"),
            List.of("id", "--json"),
            List.of("commit", "-m", "x", "--json"),
            List.of("id", "@", "--json"),
            List.of("checkout", "--json"),
            List.of("fsck", "--json"),
            List.of("global-config", "--json"),
            List.of("--version", "--json"));
    for (List<String> line : lines) {
      Ran ran = pvr(line.toArray(String[]::new));
      assertThat(ran.code()).as("%s: %s", line, ran.err()).isZero();
      String compact =
          JsonWriter.CANONICAL.text(
              JsonReader.readObject(ran.out().getBytes(StandardCharsets.UTF_8)));
      assertThat(new ObjectMapper().readTree(ran.out()))
          .isEqualTo(new ObjectMapper().readTree(compact));
    }
  }

  @Test
  void worksInADirectoryBelowTheWorkspace() throws IOException {
    workspaceWithTwoFiles();
    Ran add = Ran.pvr(ws.resolve("d"), home, "add", ".");
    assertThat(add.code()).as(add.err()).isZero();
    assertThat(Ran.pvr(ws.resolve("d"), home, "status").out()).isEqualTo("A d/b.json\n? a.txt\n");
  }

  @Test
  void saysThatThereIsNoWorkspaceAndHowToMakeOne() {
    Ran status = pvr("status");
    assertThat(status.code()).isEqualTo(3);
    assertThat(status.err()).startsWith("no workspace").contains("pvr init");
    assertThat(pvr("commit").code()).isEqualTo(1);
    Ran json = pvr("json");
    assertThat(json.out()).isEqualTo("{\n\t\"#spec\": \"pantavisor-service-system@1\"\n}\n");
    assertThat(json.err()).startsWith("no workspace");
  }

  @Test
  void makesTheConfigurationDirectoryForItsOwnerAlone() throws IOException {
    pvr("init");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(".pvr"))))
        .isEqualTo("rwx------");
    assertThat(home.resolve(".pvr/config.json"))
        .hasContent("{\"Spec\":\"1\",\"AutoUpgrade\":true,\"DistributionTag\":\"develop\"}");
  }

  @Test
  void saysWhichConfigurationDirectoryCannotBeMade() throws IOException {
    Files.writeString(ws.resolve("file"), "");
    Ran ran = pvr("--config-dir", "file/below", "init");
    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.err())
        .startsWith("cannot make the configuration directory")
        .contains("--config-dir");
  }

  @Test
  void coloursOnlyATerminalThatWantsIt() throws IOException {
    workspaceWithTwoFiles();
    Terminals terminal = new Terminals(true, true, true);
    assertThat(Ran.with(ws, home, Map.of(), terminal, "status").out()).contains("\u001b[");
    assertThat(Ran.with(ws, home, Map.of("NO_COLOR", "1"), terminal, "status").out())
        .doesNotContain("\u001b");
    assertThat(Ran.with(ws, home, Map.of("TERM", "dumb"), terminal, "status").out())
        .doesNotContain("\u001b");
    assertThat(pvr("status").out()).isEqualTo("? a.txt\n? d/b.json\n");
  }

  @Test
  void keepsANameFromDrivingTheTerminal() throws IOException {
    workspaceWithTwoFiles();
    Files.writeString(ws.resolve("e\u001b[2J"), "");
    assertThat(
            Ran.with(ws, home, Map.of("NO_COLOR", "1"), new Terminals(false, true, false), "status")
                .out())
        .doesNotContain("\u001b")
        .contains("? e\\u{1b}[2J");
    assertThat(pvr("status").out()).contains("? e\u001b[2J\n");
  }

  @Test
  void showsTheCausesOnlyWhenAsked() throws IOException {
    pvr("init");
    Files.writeString(ws.resolve(".pvr/json"), "not json");
    assertThat(pvr("status").err().lines()).hasSize(1);
    assertThat(pvr("status").code()).isEqualTo(2);
    assertThat(pvr("status", "--verbose").err()).contains("\tat dev.firmtrail");
  }

  private Ran intoA(String brokenBy, String... arguments) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(brokenBy);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            ws,
            home,
            Map.of("HOME", home.toString()),
            InputStream.nullInputStream(),
            broken,
            err,
            Clock.systemUTC(),
            Terminals.NONE);
    return new Ran(Pvr.run(List.of(arguments), session), "", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void failsWhenItsAnswerCannotBeWritten() throws IOException {
    workspaceWithTwoFiles();
    Ran small = intoA("No space left on device", "status");
    assertThat(small.code()).isEqualTo(1);
    assertThat(small.err()).contains("standard output").contains("No space left on device");
    for (int i = 0; i < 400; i++) {
      Files.createFile(ws.resolve("a-long-name-so-that-the-buffer-is-soon-full-" + i));
    }
    assertThat(intoA("No space left on device", "status")).isEqualTo(small);
  }

  @Test
  void saysNothingWhenTheReaderOfAPipeHasGone() throws IOException {
    workspaceWithTwoFiles();
    assertThat(intoA("Broken pipe", "status")).isEqualTo(new Ran(1, "", ""));
  }

  @Test
  void namesWhatAStateCannotHoldOneLineAKind() throws IOException {
    pvr("init");
    Files.writeString(ws.resolve("tool"), "x");
    Files.setPosixFilePermissions(ws.resolve("tool"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(ws.resolve("link"), Path.of("tool"));
    Files.createSymbolicLink(ws.resolve("dangling"), Path.of("nowhere"));
    Files.createDirectory(ws.resolve("empty"));
    Ran add = pvr("add");
    assertThat(add.code()).isZero();
    assertThat(add.out()).isEmpty();
    assertThat(add.err().lines())
        .containsExactly(
            "links to files, kept as the files they lead to: link",
            "links to directories or to nothing, not kept: dangling",
            "modes other than that of a plain file, not kept: link, tool",
            "empty directories, not kept: empty");
  }

  @Test
  void fsckNamesWhatIsBadAndRepairsItFromAnotherStore() throws IOException {
    workspaceWithTwoFiles();
    Files.writeString(ws.resolve("c.txt"), "c");
    pvr("add");
    pvr("commit");
    assertThat(pvr("fsck").code()).isZero();
    Path pool = home.resolve(".pvr/objects");
    String a = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    String c = "2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6";
    Path backup = Files.createDirectory(directory.resolve("backup"));
    Files.copy(pool.resolve(a), backup.resolve(a));
    Files.copy(pool.resolve(c), backup.resolve(c));
    Files.delete(pool.resolve(a));
    Files.writeString(pool.resolve(c), "x");
    Ran fsck = pvr("fsck");
    assertThat(fsck.code()).isEqualTo(10);
    assertThat(fsck.out()).isEqualTo("missing " + a + " a.txt\ncorrupt " + c + " c.txt\n");
    assertThat(pvr("fsck", "--repair-from", backup.toString()).code()).isZero();
    assertThat(pvr("fsck").out()).isEmpty();
    assertThat(pvr("fsck", "--repair-from", "nowhere").code()).isEqualTo(1);
  }

  @Test
  void changesGlobalSettingsOnlyToWhatTheyCanBe() throws IOException {
    Path file = home.resolve(".pvr/config.json");
    assertThat(pvr("global-config", "AutoUpgrade=false", "DistributionTag=x", "Nope=1").out())
        .isEqualTo(
            "{\n    \"Spec\": \"1\",\n    \"AutoUpgrade\": false,\n    \"DistributionTag\": \"x\"\n}\n");
    String before = Files.readString(file);
    assertThat(before)
        .isEqualTo("{\"Spec\":\"1\",\"AutoUpgrade\":false,\"DistributionTag\":\"x\"}");
    assertThat(pvr("global-config", "AutoUpgrade=maybe").code()).isEqualTo(2);
    assertThat(file).hasContent(before);
  }
}
