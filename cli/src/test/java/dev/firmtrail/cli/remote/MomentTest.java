package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.hub.HubConfig;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * References to what a device ran at a moment, against a real hub. The device says at 14:00 that it
 * runs step 0, at 14:10 step 1, at 14:20 again step 1, and at 14:30 something that is no step.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MomentTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private Path base;
  private Hub hub;
  private Place ada;
  private Place bob;
  private Path ws;
  private final String[] ids = new String[3];

  private void clock(String time) {
    now.set(Instant.parse("2026-05-03T" + time + ":00Z"));
  }

  @BeforeAll
  void live(@TempDir Path temporary) throws IOException {
    base = temporary;
    clock("13:50");
    hub = Hub.start(HubConfig.loopback(base.resolve("hub")), now::get);
    ada = new Place(base.resolve("ada"));
    ada.person("ada", hub.url());
    bob = new Place(base.resolve("bob"));
    bob.person("bob", hub.url());
    ws = ada.workspace("ws", Map.of("a.json", "{\"n\": 0}", "root", "zero"));
    ids[0] = ada.ok(ws, "id", "@").out();
    JsonObject made = Place.json(ada.pvr(ws, "device", "create", "box", "--json"));
    for (int rev = 1; rev < ids.length; rev++) {
      ada.commit(ws, Map.of("root", "step " + rev));
      ids[rev] = ada.ok(ws, "id", "@").out();
      ada.ok(ws, "post", "ada/box");
    }
    try (Place box = new Place(base.resolve("box"))) {
      Place.good(
          box.typing(
              Place.text(made, "prn") + "\n" + Place.text(made, "secret") + "\n",
              box.base,
              "login",
              hub.url().toString()));
      box.set("PVR_BASEURL", hub.url().toString());
      say(box, "14:00", "0");
      say(box, "14:10", "1");
      say(box, "14:20", "1");
      say(box, "14:30", "locals/x");
    }
    clock("14:40");
  }

  private void say(Place box, String time, String revision) throws IOException {
    clock(time);
    box.ok(box.base, "device", "set", "box", "pantavisor.revision=" + revision, "time=" + time);
  }

  @AfterAll
  void stop() {
    hub.close();
    ada.close();
    bob.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-03T14:00Z, 0, 4",
    "2026-05-03T14:10:00Z, 1, 5",
    "2026-05-03T14:15Z, 1, 5",
    "2026-05-03T16:15:30.5+02:00, 1, 5",
    "2026-05-03T05:44:30-08:45, CHANGED, 0",
    "2026-05-03T14:20:00.000000001Z, CHANGED, 0"
  })
  void aCloneIsOfTheStepThatTheDeviceClaimed(String time, String rev, int event)
      throws IOException {
    Path directory = Files.createTempDirectory(base, "turn");
    Ran ran = ada.pvr(directory, "clone", hub.url() + "/ada/box@" + time, "copy");
    if (rev.equals("CHANGED")) {
      assertThat(ran.code()).isEqualTo(7);
      assertThat(ran.err()).contains("that is not known (changed)");
      assertThat(directory).isEmptyDirectory();
      return;
    }
    Place.good(ran);
    assertThat(ran.err())
        .contains("ran step " + rev + " at ", "claimed by the device at ", ", event " + event);
    Path copy = directory.resolve("copy");
    assertThat(ada.ok(copy, "id", "@").out()).isEqualTo(ids[Integer.parseInt(rev)]);
    Path same = directory.resolve("same");
    ada.ok(directory, "clone", hub.url() + "/ada/box/steps/" + rev, "same");
    for (String file : new String[] {".pvr/json", ".pvr/config", "root", "a.json"}) {
      assertThat(copy.resolve(file)).hasSameBinaryContentAs(same.resolve(file));
    }
  }

  @Test
  void aGapIsRefusedWithWhatIsKnownOnBothSides() throws IOException {
    Ran ran = ada.pvr(base, "clone", "ada/box@2026-05-03T14:05Z", "gap");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains(
            "cannot say what " + hub.url() + "/ada/box ran at 2026-05-03T14:05:00Z",
            "(changed)",
            "Before: " + hub.url() + "/ada/box/steps/0 at 2026-05-03T14:00:00Z, event ",
            "After: " + hub.url() + "/ada/box/steps/1 at 2026-05-03T14:10:00Z, event ");
    assertThat(ada.pvr(base, "clone", "ada/box@2026-05-03T14:35Z", "gap").err())
        .contains("(left at 2026-05-03T14:30:00Z, event ", "elsewhere)", "After: nothing");
    assertThat(ada.pvr(base, "clone", "ada/box@2020-05-03T14:35Z", "gap").err())
        .contains("(not-begun)", "Before: nothing");
    assertThat(base.resolve("gap")).doesNotExist();
  }

  @Test
  void whateverTakesAStateTakesThatOfAMoment() throws IOException {
    String then = "@2026-05-03T14:12Z";
    assertThat(ada.ok(ws, "id", hub.url() + "/ada/box" + then).out()).isEqualTo(ids[1]);
    assertThat(ada.ok(ws, "id", "ada/box" + then + "#root,a.json").out()).isEqualTo(ids[1]);
    assertThat(ada.ok(ws, "inspect", "ada/box" + then).out())
        .isEqualTo(ada.ok(ws, "inspect", "ada/box/steps/1").out());
    assertThat(ada.ok(ws, "stepinfo", "ada/box" + then).out())
        .isEqualTo(ada.ok(ws, "stepinfo", "ada/box/steps/1").out());
    assertThat(ada.ok(ws, "show", "ada/box" + then).out())
        .isEqualTo(ada.ok(ws, "show", "ada/box/steps/1").out());
    Path other = ada.workspace("other", Map.of());
    ada.ok(other, "get", "ada/box" + then);
    assertThat(ada.ok(other, "id", "@").out()).isEqualTo(ids[1]);
    assertThat(Files.readString(other.resolve(".pvr/config"))).contains("/ada/box/steps/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada/box@2026-05-03T14:03",
        "ada/box@2026-05-03T14:03:60Z",
        "ada/box@2026-02-30T14:03Z",
        "ada/box@2026-05-03T24:03Z",
        "ada/box@2026-05-03T14:03+19:00",
        "ada/box@2026-05-03T14:03:00,5Z",
        "ada/box@2026-05-03T14:03z"
      })
  void whatNoClockShowsIsRefusedBeforeAnybodyIsAsked(String reference) throws IOException {
    Ran ran = ada.pvr(base, "clone", reference, "no");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.err()).contains("a moment is written with its zone");
  }

  @Test
  void aTimeOfFourHundredDigitsIsRefused() throws IOException {
    Ran ran = ada.pvr(base, "clone", "ada/box@2026-05-03T14:03:00." + "0".repeat(400) + "Z", "no");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.err()).contains("a moment is written with its zone");
  }

  @Test
  void theFutureAndAStepWithAMomentAreRefused() throws IOException {
    assertThat(ada.pvr(base, "clone", "ada/box@2026-05-03T14:41Z", "no").err())
        .contains("this is yet to come");
    assertThat(ada.pvr(base, "clone", "ada/box/steps/1@2026-05-03T14:12Z", "no").err())
        .contains("it names a step already");
    assertThat(ada.pvr(base, "clone", "./ws@2026-05-03T14:12Z", "no").code()).isEqualTo(7);
    assertThat(ada.pvr(ws, "post", "ada/box@2026-05-03T14:12Z").err())
        .contains("only what it had then can be taken");
  }

  @Test
  void anAtSignElsewhereIsNoMoment() throws IOException {
    Path here = Files.createDirectory(base.resolve("here@2026-05-03T14:12Z"));
    ada.ok(here, "init");
    ada.ok(base, "clone", "here@2026-05-03T14:12Z", "of-a-file");
    for (String reference :
        new String[] {"ada/box@latest", "ada@2026-05-03/box", "ada/box#root@2026-05-03T14:12Z"}) {
      assertThat(ada.pvr(base, "clone", reference, "no").err())
          .as(reference)
          .doesNotContain("moment", "claimed");
    }
  }

  @Test
  void othersLearnNothing() throws IOException {
    Ran ran = bob.pvr(bob.base, "clone", hub.url() + "/ada/box@2026-05-03T14:12Z", "no");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.err()).contains("access denied with this login").doesNotContain("step 1");
  }
}
