package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How a device comes to the hub, shows its challenge, and gets an owner: once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimTest {
  private TestHub hub;
  private Path database;
  private String alice;
  private String bob;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    database = data.resolve("hub/hub.db");
    alice = hub.account("alice");
    bob = hub.account("bob");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  /** A device that registered itself, with what it was told then. */
  private record Waiting(String id, String prn, String nick, String secret, String challenge) {
    String path() {
      return "/devices/" + id;
    }

    String right() {
      return path() + "?challenge=" + challenge;
    }
  }

  private Waiting waiting(JsonObject body) {
    Reply made = hub.postOpen("/devices/", body);
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    return new Waiting(
        made.string("id"),
        made.string("prn"),
        made.string("nick"),
        made.string("secret"),
        made.string("challenge"));
  }

  private Waiting waiting() {
    return waiting(JsonObject.EMPTY);
  }

  private Reply claim(String path, String token) {
    return hub.call("PUT", path, Optional.of(token), Optional.empty(), Map.of());
  }

  private Reply rename(String path, String token, String nick) {
    return hub.call(
        "PATCH", path, Optional.of(token), Optional.of("{\"nick\":\"" + nick + "\"}"), Map.of());
  }

  private String prn(String token) {
    return hub.get("/auth/auth_status", token).string("prn");
  }

  private JsonObject newestEvent(String id, String token) {
    JsonArray events =
        (JsonArray) hub.get("/firmtrail/v1/devices/" + id + "/events", token).anyJson();
    return (JsonObject) events.items().getLast();
  }

  @Test
  void registersOverHttp10WithoutBodyLengthOrTypeInTheOrderThatDevicesRead()
      throws IOException, JsonException {
    String answer =
        RawHttp.exchange(
            hub.hub().url(),
            """
            POST https://hub.example.org:12366/devices/ HTTP/1.0
            Host: 127.0.0.1:1
            Connection: close
            User-Agent: Pantavisor/2 (Linux; x86_64) PV/022 Date/20260101

            """);
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Length: ")
        .doesNotContain("Transfer-Encoding");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    JsonObject device = JsonReader.readObject(body.getBytes(StandardCharsets.UTF_8));
    String id = device.string("id").orElseThrow();
    String time = device.string("time-created").orElseThrow();
    assertThat(body)
        .isEqualTo(
            "{\"id\":\"%s\",\"prn\":\"prn:::devices:/%s\",\"nick\":\"%s\",\"owner\":\"\",\"secret\":\"%s\""
                    .formatted(
                        id,
                        id,
                        device.string("nick").orElseThrow(),
                        device.string("secret").orElseThrow())
                + ",\"time-created\":\"%s\",\"time-modified\":\"%s\",\"challenge\":\"%s\",\"public\":false"
                    .formatted(time, time, device.string("challenge").orElseThrow())
                + ",\"user-meta\":{},\"device-meta\":{},\"garbage\":false,\"mark_public_processed\":false}");
    assertThat(device.string("nick").orElseThrow()).matches("__unregistered__device_[a-z]{10}");
    assertThat(device.string("challenge").orElseThrow()).matches("[a-z-]{8,40}");
    assertThat(device.string("secret").orElseThrow()).matches("[a-z0-9]{15}");
  }

  @Test
  void refusesAJoinTokenThatNobodyGaveOutAndMakesNoDevice() throws SQLException {
    int before = devices();
    Reply refused =
        hub.call(
            "POST",
            "/devices/",
            Optional.empty(),
            Optional.empty(),
            Map.of("Pantahub-Devices-Auto-Token-V1", "A".repeat(32)));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(devices()).isEqualTo(before);
  }

  private int devices() throws SQLException {
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = foreign.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM devices")) {
      return row.getInt(1);
    }
  }

  @Test
  void givesADeviceToWhoeverKnowsItsChallenge() {
    Waiting device = waiting();
    Reply claimed = claim(device.right(), alice);
    assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
    assertThat(claimed.string("id")).isEqualTo(device.id());
    assertThat(claimed.string("owner")).isEqualTo(prn(alice));
    assertThat(claimed.json().members()).doesNotContainKeys("secret", "challenge");
    String nick = claimed.string("nick");
    assertThat("__unregistered__" + nick).isEqualTo(device.nick());
    assertThat(hub.get("/devices/" + nick, alice).string("id")).isEqualTo(device.id());
    JsonObject event = newestEvent(device.id(), alice);
    assertThat(event.string("kind")).contains("claimed");
    assertThat(event.string("who")).contains(prn(alice));
    assertThat(event.object("body"))
        .contains(JsonObject.builder().put("nick", nick).put("nick-before", device.nick()).build());
  }

  @Test
  void takesTheChallengeFromAFormAndTheDeviceByItsNick() {
    Waiting device = waiting();
    Reply claimed =
        hub.call(
            "PUT",
            "/devices/" + device.nick(),
            Optional.of(alice),
            Optional.of("x&other=1&challenge=" + device.challenge().replace("-", "%2d")),
            Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
    assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
    assertThat(claimed.string("owner")).isEqualTo(prn(alice));
    Reply broken =
        hub.call(
            "PUT",
            waiting().path(),
            Optional.of(alice),
            Optional.of("challenge=%zz"),
            Map.of("Content-Type", "application/x-www-form-urlencoded"));
    assertThat(broken.status()).isEqualTo(400);
  }

  @Test
  void saysTheSameToAWrongChallengeToAClaimedDeviceAndToNone() {
    Waiting device = waiting();
    Waiting claimed = waiting();
    claim(claimed.right(), alice);
    String noSuchDevice = "/devices/0123456789abcdef01234567?challenge=" + device.challenge();
    List<Reply> refusals =
        List.of(
            claim(device.path(), bob),
            claim(device.path() + "?challenge=", bob),
            claim(device.path() + "?challenge=wrong", bob),
            claim(device.right() + "x", bob),
            claim(device.path() + "?challenge=" + device.challenge().substring(1), bob),
            claim(claimed.right(), bob),
            claim(claimed.right(), alice),
            claim(claimed.path() + "?challenge=", bob),
            claim(claimed.path() + "?challenge=", alice),
            claim(noSuchDevice, bob),
            claim("/devices/no-such-nick?challenge=", bob),
            hub.get("/devices/" + claimed.id(), bob),
            hub.get("/devices/0123456789abcdef01234567", bob));
    assertThat(refusals).extracting(Reply::status).containsOnly(403);
    assertThat(refusals).extracting(reply -> reply.string("msg")).containsOnly(words());
    assertThat(hub.get(device.path(), login(device)).string("owner")).isEmpty();
  }

  private String words() {
    return "there is no such device, or this caller may not see it; log in as its owner";
  }

  private String login(Waiting device) {
    return hub.login(device.prn(), device.secret());
  }

  /** No program writes such a row; should one ever come to be, it is nobody's for the asking. */
  @Test
  void letsAnEmptyChallengeMatchNothing() throws SQLException {
    Waiting device = waiting();
    change("UPDATE devices SET challenge = '' WHERE id = '" + device.id() + "'");
    for (String query :
        List.of("", "?challenge=", "?challenge", "?challenge=" + device.challenge())) {
      assertThat(claim(device.path() + query, alice).status()).isEqualTo(403);
    }
  }

  private void change(String sql) throws SQLException {
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = foreign.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void letsNoDeviceAndNobodyUnknownClaim() {
    Waiting device = waiting();
    for (String token : List.of(login(device), login(waiting()), hub.anonymous())) {
      assertThat(claim(device.right(), token).status()).isEqualTo(403);
    }
    assertThat(claim(device.right(), alice).status()).isEqualTo(200);
  }

  @Test
  void claimsADeviceWhoseNickTheNewOwnerHasGivenAlready() {
    hub.device(alice, "kitchen");
    Waiting device = waiting(JsonObject.builder().put("nick", "kitchen").build());
    Reply claimed = claim(device.right(), alice);
    assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
    assertThat(claimed.string("nick")).matches("device_[a-z]{10}");
    Waiting free = waiting(JsonObject.builder().put("nick", "cellar").build());
    assertThat(claim(free.right(), alice).string("nick")).isEqualTo("cellar");
  }

  @Test
  void givesADeviceToOneOfManyWhoClaimAtOnce() throws InterruptedException, ExecutionException {
    List<String> tokens = new ArrayList<>(List.of(alice, bob));
    for (int i = 0; i < 6; i++) {
      tokens.add(hub.account("rival" + i));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(tokens.size())) {
      for (int round = 0; round < 20; round++) {
        Waiting device = waiting();
        List<Callable<Reply>> claims = new ArrayList<>();
        for (String token : tokens) {
          claims.add(() -> claim(device.right(), token));
        }
        List<Reply> replies = new ArrayList<>();
        for (Future<Reply> reply : threads.invokeAll(claims)) {
          replies.add(reply.get());
        }
        assertThat(replies).extracting(Reply::status).containsOnlyOnce(200);
        assertThat(replies).extracting(Reply::status).containsOnly(200, 403);
        Reply won =
            replies.stream().filter(reply -> reply.status() == 200).findFirst().orElseThrow();
        assertThat(hub.get(device.path(), login(device)).string("owner"))
            .isEqualTo(won.string("owner"));
      }
    }
  }

  /** A token tells whose the device was at its login; old devices log in again for that. */
  @Test
  void namesTheOwnerInADevicesTokenFromTheNextLoginOn() {
    Waiting device = waiting();
    String before = login(device);
    assertThat(hub.get("/auth/auth_status", before).string("owner")).isEmpty();
    claim(device.right(), alice);
    assertThat(hub.get("/auth/auth_status", before).string("owner")).isEmpty();
    String after = login(device);
    assertThat(hub.get("/auth/auth_status", after).string("owner")).isEqualTo(prn(alice));
  }

  @Test
  void showsADeviceItsChallengeAndNoOwnerUntilItIsClaimed() {
    Waiting device = waiting();
    String token = login(device);
    for (int asked = 0; asked < 2; asked++) {
      Reply shown = hub.get(device.path(), token);
      assertThat(shown.string("id")).isEqualTo(device.id());
      assertThat(shown.string("owner")).isEmpty();
      assertThat(shown.string("challenge")).isEqualTo(device.challenge());
    }
    claim(device.right(), alice);
    Reply shown = hub.get(device.path(), token);
    assertThat(shown.string("owner")).isEqualTo(prn(alice));
    assertThat(shown.json().members()).doesNotContainKeys("challenge", "secret");
    assertThat(shown.text()).startsWith("{\"id\":\"" + device.id() + "\",");
  }

  /** One that is refused makes an old device log in again and again without a pause. */
  @Test
  void acceptsEveryFreshTokenOfADeviceAtOnce() {
    Waiting device = waiting();
    String before = login(device);
    assertThat(hub.get("/trails/", before).text()).isEqualTo("[]");
    claim(device.right(), alice);
    assertThat(hub.get("/trails/", before).text()).isEqualTo("[]");
    String after = login(device);
    assertThat(hub.get("/trails/", after).text()).isEqualTo("[]");
    assertThat(hub.post("/trails/", after, TestHub.state("a.json", "one")).status()).isEqualTo(200);
    assertThat(((JsonArray) hub.get("/trails/", after).anyJson()).items()).hasSize(1);
  }

  @Test
  void renamesADeviceForItsOwnerAndForItself() {
    Waiting device = waiting();
    assertThat(rename(device.path(), login(device), "early").status()).isEqualTo(403);
    claim(device.right(), alice);
    Reply renamed = rename(device.path(), alice, "renamed");
    assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
    assertThat(renamed.string("nick")).isEqualTo("renamed");
    assertThat(renamed.json().members()).doesNotContainKeys("challenge", "secret");
    assertThat(rename("/devices/renamed", login(device), "by-itself").status()).isEqualTo(200);
    JsonObject event = newestEvent(device.id(), alice);
    assertThat(event.string("kind")).contains("renamed");
    assertThat(event.string("who")).contains(device.prn());
    assertThat(event.object("body"))
        .contains(
            JsonObject.builder().put("nick", "by-itself").put("nick-before", "renamed").build());
    assertThat(rename("/devices/by-itself", alice, "by-itself").status()).isEqualTo(200);
    assertThat(newestEvent(device.id(), alice)).isEqualTo(event);
    assertThat(rename(device.path(), bob, "stolen").status()).isEqualTo(403);
    assertThat(rename(device.path(), alice, "bad nick").status()).isEqualTo(400);
    assertThat(rename(device.path(), alice, "").status()).isEqualTo(400);
    hub.device(alice, "taken");
    assertThat(rename(device.path(), alice, "taken").status()).isEqualTo(409);
  }

  private String storedSecret(String id) throws SQLException {
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = foreign.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT secret FROM devices WHERE id = '" + id + "'")) {
      return row.getString(1);
    }
  }

  @Test
  void keepsWhatADeviceChoseSlowlyAndWhatTheHubMadeFast() throws SQLException {
    Waiting made = waiting();
    Waiting chosen = waiting(JsonObject.builder().put("secret", "chosen-by-a-maker").build());
    assertThat(storedSecret(made.id())).startsWith("$sha256$").doesNotContain(made.secret());
    assertThat(storedSecret(chosen.id())).startsWith("$argon2id$");
    login(made);
    login(chosen);
    assertThat(hub.tryLogin(made.prn(), chosen.secret()).status()).isEqualTo(401);
    assertThat(hub.tryLogin("prn:::devices:/0123456789abcdef01234567", made.secret()).status())
        .isEqualTo(401);
  }

  @Test
  void letsADeviceInWhoseSecretAnOlderHubKept() throws SQLException {
    Waiting device = waiting();
    change(
        "UPDATE devices SET secret = (SELECT password FROM accounts WHERE nick = 'alice') WHERE id = '"
            + device.id()
            + "'");
    assertThat(hub.tryLogin(device.prn(), TestHub.PASSWORD).status()).isEqualTo(200);
    assertThat(hub.tryLogin(device.prn(), device.secret()).status()).isEqualTo(401);
  }
}
