package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts and devices, against a real hub. */
class AccountCommandsTest {
  @TempDir Path directory;
  private Place ada;
  private Hub hub;

  @BeforeEach
  void start() throws IOException {
    ada = new Place(directory);
    hub = Place.hub(directory.resolve("hub"));
  }

  @AfterEach
  void stop() {
    hub.close();
    ada.close();
  }

  private String url() {
    return hub.url().toString();
  }

  private Ran register(String typed, String... more) throws IOException {
    String[] words = new String[more.length + 6];
    System.arraycopy(
        new String[] {"register", "-u", "ada", "-e", "ada@example.org", url()}, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    return ada.typing(typed, directory, words);
  }

  @Test
  void registersWithAPasswordThatIsTyped() throws IOException {
    Ran ran = Place.good(register(Place.PASSWORD + "\n"));
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("Account ada is ready; log in with pvr login\n");
    assertThat(Place.good(ada.typing("ada\n" + Place.PASSWORD, directory, "login", url())).err())
        .isEqualTo("*** Login @ " + url() + "/auth (realm=pantahub services) ***\n");
  }

  @Test
  void answersARegistrationInJson() throws IOException {
    JsonObject answer = Place.json(register(Place.PASSWORD + "\r\n", "--json"));
    assertThat(answer.string("nick")).contains("ada");
    assertThat(answer.string("confirmAt")).contains("");
    assertThat(register(Place.PASSWORD + "\n").code()).isEqualTo(2);
  }

  @Test
  void registersNobodyWithoutAPasswordAnAddressOrAName() throws IOException {
    assertThat(register("").code()).isEqualTo(2);
    assertThat(register("\n").err()).isEqualTo("no password was given\n");
    assertThat(ada.pvr(directory, "register", "-u", "ada", url()).err())
        .isEqualTo("no email was given: --email\n");
    assertThat(ada.pvr(directory, "register", "-e", "a@b", url()).code()).isEqualTo(2);
  }

  @Test
  void remembersTheTokenAndTheHubOfALogin() throws IOException {
    register(Place.PASSWORD + "\n");
    Ran ran = Place.good(ada.typing("ada\n" + Place.PASSWORD + "\n", directory, "login", url()));
    assertThat(ran.out())
        .startsWith("Response of GET " + url() + "/auth/auth_status\n{\n    \"exp\": ")
        .endsWith("}\nLoggedIn Successfully!\n");
    Path tokens = ada.config().resolve("auth.json");
    assertThat(Files.readString(tokens).replaceAll("(-token\": \")[^\"]+", "$1TOKEN"))
        .isEqualTo(
            """
            {
                "spec": "1",
                "tokens": {
                    "%s/auth realm=pantahub services": {
                        "Name": "",
                        "access-token": "TOKEN",
                        "refresh-token": "TOKEN"
                    }
                }
            }\
            """
                .formatted(url()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ada.config())))
        .isEqualTo("rwx------");
    assertThat(ada.config().resolve("config.json"))
        .hasContent("{\"Spec\":\"1\",\"AutoUpgrade\":true,\"DistributionTag\":\"develop\"}");
    assertThat(Files.readString(ada.config().resolve("firmtrail.json"))).contains(url());
  }

  @Test
  void logsInAgainAtTheRememberedHub() throws IOException {
    ada.person("ada", hub.url());
    JsonObject claims =
        Place.json(ada.typing("ada\n" + Place.PASSWORD + "\n", directory, "login", "--json"));
    assertThat(claims.string("nick")).contains("ada");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ada\nnot the password\n", "ada\n", "", "\n", "nobody\nx\nnobody\ny\nnobody\nz\n"})
  void aLoginThatFailsIsExitCode4AndLeavesNothing(String typed) throws IOException {
    register(Place.PASSWORD + "\n");
    Ran ran = ada.typing(typed, directory, "login", url());
    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).doesNotContain("not the password");
    assertThat(ada.config().resolve("auth.json")).doesNotExist();
  }

  @Test
  void neverPrintsAPasswordThatStandsInAUrl() throws IOException {
    ada.secret("hunter2");
    Ran ran = ada.pvr(directory, "login", "http://ada:hunter2@127.0.0.1:1/");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).doesNotContain("hunter2").contains("log in instead");
    assertThat(ada.pvr(directory, "login", "ftp://h").code()).isEqualTo(2);
    assertThat(ada.pvr(directory, "login", url(), url()).code()).isEqualTo(1);
  }

  @Test
  void saysWhoIsLoggedInOnStandardErrorAsEver() throws IOException, JsonException {
    assertThat(Place.good(ada.pvr(directory, "whoami"))).isEqualTo(new Ran(0, "", ""));
    ada.person("ada", hub.url());
    Ran ran = ada.ok(directory, "whoami");
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).matches("ada\\(prn:::accounts:/[0-9a-f]{24}\\) at " + url() + "/auth\n");
    Ran json = ada.ok(directory, "whoami", "--json");
    JsonArray logins = (JsonArray) JsonReader.read(json.out().getBytes(StandardCharsets.UTF_8));
    assertThat(((JsonObject) logins.items().getFirst()).string("nick")).contains("ada");
    assertThat(json.err()).isEmpty();
  }

  @Test
  void saysWhichHubDoesNotAnswerAndGoesOn() throws IOException {
    ada.person("ada", hub.url());
    hub.close();
    Ran ran = ada.ok(directory, "--debug", "whoami");
    assertThat(ran.err())
        .contains("GET " + url() + "/auth/auth_status: no answer, ")
        .contains("nobody at " + url() + "/auth: cannot reach ");
  }

  @Test
  void makesADeviceWithTheCommittedStateAndShowsItsSecretOnce() throws IOException {
    ada.person("ada", hub.url());
    Path ws = ada.workspace("ws", Map.of("app/run.json", "{\"a\": 1.50}", "app/root", "content"));
    Ran ran = ada.ok(ws, "device", "create", "thermostat");
    assertThat(ran.out()).endsWith("}\nDevice Created Successfully\n");
    assertThat(ran.out().split("\"secret\"", -1)).hasSize(2);
    String id = ada.ok(ws, "id", "@").out();
    assertThat(ada.ok(directory, "id", "ada/thermostat/steps/0").out()).isEqualTo(id);

    JsonObject second = Place.json(ada.pvr(ws, "device", "create", "--json"));
    assertThat(second.members()).containsKeys("id", "prn", "nick", "secret");
  }

  @Test
  void claimsADeviceThatRegisteredItself() throws IOException, InterruptedException, JsonException {
    ada.person("ada", hub.url());
    JsonObject device = registered();
    String place = url() + "/devices/" + Place.text(device, "id");
    Ran wrong = ada.pvr(directory, "claim", "-c", "wrong", place);
    assertThat(wrong.code()).isEqualTo(4);
    assertThat(wrong.err()).contains("the challenge is wrong, or the device has an owner");
    ada.ok(directory, "claim", "-c", Place.text(device, "challenge"), place);
    assertThat(ada.ok(directory, "device", "get", Place.text(device, "id")).out())
        .contains("\"owner-nick\": \"ada\"");
  }

  /** What a device does that has never been anywhere. */
  private JsonObject registered() throws IOException, InterruptedException, JsonException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/devices/"))
            .header("User-Agent", "device")
            .POST(BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return JsonReader.readObject(client.send(request, BodyHandlers.ofByteArray()).body());
    }
  }

  @Test
  void refusesADeviceThatCannotBe() throws IOException {
    Path ws = ada.workspace("ws", Map.of("a", "b"));
    assertThat(ada.ok(ws, "device").out()).contains("pvr device create thermostat");
    assertThat(ada.pvr(ws, "device", "create", "a", "b").code()).isEqualTo(2);
    assertThat(ada.pvr(ws, "device", "destroy").code()).isEqualTo(3);
    Ran nobody = ada.pvr(ws, "-b", url(), "device", "create");
    assertThat(nobody.code()).as("nobody is logged in, and nobody can be asked").isEqualTo(4);
    assertThat(nobody.err()).contains("log in with: pvr login " + url() + "/auth/auth_status");
    ada.person("ada", hub.url());
    ada.ok(ws, "device", "create", "one");
    Ran taken = ada.pvr(ws, "device", "create", "one");
    assertThat(taken.code()).isEqualTo(4);
    assertThat(taken.err()).contains("409");
    assertThat(ada.pvr(directory, "device", "create").code()).isEqualTo(4);
  }

  @Test
  void saysEachRequestWithDebugAndNoSecret() throws IOException {
    ada.person("ada", hub.url());
    Path ws = ada.workspace("ws", Map.of("a", "b"));
    ada.set("PVR_DEBUG", "1");
    String said = ada.ok(ws, "device", "create", "one").err();
    assertThat(said)
        .containsPattern("GET " + url() + "/auth/auth_status: 200, \\d+ ms\n")
        .containsPattern("POST " + url() + "/objects/: 200, \\d+ ms\n")
        .containsPattern("PUT " + url() + "/local-s3/…: 200, \\d+ ms\n")
        .containsPattern("POST " + url() + "/trails/: 200, \\d+ ms\n");
  }
}
