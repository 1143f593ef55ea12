package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways of {@link WaysOfHistoryTest} that lead over devices, whose they are and who sees them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysOfDevicesTest {
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
  void way06WhatIsSaidOfADeviceIsKeptAsItWasSaid() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way06-meta");
    String said =
        "{\"a.b\":\"dot\",\"a\uff2eb\":\"wide\",\"n\":[9007199254740993,0.50,1e400],\"m\":{\"c.d\":1}}";
    String path = "/devices/" + device.id();
    for (String kind : List.of("user-meta", "device-meta")) {
      String token = kind.equals("user-meta") ? alice : device.token();
      hub.call("PUT", path + "/" + kind, Optional.of(token), Optional.of(said), Map.of());
      assertThat(hub.get(path, alice).text()).contains("\"" + kind + "\":" + said);
      hub.call("PUT", path + "/" + kind, Optional.of(token), Optional.of("{}"), Map.of());
    }
    assertThat(hub.events(device, alice).subList(2, 6))
        .extracting(event -> JsonWriter.CANONICAL.text(event.object("body").orElseThrow()))
        .containsExactlyElementsOf(
            Collections.nCopies(
                    2,
                    List.of(
                        "{\"gone\":[],\"set\":{\"a.b\":\"dot\",\"a\uff2eb\":\"wide\",\"m\":{\"c.d\":1},\"n\":[9007199254740993,5.0E-1,1"
                            + "0".repeat(400)
                            + "]}}",
                        "{\"gone\":[\"a.b\",\"a\uff2eb\",\"n\",\"m\"],\"set\":{}}"))
                .stream()
                .flatMap(List::stream)
                .toList());
  }

  @Test
  void way07NobodySaysFromOutsideWhatIsHiddenOrShown() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way07");
    JsonObject said =
        JsonObject.builder()
            .put("garbage", true)
            .put("mark_public_processed", true)
            .put("ispublic", true)
            .putAll(TestHub.step(-1, TestHub.state("a.json", "one")).members())
            .build();
    Reply posted = hub.post("/trails/" + device.id() + "/steps", alice, said);
    assertThat(posted.text())
        .contains("\"garbage\":false")
        .contains("\"mark_public_processed\":false");
    // A number is not taken by a step that nobody sees.
    assertThat(hub.postStep(device, alice, "two").json().integer("rev")).contains(2L);
    Reply made =
        hub.post(
            "/devices/",
            alice,
            JsonObject.builder()
                .put("garbage", true)
                .put("public", true)
                .put("challenge", "a-b-c")
                .build());
    assertThat(made.text()).contains("\"public\":false").contains("\"garbage\":false");
    assertThat(made.text()).doesNotContain("challenge");
    for (String path : List.of("/callbacks/devices/" + device.id(), "/cron/public/devices")) {
      assertThat(hub.put(path, alice, JsonObject.EMPTY).status()).isEqualTo(404);
    }
  }

  @Test
  void way08WhoCouldSeeSomethingCannotWhenItIsPrivateAgain() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way08");
    String id = hub.object(alice, "way 08", "a");
    hub.post(
        "/trails/" + device.id() + "/steps", alice, TestHub.step(-1, TestHub.state("a.bin", id)));
    String stranger = hub.account("way08");
    String show = "/devices/" + device.id() + "/public";
    List<String> paths =
        List.of(
            TestHub.step(device, 1),
            TestHub.step(device, 1) + "/state",
            TestHub.step(device, 1) + "/objects/" + id,
            "/trails/" + device.id() + "/steps",
            "/alice/way08/.pvrremote");
    for (int round = 0; round < 2; round++) {
      assertThat(paths)
          .allSatisfy(path -> assertThat(hub.get(path, stranger).status()).isEqualTo(403));
      hub.put(show, alice, JsonObject.EMPTY);
      assertThat(paths)
          .allSatisfy(path -> assertThat(hub.get(path, stranger).status()).isEqualTo(200));
      hub.call("DELETE", show, Optional.of(alice), Optional.empty(), Map.of());
    }
    assertThat(paths)
        .allSatisfy(path -> assertThat(hub.get(path, stranger).status()).isEqualTo(403));
    assertThat(hub.get("/objects/", stranger).text()).isEqualTo("[]");
    assertThat(hub.events(device, alice))
        .extracting(event -> event.string("kind").orElseThrow())
        .containsExactly(
            "registered", "begun", "posted", "published", "withdrawn", "published", "withdrawn");
  }

  @Test
  void way11ATrailHasOneOwnerForEver() throws IOException {
    Reply waiting = hub.postOpen("/devices/", JsonObject.EMPTY);
    String path = "/devices/" + waiting.string("id");
    String claim = path + "?challenge=" + waiting.string("challenge");
    String early = hub.login(waiting.string("prn"), waiting.string("secret"));
    assertThat(hub.post("/trails/", early, JsonObject.EMPTY).status()).isEqualTo(403);
    assertThat(hub.put(claim, alice, JsonObject.EMPTY).status()).isEqualTo(200);
    DeviceLogin device =
        new DeviceLogin(
            waiting.string("id"),
            waiting.string("prn"),
            hub.login(waiting.string("prn"), waiting.string("secret")));
    assertThat(hub.post("/trails/", device.token(), JsonObject.EMPTY).status()).isEqualTo(200);
    String owner = hub.get("/auth/", alice).string("prn");
    String bob = hub.account("way11");
    assertThat(hub.put(claim, bob, JsonObject.EMPTY).status()).isEqualTo(403);
    assertThat(hub.put(path, bob, JsonObject.builder().put("owner", "prn:x").build()).status())
        .isEqualTo(403);
    hub.put(path, alice, JsonObject.builder().put("owner", "prn:x").build());
    hub.restart();
    for (String member : List.of(path, "/trails/" + device.id(), TestHub.step(device, 0))) {
      assertThat(hub.get(member, alice).string("owner")).isEqualTo(owner);
      assertThat(hub.get(member, bob).status()).isEqualTo(403);
    }
  }
}
