package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conversations that published clients have with a hub, from the first 401 to the last byte.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationTest {
  private static final String CONTENT = "the kernel";

  private TestHub hub;
  private String alice;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  @Test
  void postsAStepAndGivesTheSameBytesBack() {
    DeviceLogin device = hub.deviceWithTrail(alice, "post");
    Reply remote = hub.get("/trails/" + device.id() + "/.pvrremote", alice);
    Reply announced =
        hub.post(
            remote.string("objects-endpoint") + "/",
            alice,
            TestHub.announcement(CONTENT, "bsp/kernel.img"));
    assertThat(announced.status()).isEqualTo(200);
    Reply uploaded = hub.put(announced.string("signed-puturl"), CONTENT);
    assertThat(uploaded.status()).isEqualTo(200);
    assertThat(uploaded.text()).isEmpty();

    JsonObject state = TestHub.state("bsp/kernel.img", announced.string("id"));
    Reply posted =
        hub.call(
            "POST",
            remote.string("post-url"),
            Optional.of(alice),
            Optional.of(JsonWriter.CANONICAL.text(TestHub.step(-1, state))),
            Map.of("Content-Type", "text/plain; charset=utf-8"));
    assertThat(posted.status()).isEqualTo(200);
    assertThat(posted.json().integer("rev")).contains(1L);
    assertThat(posted.string("trail-id")).isEqualTo(device.id());

    Reply stored = hub.get("/trails/" + device.id() + "/steps/1/state", alice);
    assertThat(stored.text().getBytes(StandardCharsets.UTF_8))
        .isEqualTo(valid(state).canonicalBytes());
    assertThat(posted.string("state-sha")).isEqualTo(valid(state).id().hex());
    String bytes =
        hub.get("/trails/" + device.id() + "/steps/1/objects/" + announced.string("id"), alice)
            .string("signed-geturl");
    assertThat(hub.call("GET", bytes, Optional.empty(), Optional.empty(), Map.of()).text())
        .isEqualTo(CONTENT);
  }

  @Test
  void saysThatAnObjectIsThereOnlyOnceItIs() {
    JsonObject announcement = TestHub.announcement("said twice", "a");
    assertThat(hub.post("/objects/", alice, announcement).status()).isEqualTo(200);
    Reply second = hub.post("/objects/", alice, announcement);
    assertThat(second.status()).isEqualTo(200);
    hub.put(second.string("signed-puturl"), "said twice");
    Reply third = hub.post("/objects/", alice, announcement);
    assertThat(third.status()).isEqualTo(409);
    assertThat(third.header("Pantahub-Object-Type")).contains("object");
    assertThat(third.json().members().sequencedKeySet())
        .containsExactlyElementsOf(second.json().members().sequencedKeySet());
    assertThat(hub.put(third.string("signed-puturl"), "said twice").status()).isEqualTo(200);
  }

  @Test
  void doesNotGiveAnotherOwnersBytesToWhoeverKnowsTheirHash() {
    String id = hub.object(alice, "alice's secret firmware", "a");
    String mallory = hub.account("mallory");
    Reply announced =
        hub.post("/objects/", mallory, TestHub.announcement("alice's secret firmware", "a"));
    assertThat(announced.status()).isEqualTo(200);
    assertThat(
            hub.call(
                    "GET",
                    announced.string("signed-geturl"),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of())
                .status())
        .isEqualTo(404);
    DeviceLogin device = hub.deviceWithTrail(mallory, "thief");
    Reply posted =
        hub.post(
            "/trails/" + device.id() + "/steps",
            mallory,
            TestHub.step(-1, TestHub.state("stolen", id)));
    assertThat(posted.status()).isEqualTo(400);
    assertThat(posted.string("msg")).contains("stolen").contains(id);
    assertThat(hub.get("/objects/" + id + "/blob", hub.account("nobody")).status()).isEqualTo(403);
  }

  @Test
  void asksAnOldClientForAPasswordWhenTheDeviceIsPrivate() {
    DeviceLogin device = hub.deviceWithTrail(alice, "private");
    String path = "/trails/" + device.id() + "/.pvrremote";
    Reply first = hub.call("GET", path, Optional.empty(), Optional.empty(), Map.of());
    assertThat(first.status()).isEqualTo(401);
    assertThat(first.header("WWW-Authenticate"))
        .contains("JWT realm=\"pantahub services\", ph-aeps=\"" + hub.hub().url() + "/auth\"");
    assertThat(hub.get(path, hub.anonymous()).status()).isEqualTo(403);
    assertThat(hub.get("/trails/0123456789abcdef01234567/.pvrremote", hub.anonymous()).status())
        .isEqualTo(403);
    assertThat(hub.get("/alice/private/.pvrremote", hub.anonymous()).status()).isEqualTo(403);
    assertThat(hub.get("/alice/no-such/.pvrremote", hub.anonymous()).status()).isEqualTo(403);
    assertThat(hub.get("/nobody-here/private/.pvrremote", hub.anonymous()).status()).isEqualTo(403);
    assertThat(hub.get(path, alice).status()).isEqualTo(200);
  }

  @Test
  void showsAPublicDeviceToEverybodyUntilItIsPrivateAgain() {
    DeviceLogin device = hub.deviceWithTrail(alice, "shown");
    String publicPath = "/devices/" + device.id() + "/public";
    assertThat(hub.call("PUT", publicPath, Optional.of(alice), Optional.empty(), Map.of()).status())
        .isEqualTo(200);
    String anonymous = hub.anonymous();
    assertThat(hub.get("/alice/shown/.pvrremote", anonymous).status()).isEqualTo(200);
    assertThat(hub.get("/trails/" + device.id() + "/steps/0/state", anonymous).status())
        .isEqualTo(200);
    assertThat(
            hub.post(
                    "/trails/" + device.id() + "/steps",
                    anonymous,
                    TestHub.step(-1, TestHub.state("a.json", "x")))
                .status())
        .isEqualTo(403);
    assertThat(
            hub.call("DELETE", publicPath, Optional.of(alice), Optional.empty(), Map.of()).status())
        .isEqualTo(200);
    assertThat(hub.get("/alice/shown/.pvrremote", anonymous).status()).isEqualTo(403);
  }

  @Test
  void findsEachRevisionByTheNameThatPeopleKnow() {
    DeviceLogin device = hub.deviceWithTrail(alice, "router");
    hub.post(
        "/trails/" + device.id() + "/steps",
        alice,
        TestHub.step(-1, TestHub.state("a.json", "one")));
    String steps = hub.url("/trails/" + device.id() + "/steps");
    assertThat(hub.get("/alice/router/.pvrremote", alice).string("json-get-url"))
        .isEqualTo(steps + "/1/state");
    assertThat(hub.get("/alice/router/0/.pvrremote", alice).string("json-get-url"))
        .isEqualTo(steps + "/0/state");
    assertThat(hub.get("/alice/router/steps/0/.pvrremote", alice).text())
        .isEqualTo(hub.get("/trails/" + device.id() + "/steps/0/.pvrremote", alice).text());
    assertThat(hub.get("/alice/router", alice).json().integer("rev")).contains(1L);
    assertThat(hub.get("/alice/router/steps/0", alice).json().integer("rev")).contains(0L);
    assertThat(hub.get("/alice/router/7/.pvrremote", alice).status()).isEqualTo(404);
  }

  @Test
  void registersADeviceThatSendsNothing() {
    Reply created = hub.call("POST", "/devices/", Optional.empty(), Optional.empty(), Map.of());
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.string("owner")).isEmpty();
    String token = hub.login(created.string("prn"), created.string("secret"));
    Reply itself = hub.get("/devices/" + created.string("id"), token);
    assertThat(itself.string("owner")).isEmpty();
    assertThat(itself.string("challenge")).isEqualTo(created.string("challenge"));
    assertThat(itself.json().get("secret")).isEmpty();
    assertThat(hub.post("/trails/", token, JsonObject.EMPTY).status()).isEqualTo(403);
    assertThat(hub.get("/trails/", token).text()).isEqualTo("[]");
  }

  @Test
  void givesADeviceTheStepsThatItAsksFor() {
    DeviceLogin device = hub.deviceWithTrail(alice, "polling");
    String steps = "/trails/" + device.id() + "/steps";
    hub.post(steps, alice, TestHub.step(-1, TestHub.state("a.json", "one")));
    hub.post(steps, alice, TestHub.step(2, TestHub.state("a.json", "two")));
    String asked = steps + "?" + DevicePoll.QUERY;
    assertThat(hub.get(asked, device.token()).text())
        .startsWith("[{\"rev\":1,\"progress\":{")
        .doesNotContain("\"rev\":2,")
        .contains("\"used_objects\":null");
    assertThat(hub.get(asked, alice).text())
        .startsWith("[{\"rev\":1,\"progress\":{")
        .contains(",{\"rev\":2,\"progress\":{");
    assertThat(hub.get(steps, device.token()).text())
        .contains("\"rev\":1")
        .doesNotContain("\"rev\":2,");
    assertThat(hub.get(steps + "?progress.status=DONE", device.token()).text())
        .startsWith("[{\"rev\":0,");
    assertThat(
            hub.get(steps + "?progress.status=%7B%22$where%22:%221%22%7D", device.token()).status())
        .isEqualTo(400);
  }

  @Test
  void recordsWhoPostedWhateverTheBodyClaims() {
    DeviceLogin device = hub.deviceWithTrail(alice, "honest");
    JsonObject claim =
        JsonObject.builder()
            .putAll(TestHub.step(-1, TestHub.state("a.json", "x")).members())
            .put("committer", "prn:::accounts:/000000000000000000000000")
            .put("garbage", true)
            .build();
    Reply posted = hub.post("/trails/" + device.id() + "/steps", alice, claim);
    assertThat(posted.string("committer")).isEqualTo(hub.get("/auth/", alice).string("prn"));
    assertThat(posted.text()).contains("\"garbage\":false");
  }

  @Test
  void namesTheRevisionThatWouldBeNext() {
    DeviceLogin device = hub.deviceWithTrail(alice, "counting");
    String steps = "/trails/" + device.id() + "/steps";
    Reply gap = hub.post(steps, alice, TestHub.step(5, TestHub.state("a.json", "x")));
    assertThat(gap.status()).isEqualTo(409);
    assertThat(gap.string("msg")).contains("5").contains("next one of this trail is 1");
    assertThat(hub.post(steps, alice, TestHub.step(0, TestHub.state("a.json", "x"))).status())
        .isEqualTo(409);
    assertThat(hub.post(steps, alice, TestHub.step(-2, TestHub.state("a.json", "x"))).status())
        .isEqualTo(400);
  }

  @Test
  void refusesEveryWayToChangeAStep() {
    DeviceLogin device = hub.deviceWithTrail(alice, "frozen");
    String step = "/trails/" + device.id() + "/steps/0";
    String before = hub.get(step, alice).text();
    for (String what : new String[] {"/state", "/meta"}) {
      assertThat(
              hub.call("PUT", step + what, Optional.of(alice), Optional.of("{}"), Map.of())
                  .status())
          .isEqualTo(403);
    }
    assertThat(hub.call("PUT", step, Optional.of(alice), Optional.of("{}"), Map.of()).status())
        .isEqualTo(405);
    assertThat(hub.call("DELETE", step, Optional.of(alice), Optional.empty(), Map.of()).status())
        .isEqualTo(405);
    assertThat(hub.get(step, alice).text()).isEqualTo(before);
  }

  @Test
  void takesTheStateThatAStepHasAlready() {
    DeviceLogin device = hub.deviceWithTrail(alice, "again");
    String state = "/trails/" + device.id() + "/steps/0/state";
    String other = " { \"#spec\" : \"" + TestHub.SPEC + "\" } ";
    Reply same = hub.call("PUT", state, Optional.of(alice), Optional.of(other), Map.of());
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.text()).isEqualTo(hub.get(state, alice).text());
  }

  @Test
  void keepsEverythingWhenItStartsAgain(@TempDir Path data) throws IOException {
    try (TestHub other = TestHub.start(data.resolve("hub"))) {
      String token = other.account("bob");
      DeviceLogin device = other.deviceWithTrail(token, "lasting");
      String id = other.object(token, CONTENT, "k");
      other.post(
          "/trails/" + device.id() + "/steps", token, TestHub.step(-1, TestHub.state("k", id)));
      String step = other.get("/trails/" + device.id() + "/steps/1", token).text();
      other.restart();
      assertThat(other.get("/trails/" + device.id() + "/steps/1", token).text()).isEqualTo(step);
      assertThat(other.login("bob", TestHub.PASSWORD)).isNotEmpty();
      String url = other.get("/objects/" + id, token).string("signed-geturl");
      assertThat(other.call("GET", url, Optional.empty(), Optional.empty(), Map.of()).text())
          .isEqualTo(CONTENT);
    }
  }

  @Test
  void listsTheDevicesOfAnOwnerForOldTools() {
    String carol = hub.account("carol");
    DeviceLogin device = hub.deviceWithTrail(carol, "listed");
    Reply summary = hub.get("/trails/summary", carol);
    assertThat(summary.text())
        .startsWith("[{\"device\":\"" + device.prn() + "\",\"device-nick\":\"listed\"");
    assertThat(hub.get("/devices/?nick=%5ELIS", carol).text())
        .contains("\"nick\":\"listed\"")
        .doesNotContain("secret");
    assertThat(hub.get("/devices/?nick=%5Eother", carol).text()).isEqualTo("[]");
    assertThat(hub.get("/devices/?owner-nick=carol", alice).text()).isEqualTo("[]");
    assertThat(hub.get("/devices/listed", carol).string("owner-nick")).isEqualTo("carol");
    assertThat(hub.get("/devices/listed?owner-nick=carol", alice).status()).isEqualTo(400);
  }

  private static State valid(JsonObject state) {
    try {
      return State.of(state);
    } catch (InvalidStateException invalid) {
      throw new AssertionError(invalid);
    }
  }
}
