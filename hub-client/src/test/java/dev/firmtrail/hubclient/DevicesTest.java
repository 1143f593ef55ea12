package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked about devices, and what strange answers become. */
final class DevicesTest {
  @TempDir Path config;

  private TestHub hub(int status, String document) throws IOException {
    TestHub hub = new TestHub(config, (request, server) -> Answer.json(status, document));
    new AuthFile(config).put(hub.key(), "tok-user");
    return hub;
  }

  @Test
  void aClaimByNickGoesToTheHubOfTheSettings() throws IOException {
    try (TestHub hub = hub(200, "{}")) {
      hub.client().devices().claim("my box", "a b&c");
      assertThat(hub.server.lines()).containsExactly("PUT /devices/my%20box?challenge=a%20b%26c");
      assertThat(hub.server.requests().getFirst().header("Content-Length")).contains("0");
      assertThat(hub.server.requests().getFirst().header("Authorization"))
          .contains("Bearer tok-user");
    }
  }

  @Test
  void aWrongChallengeIsNoReasonToAskForAPassword() throws IOException {
    try (TestHub hub = hub(403, "{\"Error\":\"No Access to Device\"}")) {
      HubClient client = hub.client();
      HubException refused =
          assertThrows(HubException.class, () -> client.devices().claim("box", "top-secret"));
      assertThat(refused)
          .hasMessageContaining("the challenge is wrong")
          .hasMessageContaining("No Access to Device")
          .message()
          .doesNotContain("top-secret");
      assertThat(hub.asked).isZero();
      assertThat(hub.server.requests()).hasSize(1);
    }
  }

  /** The token is for one hub; a device's URL may name any host. */
  @Test
  void aClaimOnAnotherHostGetsNoTokenOfThisOne() throws IOException {
    try (TestHub hub = hub(200, "{}");
        WireServer other =
            WireServer.start((request, self) ->
                new Answer.Whole(
                    401,
                    java.util.Map.of(
                        "WWW-Authenticate",
                        java.util.List.of(
                            "JWT realm=\"pantahub services\", ph-aeps=\""
                                + hub.server.url()
                                + "/auth\"")),
                    "{}"))) {
      HubClient client = hub.client();
      assertThrows(
          HubException.class,
          () -> client.devices().claim(other.url() + "/devices/box", "challenge"));
      assertThat(other.requests())
          .isNotEmpty()
          .allSatisfy(request -> assertThat(request.header("Authorization")).isEmpty());
    }
  }

  @Test
  void aListWithStrangeLinesIsStillAList() throws IOException {
    try (TestHub hub =
        hub(200, "[{},7,{\"deviceid\":\"ab\",\"timestamp\":\"1970-01-01T00:00:00Z\"}]")) {
      var devices = hub.client().devices().list();
      assertThat(devices).hasSize(2);
      assertThat(devices.get(1).id()).isEqualTo("ab");
      assertThat(devices.get(1).seen()).isEmpty();
    }
  }

  @Test
  void whatIsNoListIsRefused() throws IOException {
    try (TestHub hub = hub(200, "{\"Error\":\"x\"}")) {
      HubClient client = hub.client();
      assertThat(assertThrows(HubException.class, () -> client.devices().list()).kind())
          .isEqualTo(HubException.Kind.BROKEN_ANSWER);
    }
  }

  @Test
  void anotherOwnersDeviceIsAskedForByBothNicks() throws IOException {
    try (TestHub hub = hub(200, "{\"id\":\"x\"}")) {
      hub.client().devices().get(Optional.of("bob"), "../admin");
      assertThat(hub.server.lines()).containsExactly("GET /devices/..%2Fadmin?owner-nick=bob");
    }
  }
}
