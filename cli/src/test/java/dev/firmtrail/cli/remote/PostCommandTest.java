package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pvr post}, against a real hub. Each test has a device of its own with step 0. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostCommandTest {
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
    ada.set("PVR_SIGNATURES", "ignore");
  }

  @AfterAll
  void stop() {
    hub.close();
    ada.close();
  }

  @BeforeEach
  void makeDevice() throws IOException {
    turn++;
    ws = ada.workspace("ws" + turn, Map.of("app/root", "root " + turn, "a.json", "{\"n\": 1}"));
    box = "ada/box" + turn;
    device = Place.text(Place.json(ada.pvr(ws, "device", "create", "box" + turn, "--json")), "id");
  }

  private static ObjectId id(String content) {
    return ObjectId.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private void change(String content) throws IOException {
    ada.commit(ws, Map.of("app/root", content));
  }

  @Test
  void sendsOnlyWhatIsNewAndSaysTheNumber() throws IOException {
    change("a new root");
    Ran ran = ada.ok(ws, "post", "-m", "why", box);
    String id = ada.ok(ws, "id", "@").out();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            "Sent 1 objects (10 bytes); the hub had 0 already\nSuccessfully posted Revision 1 (%s) to device id %s\n"
                .formatted(id.substring(0, 8), device));
    assertThat(ada.ok(base, "id", box).out()).isEqualTo(id);
    assertThat(ada.ok(base, "id", box + "/1").out()).isEqualTo(id);
  }

  @Test
  void answersInJson() throws IOException {
    change("json root");
    JsonObject answer = Place.json(ada.pvr(ws, "post", "--json", box));
    assertThat(Place.text(answer, "revision")).isEqualTo("1");
    assertThat(Place.text(answer, "id") + "\n").isEqualTo(ada.ok(ws, "id", "@").out());
    assertThat(Place.text(answer, "device")).isEqualTo(device);
    assertThat(answer.integer("objectsSent")).contains(1L);
    assertThat(answer.integer("bytesSent")).contains(9L);
    JsonObject again = Place.json(ada.pvr(ws, "post", "--json"));
    assertThat(again.integer("objectsSent")).contains(0L);
    assertThat(again.integer("objectsAlreadyThere")).contains(1L);
  }

  @Test
  void remembersWhereItPosted() throws IOException {
    Ran never = ada.pvr(ws, "post");
    assertThat(never.code()).isEqualTo(2);
    assertThat(never.err()).contains("say where to: pvr post USER/DEVICE");
    ada.ok(ws, "post", box);
    String url = hub.url() + "/" + box;
    assertThat(Files.readString(ws.resolve(".pvr/config")))
        .isEqualTo(
            """
            {
            \t"DefaultGetUrl": "%s",
            \t"DefaultPutUrl": "%s",
            \t"DefaultPostUrl": "%s",
            \t"ObjectsDir": "%s",
            \t"AccessTokens": {},
            \t"RefreshTokens": {}
            }\
            """
                .formatted(url, url, url, ada.objects()));
    assertThat(ada.ok(ws, "post").err()).contains("Revision 2 ");
    ada.ok(ws, "post", hub.url() + "/trails/" + device);
    assertThat(Files.readString(ws.resolve(".pvr/config")))
        .contains("\"DefaultGetUrl\": \"" + url + "\"")
        .contains("\"DefaultPostUrl\": \"" + hub.url() + "/trails/" + device + "\"");
    assertThat(ada.ok(ws, "id", "3").out()).isEqualTo(ada.ok(ws, "id", "@").out());
  }

  @Test
  void takesTheNumberThatTheStepMustGet() throws IOException {
    Ran wrong = ada.pvr(ws, "post", "--rev", "5", box);
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.err()).startsWith("the step was not stored: ").contains("409");
    assertThat(ws.resolve(".pvr/config")).content().contains("\"DefaultPostUrl\": \"\"");
    assertThat(ada.ok(ws, "post", "--rev", "1", box).err()).contains("Revision 1 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2", "two", "1.0", "", "99999999999999999999"})
  void refusesWhatIsNoNumber(String rev) throws IOException {
    assertThat(ada.pvr(ws, "post", "--rev=" + rev, box).code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "{ --envelope:",
        "[] --envelope:",
        "{\"a\":1,\"a\":2} duplicate",
        "nonsense --envelope:"
      })
  void refusesABrokenEnvelopeBeforeAnythingIsSent(String envelope, String why) throws IOException {
    Ran ran = ada.pvr(ws, "--debug", "post", "-e", envelope, box);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(why).doesNotContain("GET ");
  }

  @Test
  void addsTheMembersOfTheEnvelope() throws IOException {
    ada.ok(ws, "post", "-e", "{\"commit-msg\":\"from the envelope\",\"other\":1}", box);
    assertThat(ada.ok(ws, "id", "1").out()).isEqualTo(ada.ok(ws, "id", "@").out());
  }

  @Test
  void forceSendsTheBytesAgain() throws IOException {
    String content = "forced " + turn;
    change(content);
    assertThat(ada.ok(ws, "post", "--force", box).err()).startsWith("Sent 1 objects");
    Path other = ada.workspace("other" + turn, Map.of("x", content));
    assertThat(Place.json(ada.pvr(other, "post", "--json", box)).integer("objectsSent"))
        .contains(0L);
    change("in between");
    ada.ok(ws, "post", box);
    assertThat(Place.json(ada.pvr(other, "post", "--json", "-f", box)).integer("objectsSent"))
        .contains(1L);
  }

  @Test
  void saysThatTheStateIsNotSignedAndPostsItAllTheSame() throws IOException {
    ada.set("PVR_SIGNATURES", "");
    Ran ran = ada.ok(ws, "post", box);
    ada.set("PVR_SIGNATURES", "ignore");
    assertThat(ran.err())
        .startsWith("the state is not signed; pvr sig add signs it\n")
        .contains("Successfully posted");
  }

  @Test
  void postsTheCommittedStateAndNamesAChangedWorkTree() throws IOException {
    String id = ada.ok(ws, "id", "@").out();
    Files.writeString(ws.resolve("app/root"), "not committed");
    Ran changed = ada.ok(ws, "post", box);
    assertThat(changed.err())
        .startsWith("the work tree has changes that are not committed; they are not posted\n");
    assertThat(ada.ok(base, "id", box).out()).isEqualTo(id);
    Files.writeString(ws.resolve("a.json"), "no JSON");
    Ran unreadable = ada.ok(ws, "post", box);
    assertThat(unreadable.err()).startsWith("the work tree cannot be compared").contains("a.json");
    assertThat(ada.ok(base, "id", box + "/2").out()).isEqualTo(id);
  }

  @Test
  void namesAMissingObjectBeforeAnythingIsSent() throws IOException {
    String content = "root " + turn;
    Files.delete(ada.objects().resolve(id(content).hex()));
    Ran ran = ada.pvr(ws, "--debug", "post", box);
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err())
        .contains(id(content) + " (app/root); nothing was sent")
        .doesNotContain("GET ")
        .doesNotContain("POST ");
  }

  @Test
  void refusesTargetsThatAreNone() throws IOException {
    assertThat(ada.pvr(ws, "post", "box").code()).isEqualTo(2);
    assertThat(ada.pvr(ws, "post", "a/b", "c/d").code()).isEqualTo(2);
    assertThat(ada.pvr(ws, "post", "../here").err()).contains("cannot be posted to");
    assertThat(ada.pvr(ws, "post", "ada/nobox").code()).isEqualTo(3);
    assertThat(ada.pvr(base, "post", box).err()).startsWith("no workspace");
  }

  @Test
  void aStrangerCannotPost() throws IOException {
    Place bob = new Place(Files.createDirectory(base.resolve("bob" + turn)));
    bob.person("bob" + turn, hub.url());
    Path his = bob.workspace("ws", Map.of("x", "y"));
    Ran ran = bob.pvr(his, "post", box);
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("access denied with this login");
    assertThat(ada.ok(base, "id", box).out()).isEqualTo(ada.ok(ws, "id", "@").out());
    bob.close();
  }

  @Test
  void keepsNumbersThatADoubleCannotHold() throws IOException {
    ada.commit(ws, Map.of("a.json", "{\"n\": 9007199254740993, \"x\": null}"));
    ada.ok(ws, "post", box);
    Ran clone = ada.ok(base, "clone", "--canonical", box, "numbers");
    assertThat(clone.code()).isZero();
    assertThat(base.resolve("numbers/a.json")).hasContent("{\"n\":9007199254740993,\"x\":null}");
  }
}
