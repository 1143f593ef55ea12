package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An account's token makes devices its own at their registration, until it is disabled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JoinTokenTest {
  static final String HEADER = "Pantahub-Devices-Auto-Token-V1";
  private static final int MOST = 100;

  private TestHub hub;
  private Path data;
  private String alice;
  private String bob;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    data = directory.resolve("hub");
    hub = TestHub.start(data);
    alice = hub.account("alice");
    bob = hub.account("bob");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private Reply make(String account, String body) {
    Reply made =
        hub.call("POST", "/devices/tokens", Optional.of(account), Optional.of(body), Map.of());
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    return made;
  }

  private Reply make(String account) {
    return make(account, "{}");
  }

  private Reply register(String token, Optional<String> body) {
    return hub.call("POST", "/devices/", Optional.empty(), body, Map.of(HEADER, token));
  }

  private Reply register(Reply token) {
    return register(token.string("token"), Optional.empty());
  }

  private Reply disable(String id, String account) {
    return hub.call(
        "DELETE", "/devices/tokens/" + id, Optional.of(account), Optional.empty(), Map.of());
  }

  private List<JsonObject> list(String path, String account) {
    return ((JsonArray) hub.get(path, account).anyJson())
        .items().stream().map(JsonObject.class::cast).toList();
  }

  private String prn(String account) {
    return hub.get("/auth/", account).string("prn");
  }

  @Test
  void givesADeviceToItsOwnerAtOnce() {
    Reply token = make(alice);
    Reply device = register(token);
    assertThat(device.status()).as(device.text()).isEqualTo(200);
    assertThat(device.string("owner")).isEqualTo(prn(alice));
    assertThat(device.json().members()).doesNotContainKey("challenge");
    String login = hub.login(device.string("prn"), device.string("secret"));
    assertThat(hub.get("/auth/auth_status", login).string("owner")).isEqualTo(prn(alice));
    assertThat(hub.post("/trails/", login, TestHub.state("a.json", "b")).status()).isEqualTo(200);
    assertThat(hub.get("/devices/" + device.string("id"), alice).status()).isEqualTo(200);
    assertThat(hub.get("/devices/" + device.string("id"), bob).status()).isEqualTo(403);
  }

  @Test
  void saysInTheFirstEventWithWhichTokenADeviceCameButNotTheToken() {
    Reply token = make(alice);
    Reply device = register(token);
    JsonObject event =
        list("/firmtrail/v1/devices/" + device.string("id") + "/events", alice).getFirst();
    assertThat(event.string("kind")).contains("registered");
    assertThat(event.string("who")).contains(prn(alice));
    assertThat(event.object("body"))
        .contains(
            JsonObject.builder()
                .put("how", "join-token")
                .put("nick", device.string("nick"))
                .put("token", token.string("id"))
                .build());
  }

  @Test
  void isWhatPublishedDevicesAndFilesCanHold() {
    String token = make(alice).string("token");
    // No sign of base64 that a URL or a shell would mistake, and no padding, at which one kind of
    // device cuts it.
    assertThat(token).matches("[A-Za-z0-9]{32}");
    assertThat(Base64.getDecoder().decode(token)).hasSize(24);
  }

  @Test
  void isShownOnceAndKeptNowhere() throws IOException {
    try (LoggedLines log = LoggedLines.fromNow()) {
      Reply made = make(alice, "{\"nick\":\"shown-once\"}");
      String token = made.string("token");
      register(made);
      disable(made.string("id"), alice);
      register(made);
      assertThat(hub.get("/devices/tokens", alice).text())
          .contains("shown-once")
          .doesNotContain(token)
          .doesNotContain("\"token\"");
      StringBuilder stored = new StringBuilder();
      for (String file : List.of("hub.db", "hub.db-wal")) {
        stored.append(Files.readString(data.resolve(file), StandardCharsets.ISO_8859_1));
      }
      assertThat(stored)
          .contains(Sha256.hex(token.getBytes(StandardCharsets.UTF_8)))
          .doesNotContain(token);
      assertThat(log.text()).contains("/devices/tokens").doesNotContain(token);
    }
  }

  @Test
  void takesWhatIsNoTokenInOneWayAndMakesNothing() {
    Reply disabled = make(alice);
    disable(disabled.string("id"), alice);
    String good = make(alice).string("token");
    int before = list("/devices/", alice).size();
    List<String> refused =
        Stream.of(
                disabled.string("token"),
                "",
                "A".repeat(32),
                good.substring(1),
                good + "=",
                good + good.repeat(100),
                disabled.string("id"),
                "' OR 1=1--",
                "=")
            .map(token -> register(token, Optional.empty()))
            .map(reply -> reply.status() + reply.string("msg"))
            .distinct()
            .toList();
    assertThat(refused).containsExactly("400the join token is not known");
    assertThat(list("/devices/", alice)).hasSize(before);
  }

  @Test
  void isDisabledByItsOwnerAlone() {
    Reply token = make(alice);
    String id = token.string("id");
    Reply foreign = disable(id, bob);
    Reply unknown = disable("0123456789abcdef01234567", bob);
    Reply noId = disable("x", bob);
    assertThat(List.of(foreign.status(), unknown.status(), noId.status())).containsOnly(403);
    assertThat(List.of(foreign.string("msg"), unknown.string("msg"), noId.string("msg")))
        .containsOnly(foreign.string("msg"));
    assertThat(register(token).status()).isEqualTo(200);
    for (int i = 0; i < 2; i++) {
      Reply done = disable(id, alice);
      assertThat(done.status()).isEqualTo(200);
      assertThat(done.text()).isEqualTo("{\"status\":\"OK\"}");
    }
    assertThat(list("/devices/tokens", alice))
        .filteredOn(json -> json.string("id").equals(Optional.of(id)))
        .singleElement()
        .satisfies(json -> assertThat(json.get("disabled")).contains(Json.of(true)));
    assertThat(list("/devices/tokens", bob))
        .noneMatch(json -> json.string("id").equals(Optional.of(id)));
  }

  @Test
  void makesADeviceForEachOfManyAtOnceUntilItIsDisabled()
      throws InterruptedException, ExecutionException {
    String carol = hub.account("carol");
    Reply token = make(carol);
    List<Future<Reply>> waiting = new ArrayList<>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        waiting.add(many.submit(() -> register(token)));
        if (i == 20) {
          waiting.getFirst().get();
          waiting.add(many.submit(() -> disable(token.string("id"), carol)));
        }
      }
    }
    int made = 0;
    for (Future<Reply> each : waiting) {
      Reply reply = each.get();
      assertThat(reply.status()).isIn(200, 400);
      made += reply.status() == 200 && reply.json().string("secret").isPresent() ? 1 : 0;
    }
    assertThat(made).isPositive();
    assertThat(list("/devices/", carol)).hasSize(made);
    assertThat(list("/devices/", carol).stream().map(json -> json.string("nick")).distinct())
        .hasSize(made);
    assertThat(register(token).status()).isEqualTo(400);
    assertThat(list("/devices/", carol)).hasSize(made);
  }

  @Test
  void countsForNothingWhereAnAccountSaysWhoItIs() {
    Reply made =
        hub.call(
            "POST",
            "/devices/",
            Optional.of(bob),
            Optional.empty(),
            Map.of(HEADER, make(alice).string("token")));
    assertThat(made.string("owner")).isEqualTo(prn(bob));
  }

  @Test
  void letsADeviceBringItsNickAndItsSecret() {
    Reply token = make(alice);
    Optional<String> body =
        Optional.of("{\"nick\":\"brought\",\"secret\":\"brought-by-itself\",\"owner\":\"prn:x\"}");
    Reply device = register(token.string("token"), body);
    assertThat(device.string("nick")).isEqualTo("brought");
    assertThat(device.string("owner")).isEqualTo(prn(alice));
    assertThat(hub.tryLogin(device.string("prn"), "brought-by-itself").status()).isEqualTo(200);
    assertThat(register(token.string("token"), body).status()).isEqualTo(409);
  }

  @Test
  void hasANickThatIsFreeAgainOnceItIsDisabled() {
    Reply first = make(alice, "{\"nick\":\"line-1\"}");
    make(bob, "{\"nick\":\"line-1\"}");
    Optional<String> again = Optional.of("{\"nick\":\"line-1\"}");
    assertThat(hub.call("POST", "/devices/tokens", Optional.of(alice), again, Map.of()).status())
        .isEqualTo(409);
    disable(first.string("id"), alice);
    make(alice, "{\"nick\":\"line-1\"}");
  }

  @Test
  void isOneOfAHundredAtMost() {
    String dora = hub.account("dora");
    String last = "";
    for (int i = 0; i < MOST; i++) {
      last = make(dora).string("id");
    }
    Reply tooMany = hub.post("/devices/tokens", dora, JsonObject.EMPTY);
    assertThat(tooMany.status()).isEqualTo(409);
    assertThat(tooMany.string("msg")).contains("100");
    disable(last, dora);
    make(dora);
    assertThat(list("/devices/tokens", dora)).hasSize(MOST + 1);
    assertThat(list("/devices/tokens", dora).getLast().string("id")).contains(last);
  }

  @Test
  void tellsADeviceWhatItsOwnerTellsEveryOne() {
    String meta = "{\"b\":\"x/\u00e9\",\"a\":1.50,\"deep\":{\"null\":null}}";
    Reply token = make(alice, "{\"nick\":\"telling\",\"default-user-meta\":" + meta + "}");
    assertThat(token.text()).contains("\"default-user-meta\":" + meta);
    assertThat(hub.get("/devices/tokens", alice).text()).contains(meta);
    Reply device = register(token);
    assertThat(device.text()).contains("\"user-meta\":" + meta);
    String id = device.string("id");
    String login = hub.login(device.string("prn"), device.string("secret"));
    assertThat(hub.get("/devices/" + id + "/user-meta", login).text()).isEqualTo(meta);
    List<JsonObject> events = list("/firmtrail/v1/devices/" + id + "/events", alice);
    assertThat(events.stream().map(event -> event.string("kind").orElseThrow()))
        .containsExactly("registered", "user-meta");
    assertThat(events.getLast().string("who")).contains(prn(alice));
    disable(token.string("id"), alice);
    assertThat(hub.get("/devices/" + id + "/user-meta", login).text()).isEqualTo(meta);
    assertThat(hub.get("/devices/tokens", alice).text()).doesNotContain("deep");
  }

  @Test
  void refusesMetadataThatIsNone() {
    for (String meta : List.of("[]", "\"a\"", "1", "{\"\":1}")) {
      Optional<String> body = Optional.of("{\"default-user-meta\":" + meta + "}");
      assertThat(hub.call("POST", "/devices/tokens", Optional.of(alice), body, Map.of()).status())
          .as(meta)
          .isEqualTo(400);
    }
    assertThat(make(alice, "{\"default-user-meta\":null}").json().object("default-user-meta"))
        .contains(JsonObject.EMPTY);
  }
}
