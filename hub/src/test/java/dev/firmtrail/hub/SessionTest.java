package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts, logging in, and tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTest {
  private static final int LONGEST_TOKEN = 1016;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private TestHub hub;
  private Path data;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    data = directory.resolve("hub");
    hub = TestHub.start(data, now::get);
    hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private String alice() {
    return hub.login("alice", TestHub.PASSWORD);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private Reply status(String token) {
    return hub.get("/auth/auth_status", token);
  }

  @Test
  void answersALoginWithTheTokenAndNothingElse() {
    Reply reply = hub.tryLogin("alice", TestHub.PASSWORD);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().members().sequencedKeySet()).containsExactly("token");
  }

  @Test
  void logsInByNickByAddressAndByPrn() {
    String prn = status(alice()).string("prn");
    assertThat(status(hub.login("alice@example.org", TestHub.PASSWORD)).string("prn"))
        .isEqualTo(prn);
    assertThat(status(hub.login(prn, TestHub.PASSWORD)).string("nick")).isEqualTo("alice");
  }

  @Test
  void saysTheSameToAWrongPasswordAndToNobody() {
    Reply wrong = hub.tryLogin("alice", "wrong");
    Reply nobody = hub.tryLogin("nobody", "wrong");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(wrong.string("msg")).isEqualTo(nobody.string("msg"));
    assertThat(wrong.header("WWW-Authenticate")).isEmpty();
    assertThat(hub.tryLogin("alice", "").status()).isEqualTo(401);
    assertThat(hub.tryLogin("", "").status()).isEqualTo(401);
  }

  @Test
  void refusesALoginThatIsNotJson() {
    assertThat(
            hub.call("POST", "/auth/login", Optional.empty(), Optional.of("nonsense"), Map.of())
                .status())
        .isEqualTo(400);
    assertThat(
            hub.call("POST", "/auth/login", Optional.empty(), Optional.empty(), Map.of()).status())
        .isEqualTo(400);
  }

  @Test
  void givesTheAnonymousCallerOnlyScopesToRead() {
    String all = "all devices.write trails.readonly objects.readonly trails.change";
    JsonObject login =
        JsonObject.builder()
            .put("username", "prn:pantahub.com:auth:/anon")
            .put("password", "x")
            .put("scope", all)
            .build();
    String wide = hub.postOpen("/auth/login", login).string("token");
    assertThat(status(wide).string("scopes"))
        .isEqualTo(
            "prn:pantahub.com:apis:/base/trails.readonly prn:pantahub.com:apis:/base/objects.readonly");
    assertThat(status(hub.anonymous()).string("scopes"))
        .isEqualTo(
            "prn:pantahub.com:apis:/base/devices.readonly prn:pantahub.com:apis:/base/objects.readonly"
                + " prn:pantahub.com:apis:/base/trails.readonly");
    assertThat(hub.get("/auth/", wide).status()).isEqualTo(403);
  }

  @Test
  void saysWhoASessionIs() {
    String alice = alice();
    Reply claims = status(alice);
    assertThat(claims.json().members().sequencedKeySet())
        .containsExactly("exp", "id", "nick", "orig_iat", "prn", "roles", "scopes", "type");
    assertThat(claims.string("type")).isEqualTo("USER");
    assertThat(claims.string("roles")).isEqualTo("user");
    String device = hub.device(alice, "claims").token();
    Reply deviceClaims = status(device);
    assertThat(deviceClaims.string("type")).isEqualTo("DEVICE");
    assertThat(deviceClaims.string("owner")).isEqualTo(claims.string("prn"));
  }

  @Test
  void keepsEveryTokenShortEnoughForOldDevices() {
    String email = "e".repeat(188) + "@example.org";
    JsonObject wish =
        JsonObject.builder()
            .put("email", email)
            .put("nick", "n".repeat(23))
            .put("password", TestHub.PASSWORD)
            .build();
    assertThat(hub.postOpen("/auth/accounts", wish).status()).isEqualTo(200);
    String user = hub.login(email, TestHub.PASSWORD);
    String device = hub.device(user, "d".repeat(64)).token();
    assertThat(user).hasSizeLessThanOrEqualTo(LONGEST_TOKEN);
    assertThat(device).hasSizeLessThanOrEqualTo(LONGEST_TOKEN);
  }

  @Test
  void endsASessionAfterAnHourUnlessItIsRefreshed() {
    String first = alice();
    pass(Duration.ofMinutes(59));
    String second = hub.get("/auth/login", first).string("token");
    pass(Duration.ofMinutes(2));
    assertThat(status(first).status()).isEqualTo(401);
    assertThat(status(second).status()).isEqualTo(200);
    assertThat(hub.get("/auth/login", first).status()).isEqualTo(401);
  }

  @Test
  void refreshesNoSessionForMoreThanADay() {
    String token = alice();
    for (int hour = 0; hour < 24; hour++) {
      pass(Duration.ofMinutes(59));
      token = hub.get("/auth/login", token).string("token");
    }
    pass(Duration.ofMinutes(45));
    assertThat(status(token).status()).isEqualTo(200);
    assertThat(hub.get("/auth/login", token).status()).isEqualTo(401);
  }

  @Test
  void endsAnAnonymousSessionAfterFiveMinutesAlsoWhenRefreshed() {
    String anonymous = hub.anonymous();
    pass(Duration.ofMinutes(4));
    String refreshed = hub.get("/auth/login", anonymous).string("token");
    pass(Duration.ofMinutes(6));
    assertThat(status(refreshed).status()).isEqualTo(401);
  }

  @Test
  void endsTheUrlsOfBytesAfterADay() {
    String alice = alice();
    String url =
        hub.get("/objects/" + hub.object(alice, "bytes", "b"), alice).string("signed-geturl");
    pass(Duration.ofHours(23));
    assertThat(hub.call("GET", url, Optional.empty(), Optional.empty(), Map.of()).status())
        .isEqualTo(200);
    pass(Duration.ofHours(2));
    assertThat(hub.call("GET", url, Optional.empty(), Optional.empty(), Map.of()).status())
        .isEqualTo(403);
  }

  @Test
  void believesNoTokenOfAnotherHub(@TempDir Path other) throws IOException {
    try (TestHub second = TestHub.start(other.resolve("hub"), now::get)) {
      assertThat(status(second.account("alice")).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ab, a@b.c, long enough",
    "auth, a@b.c, long enough",
    "Trails, a@b.c, long enough",
    "local-s3, a@b.c, long enough",
    ".dot, a@b.c, long enough",
    "a/b, a@b.c, long enough",
    "a b c, a@b.c, long enough",
    "abcdefghijklmnopqrstuvwx, a@b.c, long enough",
    "fine, no-address, long enough",
    "fine, a@b.c, ''",
    "alice, other@b.c, long enough",
    "ALICE, other@b.c, long enough",
    "fine, ALICE@example.org, long enough"
  })
  void refusesAnAccountThatBreaksARule(String nick, String email, String password) {
    JsonObject wish =
        JsonObject.builder()
            .put("email", email)
            .put("nick", nick)
            .put("password", password)
            .build();
    assertThat(hub.postOpen("/auth/accounts", wish).status()).isEqualTo(412);
  }

  @Test
  void keepsItsKeysToItself() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    for (String key : new String[] {"tokens.pem", "blob-urls.key"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(key))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void storesNoSecretInTheClear() throws IOException {
    String alice = alice();
    Reply device =
        hub.post("/devices/", alice, JsonObject.builder().put("nick", "secretive").build());
    byte[] wal = Files.readAllBytes(data.resolve("hub.db-wal"));
    byte[] file = Files.readAllBytes(data.resolve("hub.db"));
    String stored =
        new String(wal, StandardCharsets.ISO_8859_1)
            + new String(file, StandardCharsets.ISO_8859_1);
    assertThat(stored).contains("secretive").contains("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(stored).doesNotContain(device.string("secret")).doesNotContain(TestHub.PASSWORD);
  }

  @Test
  void refusesASecondHubOnTheSameData() {
    assertThatThrownBy(() -> Hub.start(HubConfig.loopback(data)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another hub");
  }
}
