package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.TrustedProxies;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through a proxy that is trusted, people are who they are; without that word, nothing is. */
class BehindAProxyTest {
  private static final int ACCOUNTS = 100;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ONE = "198.51.100.1";
  private static final String OTHER = "198.51.100.2";

  @TempDir private Path data;

  private TestHub behind(String proxies) throws IOException {
    return TestHub.start(data.resolve("hub"), TrustedProxies.of(proxies), () -> NOW);
  }

  /** As a proxy passes on what somebody sent who wants to be somebody else. */
  private static Map<String, String> from(String address) {
    String wished = "2001:db8:0:%s::1".formatted(address.substring(address.lastIndexOf('.') + 1));
    return Map.of("X-Forwarded-For", wished + ", " + address);
  }

  private static Reply register(TestHub hub, String from) {
    return hub.call(
        "POST", "/auth/accounts", Optional.empty(), Optional.of("{\"nick\":\"x\"}"), from(from));
  }

  private static Reply login(TestHub hub, String from) {
    String body =
        JsonWriter.COMPACT.text(
            JsonObject.builder()
                .put("username", "alice")
                .put("password", TestHub.PASSWORD)
                .build());
    return hub.call("POST", "/auth/login", Optional.empty(), Optional.of(body), from(from));
  }

  private static Stream<String> addresses(TestHub hub, String token) {
    return ((JsonArray) hub.get("/firmtrail/v1/account/audit", token).anyJson())
        .items().stream().map(record -> ((JsonObject) record).string("address").orElseThrow());
  }

  private static String seenFrom(TestHub hub, String owner, DeviceLogin device, String address) {
    String trail = "/trails/" + device.id();
    hub.call("GET", trail, Optional.of(device.token()), Optional.empty(), from(address));
    return hub.get(trail + "/summary", owner).string("real-ip");
  }

  @Test
  void countsAndShowsThoseBehindATrustedProxy() throws IOException {
    try (TestHub hub = behind("192.0.2.0/24, 127.0.0.1")) {
      for (int i = 0; i < ACCOUNTS; i++) {
        assertThat(register(hub, ONE).status()).isEqualTo(412);
      }
      assertThat(register(hub, ONE).status()).isEqualTo(429);
      assertThat(register(hub, OTHER).status()).isEqualTo(412);

      String alice = hub.account("alice");
      assertThat(login(hub, OTHER).status()).isEqualTo(200);
      assertThat(addresses(hub, alice)).containsExactly("127.0.0.1", "127.0.0.1", OTHER);
      DeviceLogin device = hub.deviceWithTrail(alice, "board");
      assertThat(seenFrom(hub, alice, device, OTHER)).isEqualTo(OTHER);
    }
  }

  @Test
  void believesNobodyElse() throws IOException {
    try (TestHub hub = behind("127.0.0.2, " + ONE)) {
      for (int i = 0; i < ACCOUNTS; i++) {
        assertThat(register(hub, "198.51.100." + i).status()).isEqualTo(412);
      }
      assertThat(register(hub, OTHER).status()).isEqualTo(429);
    }
    try (TestHub hub = TestHub.start(data.resolve("plain"), () -> NOW)) {
      String alice = hub.account("alice");
      assertThat(login(hub, OTHER).status()).isEqualTo(200);
      assertThat(addresses(hub, alice)).containsOnly("127.0.0.1");
      DeviceLogin device = hub.deviceWithTrail(alice, "board");
      assertThat(seenFrom(hub, alice, device, OTHER)).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void takesNoWordForHowOrByWhichNameItWasReached() throws IOException {
    try (TestHub hub = behind("127.0.0.1")) {
      DeviceLogin device = hub.deviceWithTrail(hub.account("alice"), "board");
      Reply remote =
          hub.call(
              "GET",
              "/trails/" + device.id() + "/.pvrremote",
              Optional.of(device.token()),
              Optional.empty(),
              Map.of(
                  "X-Forwarded-Proto",
                  "https",
                  "X-Forwarded-Host",
                  "evil.example.org",
                  "Forwarded",
                  "for=198.51.100.3;host=evil.example.org;proto=https"));
      assertThat(remote.text()).contains(hub.url("/trails/")).doesNotContain("evil", "https:");
    }
  }
}
