package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** remoteinfo, stepinfo, fastcopy, putobjects and the reading of devices, against a real hub. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteCommandsTest {
  private Path base;
  private Place ada;
  private Hub hub;
  private Path ws;
  private String box;
  private String device;
  private int turn;

  @BeforeAll
  void startHub(@TempDir Path temporary) throws IOException {
    base = temporary;
    hub = Place.hub(base.resolve("hub"));
    ada = new Place(base);
    ada.person("ada", hub.url());
  }

  @AfterAll
  void stop() {
    hub.close();
    ada.close();
  }

  @BeforeEach
  void makeDevice() throws IOException {
    turn++;
    ws =
        ada.workspace(
            "ws" + turn, Map.of("app/root", "root " + turn, "app/a.json", "{\"n\": 1.50}"));
    box = "ada/box" + turn;
    device = make(ws, "box" + turn);
    ada.ok(ws, "post", "-m", "first", box);
  }

  private String make(Path workspace, String nick) throws IOException {
    return Place.text(Place.json(ada.pvr(workspace, "device", "create", nick, "--json")), "id");
  }

  @Test
  void remoteinfoPrintsWhatTheHubServes() throws IOException {
    Ran ran = ada.ok(base, "remoteinfo", box);
    assertThat(ran.out())
        .startsWith("{\n\t\"pvr-spec\": \"pvr-pantahub-1\",\n\t\"json-get-url\": \"" + hub.url())
        .contains("\"post-url\": \"" + hub.url() + "/trails/" + device + "/steps\"")
        .doesNotContain("step-get-url");
    assertThat(ada.ok(ws, "ri").out()).as("of this workspace").isEqualTo(ran.out());
    assertThat(ada.ok(ws, "remoteinfo", "-c").out().lines()).hasSize(1);
    assertThat(Place.text(Place.json(ada.pvr(ws, "remoteinfo", "--json")), "step-get-url"))
        .isEqualTo(hub.url() + "/trails/" + device + "/steps/1");
  }

  @Test
  void stepinfoPrintsTheStepOfTheReference() throws IOException {
    JsonObject newest = Place.json(ada.pvr(ws, "stepinfo"));
    assertThat(newest.integer("rev")).contains(1L);
    assertThat(newest.string("commit-msg")).contains("first");
    assertThat(Place.json(ada.pvr(base, "stepinfo", box + "/steps/0")).integer("rev")).contains(0L);
    assertThat(ada.ok(ws, "stepinfo").out()).contains("\n\t\t\t\"n\": 1.5E0\n");
    assertThat(ada.ok(ws, "stepinfo", "-c").out()).contains("\"n\":1.5E0").endsWith("}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "remoteinfo, 7, name the repository",
    "stepinfo, 7, name the repository",
    "remoteinfo x, 7, the device is missing",
    "remoteinfo ./x, 7, is on this machine",
    "remoteinfo ada/nobox, 1, access denied",
    "stepinfo a/b c/d, 1, one repository is taken",
    "fastcopy, 1, a source and a destination",
    "fastcopy a b, 7, the device is missing",
    "fastcopy ada/a b, 8, the device is missing",
    "fastcopy ada/a ada/b#x, 3, the source none",
    "fastcopy --rev x ada/a ada/b, 1, not a revision",
    "putobjects, 2, takes one URL",
    "claim, 3, takes one device",
    "claim -c x a b, 3, takes one device",
    "device get, 2, its id or nick",
    "device get a b, 1, one device",
    "device get a/b/c, 2, DEVICE or USER/DEVICE",
    "device set, 2, a device and fields",
    "device set x, 2, no field was given",
    "device set x =v, 2, a field without a name",
    "device logs --from soon, 5, neither a time nor a duration",
    "logs --rev 1 --to PT1M, 5, no --from",
    "device logs --rev x, 1, not a revision",
    "device scan, 3, not available",
    "login a b, 1, one URL"
  })
  void misuseEndsAsItAlwaysDid(String line, int code, String says) throws IOException {
    Path empty = Files.createDirectories(base.resolve("empty"));
    Ran ran = ada.pvr(empty, line.split(" ", -1));
    assertThat(ran.err()).contains(says);
    assertThat(ran.code()).isEqualTo(code);
  }

  @Test
  void fastcopyPutsOneSectionUnderAnotherName() throws IOException {
    Path other = ada.workspace("other" + turn, Map.of("app/old", "old", "keep.json", "1"));
    make(other, "other" + turn);
    Ran ran = ada.ok(base, "fastcopy", "-m", "copied", box + "#app", "ada/other" + turn + "#new");
    assertThat(ran.err())
        .matches("Successfully posted Revision 1 \\([0-9a-f]{8}\\) to device id [0-9a-f]{24}\n");
    assertThat(ran.out()).isEmpty();
    ada.ok(base, "clone", "ada/other" + turn, "copy" + turn);
    Path copy = base.resolve("copy" + turn);
    assertThat(copy.resolve("new/root")).hasContent("root " + turn);
    assertThat(copy.resolve("app/old")).hasContent("old");
    assertThat(Place.json(ada.pvr(base, "stepinfo", "ada/other" + turn)).string("commit-msg"))
        .contains("copied");
  }

  @Test
  void fastcopyOfAnOldRevisionBringsItBack() throws IOException {
    String before = ada.ok(base, "id", box).out();
    ada.commit(ws, Map.of("app/root", "changed"));
    ada.ok(ws, "post");
    assertThat(ada.ok(base, "id", box).out()).isNotEqualTo(before);
    JsonObject answer = Place.json(ada.pvr(base, "fcp", box + "/steps/1", box, "--json"));
    assertThat(answer.string("revision")).contains("3");
    assertThat(ada.ok(base, "id", box).out()).isEqualTo(before);
  }

  @Test
  void fastcopyNamesWhatTheSourceDoesNotHave() throws IOException {
    assertThat(ada.ok(base, "fastcopy", box + "#gone", box).err())
        .startsWith("the source has nothing under gone; nothing of it is copied\n");
  }

  @Test
  void fastcopyToAHubWithoutTheObjectsSaysSo() throws IOException {
    Place carol = new Place(Files.createDirectory(base.resolve("carol" + turn)));
    String nick = "carol" + turn;
    try (Hub far = Place.hub(base.resolve("far" + turn))) {
      carol.person(nick, hub.url());
      Path here = carol.workspace("here", Map.of("app/root", "of carol " + turn));
      carol.ok(here, "device", "create", "dev");
      carol.person(nick, far.url());
      Path there = carol.workspace("there", Map.of("x.json", "1"));
      carol.ok(there, "device", "create", "dev");
      String target = far.url() + "/" + nick + "/dev";
      Ran ran = carol.pvr(here, "fastcopy", hub.url() + "/" + nick + "/dev", target);
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.err())
          .contains("lacks objects of this state (1 named, such as ")
          .contains("app/root")
          .contains("none are sent here");
      assertThat(Place.json(carol.pvr(there, "stepinfo", target)).integer("rev")).contains(0L);
    }
    carol.close();
  }

  @Test
  void putobjectsSendsWhatTheHubLacks() throws IOException {
    Path more =
        ada.workspace("more" + turn, Map.of("a", "same " + turn, "b", "same " + turn, "c", "c"));
    String endpoint = hub.url() + "/objects";
    JsonObject first = Place.json(ada.pvr(more, "putobjects", "--json", endpoint));
    assertThat(first.integer("objectsSent").orElseThrow()).isPositive();
    Ran again = ada.ok(more, "putobjects", endpoint + "/");
    assertThat(again.err()).isEqualTo("Sent 0 objects (0 bytes); the hub had 2 already\n");
    assertThat(ada.ok(more, "putobjects", "-f", endpoint).err()).startsWith("Sent 2 objects");
    assertThat(ada.pvr(base, "putobjects", endpoint).code()).as("no workspace").isEqualTo(4);
    assertThat(ada.pvr(more, "putobjects", "../x").code()).isEqualTo(4);
  }

  @Test
  void aDeviceIsReadByNickByIdAndByItsOwner() throws IOException {
    Ran byNick = ada.ok(base, "device", "get", "box" + turn);
    assertThat(byNick.out()).contains("    \"id\": \"" + device + "\",\n");
    assertThat(ada.ok(base, "device", "get", device).out()).isEqualTo(byNick.out());
    assertThat(ada.ok(base, "dev", "get", box).out()).isEqualTo(byNick.out());
    assertThat(ada.pvr(base, "device", "get", "nobox").code()).isEqualTo(2);
  }

  @Test
  void psListsTheDevices() throws IOException {
    assertThat(ada.ok(base, "device", "ps").out().lines())
        .anyMatch(line -> line.contains(device.substring(0, 8)) && line.contains("box" + turn));
    assertThat(ada.ok(base, "ps", "--json").out()).startsWith("[").contains(device);
    assertThat(ada.ok(base, "ps").out())
        .startsWith("\nDEPRECATED: the pvr ps command is deprecated")
        .contains("\n     ID    ");
  }
}
