package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What an account gives to a program: good for what it says, until it ends or is taken back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonalTokenTest {
  private static final String BASE = "prn:pantahub.com:apis:/base/";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST = 100;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private TestHub hub;
  private Path data;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    data = directory.resolve("hub");
    hub = TestHub.start(data, now::get);
    hub.account("alice");
    hub.account("bob");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private String alice() {
    return hub.login("alice", TestHub.PASSWORD);
  }

  private String bob() {
    return hub.login("bob", TestHub.PASSWORD);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private Reply ask(String account, String body) {
    return hub.call("POST", "/tokens/", Optional.of(account), Optional.of(body), Map.of());
  }

  private Reply make(String account, String body) {
    Reply made = ask(account, body);
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    return made;
  }

  private String session(Reply token) {
    return hub.login(token.string("name"), token.string("secret"));
  }

  private JsonObject claims(String session) {
    Reply reply = hub.get("/auth/auth_status", session);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private Reply delete(String path, String session) {
    return hub.call("DELETE", path, Optional.of(session), Optional.empty(), Map.of());
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void logsInAsItsAccountForItsScopesAndFiveMinutes() {
    Reply token = make(alice(), "{\"scopes\":[\"devices.readonly\",\"trails\",\"trails\"]}");
    String session = session(token);
    JsonObject claims = claims(session);
    assertThat(claims.string("prn")).contains(hub.get("/auth/", alice()).string("prn"));
    assertThat(claims.string("nick")).contains("alice");
    assertThat(claims.string("type")).contains("USER");
    assertThat(claims.string("roles")).contains("user");
    assertThat(claims.string("scopes")).contains(BASE + "devices.readonly " + BASE + "trails");
    assertThat(claims.string("token_id")).contains(token.string("id"));
    assertThat(claims.integer("exp")).contains(now.get().getEpochSecond() + 300);
    assertThat(hub.get("/devices/", session).status()).isEqualTo(200);
    assertThat(hub.post("/devices/", session, JsonObject.EMPTY).status()).isEqualTo(403);
    pass(Duration.ofMinutes(5));
    assertThat(hub.get("/devices/", session).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "all, '', all",
    "all, trails, trails",
    "devices, '', devices",
    "devices, all, devices",
    "devices, devices.readonly trails, devices.readonly",
    "devices.readonly, devices, devices.readonly",
    "devices.readonly, devices.write, ''",
    "devices.write, nonsense, ''"
  })
  void allowsWhatBothTheTokenAndTheLoginAskFor(String held, String asked, String allowed) {
    Reply token = make(alice(), "{\"scopes\":[\"" + held + "\"]}");
    String session =
        hub.postOpen(
                "/auth/login",
                JsonObject.builder()
                    .put("username", token.string("name"))
                    .put("password", token.string("secret"))
                    .put("scope", asked)
                    .build())
            .string("token");
    assertThat(claims(session).string("scopes").orElseThrow().replace(BASE, "")).isEqualTo(allowed);
  }

  @Test
  void showsItsSecretOnceAndKeepsItNowhere() throws IOException {
    try (LoggedLines log = LoggedLines.fromNow()) {
      Reply token = make(alice(), "{\"name\":\"shown-once\",\"scopes\":[\"all\"]}");
      String secret = token.string("secret");
      String content = new String(Base64.getUrlDecoder().decode(secret), StandardCharsets.UTF_8);
      assertThat(secret).matches("[A-Za-z0-9_-]{76}");
      assertThat(content).matches(token.string("id") + ":[A-Za-z0-9]{32}");
      session(token);
      hub.tryLogin("bob", secret);
      String random = content.substring(content.indexOf(':') + 1);
      for (String path : List.of("/tokens", "/tokens/" + token.string("id"))) {
        assertThat(hub.get(path, alice()).text())
            .contains("shown-once")
            .doesNotContain("secret")
            .doesNotContain(random);
      }
      StringBuilder stored = new StringBuilder();
      for (String file : List.of("hub.db", "hub.db-wal")) {
        stored.append(Files.readString(data.resolve(file), StandardCharsets.ISO_8859_1));
      }
      assertThat(stored).contains("shown-once").doesNotContain(secret).doesNotContain(random);
      assertThat(log.text()).contains("/tokens").doesNotContain(secret).doesNotContain(random);
    }
  }

  @Test
  void opensNothingUnderAnotherName() {
    Reply alices = make(alice(), "{\"name\":\"alices\",\"scopes\":[\"all\"]}");
    Reply bobs = make(bob(), "{\"name\":\"bobs\",\"scopes\":[\"all\"]}");
    String wrong = hub.tryLogin("alice", "wrong").string("msg");
    String otherRandom = encoded(alices.string("id") + ":" + "A".repeat(32));
    for (Reply refused :
        List.of(
            hub.tryLogin("bobs", alices.string("secret")),
            hub.tryLogin("bob", alices.string("secret")),
            hub.tryLogin("bob@example.org", alices.string("secret")),
            hub.tryLogin("nobody", alices.string("secret")),
            hub.tryLogin("", alices.string("secret")),
            hub.tryLogin("alices", otherRandom),
            hub.tryLogin("alices", encoded(alices.string("id") + ":x")),
            hub.tryLogin("alices", alices.string("secret") + "="),
            hub.tryLogin("alices", alices.string("id")))) {
      assertThat(refused.status()).as(refused.text()).isEqualTo(401);
      assertThat(refused.string("msg")).isEqualTo(wrong);
    }
    for (String name : List.of("alices", "alice", "ALICE", "alice@example.org")) {
      assertThat(claims(hub.login(name, alices.string("secret"))).string("nick")).contains("alice");
    }
    assertThat(claims(session(bobs)).string("nick")).contains("bob");
  }

  @Test
  void isNotFoundInTheSecretsOfOthers() {
    Reply token = make(alice(), "{\"scopes\":[\"all\"]}");
    for (String secret :
        List.of(encoded(token.string("id") + ":x"), token.string("secret"), encoded("a:b:c:d:e"))) {
      Reply device = hub.postOpen("/devices/", JsonObject.builder().put("secret", secret).build());
      JsonObject claims = claims(hub.login(device.string("prn"), secret));
      assertThat(claims.string("type")).contains("DEVICE");
      assertThat(claims.string("prn")).contains(device.string("prn"));
    }
    String password = encoded(token.string("id") + ":" + "x".repeat(32));
    hub.postOpen(
        "/auth/accounts",
        JsonObject.builder()
            .put("email", "eve@example.org")
            .put("nick", "eve")
            .put("password", password)
            .build());
    JsonObject eve = claims(hub.login("eve", password));
    assertThat(eve.string("nick")).contains("eve");
    assertThat(eve.members()).doesNotContainKey("token_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ADMIN", "DEVICE", "SERVICE", "user", "CLIENT", "ORG"})
  void choosesNoRole(String type) {
    assertThat(ask(alice(), "{\"scopes\":[\"all\"],\"type\":\"" + type + "\"}").status())
        .isEqualTo(400);
  }

  @Test
  void isAnAccountsWhateverPublishedClientsCallIt() {
    Reply token = make(alice(), "{\"scopes\":[\"all\"],\"type\":\"SESSION\"}");
    assertThat(token.string("type")).isEqualTo("USER");
    assertThat(claims(session(token)).string("type")).contains("USER");
  }

  @Test
  void endsAYearLaterUnlessItSaysWhen() {
    Instant made = now.get();
    Reply usual = make(alice(), "{\"scopes\":[\"all\"]}");
    assertThat(Instant.parse(usual.string("expire-at"))).isEqualTo(made.plus(Duration.ofDays(365)));
    String end = made.plus(Duration.ofMinutes(2)).toString();
    Reply brief = make(alice(), "{\"scopes\":[\"all\"],\"expire-at\":\"" + end + "\"}");
    assertThat(brief.string("expire-at")).isEqualTo(end);
    assertThat(claims(session(brief)).integer("exp")).contains(made.getEpochSecond() + 120);
    pass(Duration.ofMinutes(2));
    Reply over = hub.tryLogin(brief.string("name"), brief.string("secret"));
    assertThat(over.status()).isEqualTo(401);
    assertThat(over.string("msg")).isEqualTo(hub.tryLogin("alice", "wrong").string("msg"));
  }

  @Test
  void isNotMadeForAnEndThatIsNone() {
    String alice = alice();
    for (String end :
        List.of(
            now.get().toString(),
            "2020-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "2031-06-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-02-30T00:00:00Z",
            "tomorrow")) {
      assertThat(ask(alice, "{\"scopes\":[\"all\"],\"expire-at\":\"" + end + "\"}").status())
          .as(end)
          .isEqualTo(400);
    }
  }

  @Test
  void refreshesASessionUntilItEndsItselfAndNoLonger() {
    String end = now.get().plus(Duration.ofMinutes(7)).toString();
    Reply token = make(alice(), "{\"scopes\":[\"all\"],\"expire-at\":\"" + end + "\"}");
    String first = session(token);
    pass(Duration.ofMinutes(4));
    String second = hub.get("/auth/login", first).string("token");
    assertThat(claims(second).integer("exp")).contains(Instant.parse(end).getEpochSecond());
    assertThat(claims(second).string("token_id")).contains(token.string("id"));
    pass(Duration.ofMinutes(3));
    assertThat(hub.get("/auth/login", second).status()).isEqualTo(401);
  }

  @Test
  void endsWhenItIsDeleted() {
    Reply token = make(alice(), "{\"scopes\":[\"all\"]}");
    String path = "/tokens/" + token.string("id");
    String session = session(token);
    Reply foreign = delete(path, bob());
    Reply unknown = delete("/tokens/0123456789abcdef01234567", bob());
    assertThat(List.of(foreign.status(), unknown.status(), hub.get(path, bob()).status()))
        .containsOnly(403);
    assertThat(foreign.string("msg")).isEqualTo(unknown.string("msg"));
    assertThat(hub.get("/auth/login", session).status()).isEqualTo(200);
    Reply deleted = delete(path, alice());
    assertThat(deleted.text()).isEqualTo("{\"success\":true}");
    Reply gone = hub.tryLogin(token.string("name"), token.string("secret"));
    assertThat(gone.status()).isEqualTo(401);
    assertThat(gone.string("msg")).isEqualTo(hub.tryLogin("alice", "wrong").string("msg"));
    assertThat(hub.get("/auth/login", session).status()).isEqualTo(401);
    assertThat(hub.get(path, alice()).status()).isEqualTo(403);
    assertThat(delete(path, alice()).status()).isEqualTo(403);
    make(alice(), "{\"name\":\"" + token.string("name") + "\",\"scopes\":[\"all\"]}");
  }

  @Test
  void makesNoTokensItself() {
    Reply token = make(alice(), "{\"scopes\":[\"all\"]}");
    String session = session(token);
    String refreshed = hub.get("/auth/login", session).string("token");
    String joinToken = hub.post("/devices/tokens", alice(), JsonObject.EMPTY).string("id");
    for (String each : List.of(session, refreshed)) {
      assertThat(
              List.of(
                  ask(each, "{\"scopes\":[\"all\"]}").status(),
                  hub.get("/tokens", each).status(),
                  hub.get("/tokens/" + token.string("id"), each).status(),
                  delete("/tokens/" + token.string("id"), each).status(),
                  hub.post("/devices/tokens", each, JsonObject.EMPTY).status(),
                  hub.get("/devices/tokens", each).status(),
                  delete("/devices/tokens/" + joinToken, each).status()))
          .containsOnly(403);
      assertThat(hub.post("/devices/", each, JsonObject.EMPTY).status()).isEqualTo(200);
    }
  }

  @Test
  void isNotMadeByASessionThatMayNotDoEverything() {
    String narrow =
        hub.postOpen(
                "/auth/login",
                JsonObject.builder()
                    .put("username", "alice")
                    .put("password", TestHub.PASSWORD)
                    .put("scope", "devices trails objects")
                    .build())
            .string("token");
    assertThat(ask(narrow, "{\"scopes\":[\"devices.readonly\"]}").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"scopes\":[]}",
        "{\"scopes\":\"all\"}",
        "{\"scopes\":[\"none-of-ours\"]}",
        "{\"scopes\":[[\"all\"]]}",
        "{\"scopes\":[\"all\"],\"name\":\"two words\"}",
        "{\"scopes\":[\"all\"],\"expire-at\":60}",
        "{\"scopes\":[\"all\"],\"expire-at\":\"\"}",
        "{\"scopes\":[\"all\"],\"name\":\"01234567890123456789012345678901234567890\"}",
        "{\"scopes\":[\"profile.readonly\",\"devices.readonly\",\"objects.readonly\",\"metrics.readonly\","
            + "\"trails.readonly\",\"trails.write\",\"trails.change\",\"objects.write\"]}"
      })
  void isNotMadeOfWhatCouldNotLogIn(String body) {
    assertThat(ask(alice(), body).status()).isEqualTo(400);
  }

  @Test
  void isOneOfAHundredAtMostAndListedInPages() {
    String fred = hub.account("fred");
    for (int i = 0; i < MOST; i++) {
      pass(Duration.ofMillis(1));
      make(fred, "{\"name\":\"n" + i + "\",\"scopes\":[\"all\"]}");
    }
    assertThat(ask(fred, "{\"name\":\"n7\",\"scopes\":[\"all\"]}").status()).isEqualTo(409);
    assertThat(ask(fred, "{\"scopes\":[\"all\"]}").status()).isEqualTo(409);
    Reply all = hub.get("/tokens", fred);
    assertThat(names(all)).hasSize(MOST);
    assertThat(all.string("next")).isEmpty();
    Reply page = hub.get("/tokens?page%5Bsize%5D=30&page%5Boffset%5D=60", fred);
    assertThat(page.json().integer("current_page")).contains(3L);
    assertThat(page.json().integer("total")).contains((long) MOST);
    assertThat(names(page)).hasSize(30).contains("n60", "n89");
    assertThat(page.string("prev")).isEqualTo("/tokens?page[size]=30&page[offset]=30");
    Reply last = hub.get(page.string("next").replace("[", "%5B").replace("]", "%5D"), fred);
    assertThat(names(last)).hasSize(10).contains("n99");
    assertThat(last.string("next")).isEmpty();
    assertThat(hub.get("/tokens?page%5Bsize%5D=-1", fred).status()).isEqualTo(400);
    assertThat(names(hub.get("/tokens?page%5Boffset%5D=999999", fred))).isEmpty();
  }

  private static List<String> names(Reply list) {
    return ((JsonArray) list.json().get("items").orElseThrow())
        .items().stream().map(item -> ((JsonObject) item).string("name").orElseThrow()).toList();
  }
}
