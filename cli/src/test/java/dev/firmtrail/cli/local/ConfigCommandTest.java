package dev.firmtrail.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.Session.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings come from flags, the environment, the workspace and the user, in that order. */
class ConfigCommandTest {
  @TempDir Path directory;

  private Path ws;
  private Path home;

  @BeforeEach
  void makeWorkspace() throws IOException {
    ws = Files.createDirectory(directory.resolve("ws"));
    home = Files.createDirectory(directory.resolve("home"));
    pvr("init");
  }

  private Ran pvr(String... arguments) {
    return Ran.pvr(ws, home, arguments);
  }

  private Ran with(Map<String, String> environment, String... arguments) {
    return Ran.with(ws, home, environment, Terminals.NONE, arguments);
  }

  private String origin(Map<String, String> environment, String... before) {
    String[] words = Arrays.copyOf(before, before.length + 3);
    words[before.length] = "config";
    words[before.length + 1] = "--show-origin";
    words[before.length + 2] = "compat";
    return with(environment, words).out();
  }

  @Test
  void eachPlaceOverrulesTheNext() {
    assertThat(origin(Map.of())).isEqualTo("default\tcompat=false\n");
    assertThat(pvr("config", "compat", "true")).isEqualTo(new Ran(0, "", ""));
    assertThat(origin(Map.of()))
        .isEqualTo("user " + home.resolve(".pvr/firmtrail.json") + "\tcompat=true\n");
    pvr("config", "--workspace", "compat", "f");
    assertThat(origin(Map.of()))
        .isEqualTo("workspace " + ws.resolve(".pvr/firmtrail.json") + "\tcompat=false\n");
    assertThat(origin(Map.of("PVR_COMPAT", "1"))).isEqualTo("environment PVR_COMPAT\tcompat=1\n");
    assertThat(origin(Map.of("PVR_COMPAT", "1"), "--compat=false"))
        .isEqualTo("flag --compat\tcompat=false\n");
  }

  @Test
  void aSettingDoesWhatItsVariableWould() throws IOException {
    Files.writeString(ws.resolve("n.json"), "{\"n\": 1.50}");
    pvr("add");
    assertThat(pvr("diff").out()).contains("1.50");
    pvr("config", "--workspace", "compat", "true");
    assertThat(pvr("diff").out()).doesNotContain("1.50");
    assertThat(Ran.pvr(Files.createDirectory(ws.resolve("d")), home, "diff").out())
        .doesNotContain("1.50");
    assertThat(with(Map.of("PVR_COMPAT", "false"), "diff").out()).contains("1.50");
    pvr("commit");

    pvr("config", "canonical", "true");
    Files.delete(ws.resolve("n.json"));
    pvr("checkout");
    assertThat(ws.resolve("n.json")).hasContent("{\"n\":1.5E0}");
  }

  @Test
  void newWorkspacesKeepTheirObjectsWhereTheUserSays() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    pvr("config", "objects", elsewhere.toString());
    Path second = Files.createDirectory(directory.resolve("second"));
    Ran.pvr(second, home, "init");
    assertThat(second.resolve(".pvr/config")).content().contains(elsewhere.toString());
  }

  @Test
  void aWorkspaceFromAStrangerSendsNothingElsewhere() throws IOException {
    Files.writeString(
        ws.resolve(".pvr/firmtrail.json"),
        "{\"settings\": {\"pager\": \"touch x\", \"baseurl\": \"http://evil.example\", \"compat\": true}}");

    Ran listed = pvr("config");
    assertThat(listed.out())
        .contains("baseurl=https://api.pantahub.com\n")
        .contains("pager=less -FRX\n")
        .contains("compat=true\n");
    assertThat(listed.err().lines())
        .containsExactlyInAnyOrder(
            ws.resolve(".pvr/firmtrail.json") + ": a workspace may not set pager; it is not heeded",
            ws.resolve(".pvr/firmtrail.json")
                + ": a workspace may not set baseurl; it is not heeded");
    for (String name : new String[] {"baseurl", "repo-baseurl", "http-proxy", "objects", "pager"}) {
      Ran refused = pvr("config", "--workspace", name, "http://evil.example");
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains(name + " cannot be set in a workspace");
    }
  }

  @Test
  void unsetTakesAwayWhatWasSetAndNothingElse() throws IOException {
    Path file = home.resolve(".pvr/firmtrail.json");
    Files.writeString(file, "{\"hub\": \"https://hub.example\", \"other\": [1]}");
    pvr("config", "color", "never");
    assertThat(file).content().contains("\"settings\"").contains("https://hub.example");
    assertThat(pvr("config", "baseurl").out()).isEqualTo("https://hub.example\n");
    pvr("config", "--unset", "color");
    assertThat(file).content().doesNotContain("settings").contains("\"other\"");
    pvr("config", "--workspace", "color", "never");
    pvr("config", "--workspace", "--unset", "color");
    assertThat(ws.resolve(".pvr/firmtrail.json")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoSettingOrNoValue() {
    assertThat(pvr("config", "colour"))
        .isEqualTo(
            new Ran(
                2, "", "there is no setting colour; pvr config lists them\nDid you mean color?\n"));
    assertThat(pvr("config", "compat", "yes").err())
        .startsWith("compat is true or false, not 'yes'");
    assertThat(pvr("config", "color", "always").code()).isEqualTo(2);
    assertThat(pvr("config", "objects", "here").code()).isEqualTo(2);
    assertThat(pvr("config", "baseurl", "hub.example").code()).isEqualTo(2);
    assertThat(pvr("config", "a", "b", "c").code()).isEqualTo(2);
    assertThat(pvr("config", "--unset").code()).isEqualTo(2);
    assertThat(pvr("config", "--user", "--workspace").code()).isEqualTo(2);
    assertThat(Ran.pvr(home, home, "config", "--workspace", "compat", "true").err())
        .startsWith("no workspace here or above");
  }

  @Test
  void namesAFileThatCannotBeUsed() throws IOException {
    Path file = ws.resolve(".pvr/firmtrail.json");
    Files.writeString(file, "{\"settings\": {\"compat\": \"maybe\"}}");
    Ran ran = pvr("status");
    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.err()).startsWith("cannot use " + file + ": \"maybe\": compat is true or false");
    Files.writeString(file, "nonsense");
    assertThat(pvr("status").code()).isEqualTo(4);
    assertThat(pvr("help").code()).isZero();
  }

  @Test
  void theFileOfThePublishedProgramStaysAsItIs() throws IOException {
    byte[] before = Files.readAllBytes(ws.resolve(".pvr/config"));
    pvr("config", "--workspace", "compat", "true");
    assertThat(ws.resolve(".pvr/config")).hasBinaryContent(before);
  }
}
