package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code firmtrail-hub user}, beside a hub that serves and beside one that does not. */
class UserTest {
  private static final String OTHER = "battery staple";

  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("hub");
  }

  private HubRun user(String... arguments) {
    List<String> all = new ArrayList<>(List.of("user"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data().toString()));
    return HubRun.of(all.toArray(String[]::new));
  }

  private String file(String password) throws IOException {
    return Files.writeString(directory.resolve("password"), password + "\nanother line\n")
        .toString();
  }

  @Test
  void makesAccountsThatLogInAtOnce() throws IOException {
    try (TestHub hub = TestHub.start(data())) {
      user("add", "ada", "--email", "ada@example.org", "--password-file", file(OTHER)).done();
      assertThat(hub.tryLogin("ada", OTHER).status()).isEqualTo(200);
      assertThat(hub.tryLogin("ada@example.org", OTHER).status()).isEqualTo(200);
      assertThat(hub.tryLogin("ada", "another line").status()).isEqualTo(401);

      HubRun again = user("add", "ADA", "--email", "a@example.org", "--password-file", file(OTHER));
      assertThat(again.code()).isEqualTo(1);
      assertThat(again.err()).contains("already in use").hasLineCount(1);
      HubRun reserved =
          user("add", "devices", "--email", "d@example.org", "--password-file", file(OTHER));
      assertThat(reserved.code()).isEqualTo(1);
      assertThat(reserved.err()).contains("nick");
      HubRun empty = user("add", "bob", "--email", "b@example.org", "--password-file", file(""));
      assertThat(empty.err()).contains("password");
    }
  }

  @Test
  void changesAPassword() throws IOException {
    try (TestHub hub = TestHub.start(data())) {
      String session = hub.account("ada");
      HubRun changed = user("passwd", "ada", "--password-file", file(OTHER)).done();
      assertThat(changed.out() + changed.err()).doesNotContain(OTHER);
      assertThat(hub.tryLogin("ada", TestHub.PASSWORD).status()).isEqualTo(401);
      assertThat(hub.tryLogin("ada", OTHER).status()).isEqualTo(200);
      assertThat(hub.get("/auth/login", session).status()).isEqualTo(200);
    }
  }

  @Test
  void shutsAnAccountOutFromTheNextLoginAndRefreshUntilItIsLetInAgain() throws IOException {
    try (TestHub hub = TestHub.start(data())) {
      String session = hub.account("ada");
      TestHub.DeviceLogin device = hub.deviceWithTrail(session, "box");
      hub.account("bob");
      user("disable", "ada").done();

      Reply wrong = hub.tryLogin("ada", OTHER);
      Reply right = hub.tryLogin("ada", TestHub.PASSWORD);
      assertThat(wrong.status()).isEqualTo(401);
      assertThat(wrong.text()).as("only who knows the password is told").doesNotContain("disabled");
      assertThat(right.status()).isEqualTo(401);
      assertThat(right.text()).contains("disabled");
      assertThat(hub.get("/auth/login", session).status()).isEqualTo(401);
      assertThat(hub.get("/devices/", session).status()).as("until its token ends").isEqualTo(200);
      assertThat(hub.get("/auth/login", device.token()).status()).isEqualTo(200);
      assertThat(hub.tryLogin("bob", TestHub.PASSWORD).status()).isEqualTo(200);
      assertThat(user("list").out()).containsPattern("ada +disabled").containsPattern("bob  +bob@");

      hub.restart();
      assertThat(hub.tryLogin("ada", TestHub.PASSWORD).status()).isEqualTo(401);
      user("enable", "ada").done();
      assertThat(hub.tryLogin("ada", TestHub.PASSWORD).status()).isEqualTo(200);
      assertThat(hub.get("/auth/login", session).status()).isEqualTo(200);
    }
  }

  /** Nor do its tokens open anything new while it is shut out. */
  @Test
  void shutsOutWhatAnAccountGaveToProgramsAndDevices() throws IOException {
    try (TestHub hub = TestHub.start(data())) {
      String session = hub.account("ada");
      JsonObject scopes =
          JsonObject.builder().put("scopes", Json.ofStrings(List.of("devices.readonly"))).build();
      String secret = hub.post("/tokens/", session, scopes).string("secret");
      String join = hub.post("/devices/tokens", session, JsonObject.EMPTY).string("token");
      String program = hub.login("ada", secret);
      assertThat(registers(hub, join)).isEqualTo(200);

      user("disable", "ada").done();
      assertThat(hub.tryLogin("ada", secret).status()).isEqualTo(401);
      assertThat(hub.get("/auth/login", program).status()).isEqualTo(401);
      assertThat(registers(hub, join)).isEqualTo(400);

      user("enable", "ada").done();
      assertThat(hub.tryLogin("ada", secret).status()).isEqualTo(200);
      assertThat(registers(hub, join)).isEqualTo(200);
    }
  }

  private static int registers(TestHub hub, String joinToken) {
    return hub.call(
            "POST",
            "/devices/",
            Optional.empty(),
            Optional.empty(),
            Map.of(JoinTokenTest.HEADER, joinToken))
        .status();
  }

  @Test
  void tellsAnAccountWhatTheOperatorDidToIt() throws IOException {
    try (TestHub hub = TestHub.start(data())) {
      user("add", "ada", "--email", "ada@example.org", "--password-file", file(OTHER)).done();
      user("passwd", "ada", "--password-file", file(TestHub.PASSWORD)).done();
      user("disable", "ada").done();
      user("enable", "ada").done();
      JsonArray records =
          (JsonArray)
              hub.get("/firmtrail/v1/account/audit", hub.login("ada", TestHub.PASSWORD)).anyJson();
      assertThat(records.items().subList(0, 4))
          .extracting(record -> ((JsonObject) record).string("action").orElseThrow())
          .containsExactly("account-made", "password-set", "account-disabled", "account-enabled");
      assertThat(records.items().subList(0, 4))
          .allSatisfy(record -> {
            assertThat(((JsonObject) record).string("who")).contains("prn:::operator:/");
            assertThat(((JsonObject) record).string("address")).contains("local");
          });
    }
  }

  @Test
  void worksWhileNoHubRuns() throws IOException {
    TestHub.start(data()).close();
    user("add", "ada", "--email", "ada@example.org", "--password-file", file(OTHER)).done();
    assertThat(user("list", "--json").done().out())
        .contains("\"nick\":\"ada\"", "\"disabled\":false")
        .doesNotContain("argon2");
    try (TestHub hub = TestHub.start(data())) {
      assertThat(hub.tryLogin("ada", OTHER).status()).isEqualTo(200);
    }
  }

  @Test
  void saysWhatItCannotDo() throws IOException {
    HubRun nowhere = user("list");
    assertThat(nowhere.code()).isEqualTo(1);
    assertThat(nowhere.err()).contains(data().toString()).hasLineCount(1);
    assertThat(data()).doesNotExist();

    TestHub.start(data()).close();
    HubRun nobody = user("disable", "ada");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("no account of the nick ada");
    assertThat(user("add", "ada", "--email", "a@b", "--password", OTHER).code())
        .as("every user of the machine can see arguments")
        .isEqualTo(2);
  }
}
