package dev.firmtrail.hub;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.hub.web.Rates;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A hub with somebody's secret device on it, and all that a stranger may have got hold of. */
final class HostileWorld implements AutoCloseable {
  private static final Limits SHORT =
      new Limits(Duration.ofMillis(1500), Duration.ofSeconds(1), 64, 64, Rates.STANDARD);
  private static final String CONTENT = "content";

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final Path data;
  private final TestHub hub;
  private final String owner;
  private final String stranger;
  private final String foreignToken;
  private final DeviceLogin device;
  private final DeviceLogin strangersDevice;
  private final DeviceLogin strict;
  private final Reply waiting;
  private final String object;
  private final Reply announced;
  private final Reply joinToken;
  private final Reply disabled;
  private final Reply personal;
  private final String getUrl;

  HostileWorld(Path directory) throws IOException {
    this.data = directory.resolve("hub");
    this.hub = TestHub.start(data, SHORT, () -> Instant.now().plus(later.get()));
    this.owner = hub.account("owner");
    this.stranger = hub.account("stranger");
    this.device = hub.deviceWithTrail(owner, "secret-device");
    this.strangersDevice = hub.deviceWithTrail(stranger, "other-device");
    this.strict = hub.deviceWithTrail(owner, "strict-device");
    hub.put(
        "/firmtrail/v1/devices/" + strict.id() + "/signature-policy",
        owner,
        JsonObject.builder()
            .put("mode", "strict")
            .put("roots", Signed.pem("trust-ec-and-rsa.pem"))
            .build());
    this.waiting = hub.postOpen("/devices/", JsonObject.EMPTY);
    this.object = hub.object(owner, CONTENT, "kernel");
    hub.post(
        "/trails/" + device.id() + "/steps", owner, TestHub.step(-1, TestHub.state("k", object)));
    hub.put(
        "/devices/" + device.id() + "/user-meta",
        owner,
        JsonObject.builder().put("wifi", "of a secret device").build());
    hub.post(
        "/logs/", device.token(), JsonObject.builder().put("msg", "of a secret device").build());
    this.joinToken = hub.post("/devices/tokens", owner, JsonObject.EMPTY);
    this.disabled = hub.post("/devices/tokens", owner, JsonObject.EMPTY);
    hub.call(
        "DELETE",
        "/devices/tokens/" + disabled.string("id"),
        Optional.of(owner),
        Optional.empty(),
        Map.of());
    this.personal =
        hub.post(
            "/tokens",
            owner,
            JsonObject.builder().put("scopes", Json.ofStrings(List.of("all"))).build());
    this.announced = hub.post("/objects/", owner, TestHub.announcement("to be uploaded", "later"));
    this.getUrl = path(hub.get("/objects/" + object, owner), "signed-geturl");
    try (TestHub foreign = TestHub.start(directory.resolve("foreign"))) {
      this.foreignToken = foreign.account("owner");
    }
  }

  String owner() {
    return owner;
  }

  String stranger() {
    return stranger;
  }

  /** Of an account of the same name on another hub. */
  String foreignToken() {
    return foreignToken;
  }

  String deviceToken() {
    return device.token();
  }

  String strangersDeviceToken() {
    return strangersDevice.token();
  }

  /** The id of the owner's personal token. */
  String personalToken() {
    return personal.string("id");
  }

  /** Of a program that has just logged in with that token. */
  String programToken() {
    return hub.login(personal.string("name"), personal.string("secret"));
  }

  TestHub hub() {
    return hub;
  }

  Path data() {
    return data;
  }

  /** Where something that was announced, and is 14 bytes long, can be sent to. */
  String putPath() {
    return path(announced, "signed-puturl");
  }

  /** Where the bytes of the owner's object are. */
  String getPath() {
    return getUrl;
  }

  private static String path(Reply reply, String member) {
    return URI.create(reply.string(member)).getRawPath();
  }

  boolean isHealthy() {
    return hub.call("GET", "/healthz", Optional.empty(), Optional.empty(), Map.of()).status()
        == 200;
  }

  void letTimePass(Duration duration) {
    later.set(duration);
  }

  /** A request with names for what only this world knows. */
  String request(String method, String path, String token, String body) {
    return HostileRequest.lines(
            method
                + " "
                + filled(path)
                + " HTTP/1.1\nHost: hub\nUser-Agent: stranger\nConnection: close\nAuthorization: Bearer "
                + token
                + "\nContent-Length: "
                + filled(body).length()
                + "\n\n")
        + filled(body);
  }

  String filled(String text) {
    return text.replace("{device}", device.id())
        .replace("{strict}", strict.id())
        .replace("{waiting}", waiting.string("id"))
        .replace("{challenge}", waiting.string("challenge"))
        .replace("{object}", object)
        .replace("{join}", joinToken.string("id"))
        .replace("{disabled}", disabled.string("token"))
        .replace("{token}", personalToken())
        .replace("{secret}", personal.string("secret"))
        .replace("{put}", putPath())
        .replace("{get}", getUrl);
  }

  /** Everything that must never stand in a log. */
  List<String> secrets() {
    return Stream.of(
            owner,
            stranger,
            foreignToken,
            device.token(),
            waiting.string("secret"),
            waiting.string("challenge"),
            joinToken.string("token"),
            disabled.string("token"),
            personal.string("secret"),
            TestHub.PASSWORD,
            putPath(),
            getUrl)
        .map(secret -> secret.substring(secret.lastIndexOf('/') + 1))
        .toList();
  }

  /** The steps, devices and accounts, and every object with the hash of its bytes. */
  List<String> contents() throws IOException, SQLException {
    List<String> contents = new ArrayList<>();
    try (Connection database =
        DriverManager.getConnection("jdbc:sqlite:file:" + data.resolve("hub.db") + "?mode=ro")) {
      for (String query :
          List.of(
              "SELECT trail || rev || state || committer || commit_msg FROM steps ORDER BY 1",
              "SELECT id || owner || nick || secret || challenge || public FROM devices ORDER BY 1",
              "SELECT subject || seq || hex(bytes) FROM events ORDER BY 1",
              "SELECT id || nick || password FROM accounts ORDER BY 1",
              "SELECT id || hex(bytes) FROM states ORDER BY 1",
              "SELECT owner || id || present FROM objects ORDER BY 1",
              "SELECT subject || seq || hex(bytes) FROM events ORDER BY 1",
              "SELECT trail || rev || status || progress FROM step_standing ORDER BY 1",
              "SELECT device || kind || value || seq FROM metas ORDER BY 1",
              "SELECT subject || seq || hex(policy) || who FROM signature_policies ORDER BY 1",
              "SELECT device || seq || hex(bytes) FROM log_lines ORDER BY 1",
              "SELECT id || owner || nick || hash || disabled FROM join_tokens ORDER BY 1",
              "SELECT id || name || hash || scopes || expires FROM personal_tokens ORDER BY 1")) {
        try (ResultSet rows = database.createStatement().executeQuery(query)) {
          while (rows.next()) {
            contents.add(rows.getString(1));
          }
        }
      }
    }
    try (Stream<Path> files = Files.list(data.resolve("objects"))) {
      for (Path file : files.sorted().toList()) {
        contents.add(file.getFileName() + " " + ObjectId.of(Files.readAllBytes(file)).hex());
      }
    }
    return contents;
  }

  static String latin(byte... bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    hub.close();
  }
}
