package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.hub.ServerCertificate.Wish;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device takes the first word that looks right, and finds what it looks for whatever else is
 * called so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstMatchTest {
  private static final Optional<String> NOTHING = Optional.empty();

  private TestHub hub;
  private DeviceWire wire;
  private String alice;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    ServerCertificate certificate = ServerCertificate.make(directory.resolve("tls"), Wish.rsa());
    hub = TestHub.start(directory.resolve("hub"), certificate, Limits.STANDARD);
    wire = new DeviceWire(certificate.client().getSocketFactory(), hub.hub().url());
    alice = hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private static Optional<String> json(JsonObject document) {
    return Optional.of(DeviceWire.bytes(JsonWriter.COMPACT.text(document)));
  }

  private DeviceAnswer get(DeviceLogin device, String path) throws IOException {
    DeviceAnswer answer = wire.events("GET", path, Optional.of(device.token()), NOTHING);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  @Test
  void findsItselfWhateverItsOwnerCalledIt() throws IOException {
    for (String nick : List.of("id", "prn", "nick", "owner-nick", "public", "user-meta", "null")) {
      Reply created = hub.post("/devices/", alice, JsonObject.builder().put("nick", nick).build());
      new DeviceReader(created.text()).mustFind("id", "prn", "owner", "secret");
      DeviceLogin device =
          new DeviceLogin(
              created.string("id"),
              created.string("prn"),
              hub.login(created.string("prn"), created.string("secret")));
      get(device, "/devices/" + device.id()).json().mustFind("id", "owner");
    }
    for (String word : List.of("owner", "secret", "challenge")) {
      assertThat(
              hub.post("/devices/", alice, JsonObject.builder().put("nick", word).build()).status())
          .as(word)
          .isEqualTo(400);
    }
  }

  @Test
  void findsItselfWhateverIsSaidToItOrByIt() throws IOException {
    DeviceLogin device = hub.device(alice, "said");
    String path = "/devices/" + device.id();
    String words =
        "{\"id\":\"owner\",\"owner\":\"\",\"x\":{\"id\":\"prn\",\"secret\":\"challenge\"},\"prn\":\"id\",\"nick\":\"id\"}";
    hub.call("PUT", path + "/user-meta", Optional.of(alice), Optional.of(words), Map.of());
    hub.call(
        "PUT", path + "/device-meta", Optional.of(device.token()), Optional.of(words), Map.of());
    DeviceReader itself = get(device, path).json();
    assertThat(itself.value("user-meta")).isEqualTo(words);
    itself.mustFind("id", "prn", "nick", "owner");
    assertThat(get(device, "/devices/").json().value("id")).isEqualTo(device.id());
  }

  @Test
  void findsItsChallengeWhileItHasNoOwner() throws IOException {
    DeviceReader registered = wire.old("POST", "/devices/", NOTHING, NOTHING).json();
    registered.mustFind("id", "prn", "owner", "secret", "challenge");
    assertThat(registered.value("owner")).isEmpty();
    String token = hub.login(registered.value("prn"), registered.value("secret"));
    DeviceReader itself =
        wire.old("GET", "/devices/" + registered.value("id"), Optional.of(token), NOTHING).json();
    itself.mustFind("id", "owner", "challenge");
    assertThat(itself.value("challenge")).isEqualTo(registered.value("challenge"));
  }

  @Test
  void findsAnObjectWhateverItIsCalled() throws IOException {
    DeviceLogin device = hub.device(alice, "names");
    for (String name : List.of("size", "sha256sum", "signed-geturl", "signed-puturl")) {
      DeviceAnswer announced =
          wire.old(
              "POST",
              "/objects/",
              Optional.of(device.token()),
              json(TestHub.announcement("called " + name, name)));
      announced.json().mustFind("sha256sum", "size", "signed-puturl");
      get(device, "/objects/" + announced.json().value("sha256sum"))
          .json()
          .mustFind("sha256sum", "size", "signed-geturl");
    }
  }
}
