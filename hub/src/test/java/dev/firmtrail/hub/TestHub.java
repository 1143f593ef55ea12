package dev.firmtrail.hub;

import dev.firmtrail.hub.usage.Bounds;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.hub.web.TlsFiles;
import dev.firmtrail.hub.web.TrustedProxies;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A real hub on loopback with a client that says plainly what it sends and gets. */
final class TestHub implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  static final String SPEC = "pantavisor-service-system@1";

  private final HttpClient client;
  private final HubConfig config;
  private Hub hub;

  private TestHub(HubConfig config, Hub hub, HttpClient client) {
    this.client = client;
    this.config = config;
    this.hub = hub;
  }

  static TestHub start(Path data) throws IOException {
    return start(data, InstantSource.system());
  }

  static TestHub start(Path data, InstantSource clock) throws IOException {
    HubConfig config = HubConfig.loopback(data);
    return new TestHub(config, Hub.start(config, clock), HttpClient.newHttpClient());
  }

  static TestHub start(Path data, Limits limits, InstantSource clock) throws IOException {
    HubConfig config = HubConfig.loopback(data);
    return new TestHub(config, Hub.start(config, limits, clock), HttpClient.newHttpClient());
  }

  /** One that believes some what they say of where requests come from. */
  static TestHub start(Path data, TrustedProxies proxies, InstantSource clock) throws IOException {
    HubConfig config = config(data, Optional.empty(), Optional.empty(), proxies, Bounds.STANDARD);
    return new TestHub(config, Hub.start(config, clock), HttpClient.newHttpClient());
  }

  /** One of small numbers. */
  static TestHub start(Path data, Bounds bounds) throws IOException {
    HubConfig config =
        config(data, Optional.empty(), Optional.empty(), TrustedProxies.NOBODY, bounds);
    return new TestHub(config, Hub.start(config), HttpClient.newHttpClient());
  }

  /** One that can be asked for its metrics with the secret in a file. */
  static TestHub startMeasured(Path data, Path token) throws IOException {
    HubConfig config = config(data, Optional.empty(), Optional.of(token));
    return new TestHub(config, Hub.start(config), HttpClient.newHttpClient());
  }

  /** With TLS, and a client that trusts whoever made its certificate. */
  static TestHub start(Path data, ServerCertificate certificate, Limits limits) throws IOException {
    return start(data, certificate.files(), certificate.client(), limits, InstantSource.system());
  }

  /** With these files, and a client that has no certificate of its own. */
  static TestHub start(Path data, TlsFiles files, SSLContext trust, InstantSource clock)
      throws IOException {
    return start(data, files, trust, Limits.STANDARD, clock);
  }

  private static TestHub start(
      Path data, TlsFiles files, SSLContext trust, Limits limits, InstantSource clock)
      throws IOException {
    HubConfig config = config(data, Optional.of(files), Optional.empty());
    return new TestHub(
        config,
        Hub.start(config, limits, clock),
        HttpClient.newBuilder().sslContext(trust).build());
  }

  private static HubConfig config(Path data, Optional<TlsFiles> tls, Optional<Path> metricsToken) {
    return config(data, tls, metricsToken, TrustedProxies.NOBODY, Bounds.STANDARD);
  }

  private static HubConfig config(
      Path data,
      Optional<TlsFiles> tls,
      Optional<Path> metricsToken,
      TrustedProxies proxies,
      Bounds bounds) {
    HubConfig plain = HubConfig.loopback(data);
    return new HubConfig(
        data,
        plain.listen(),
        plain.publicUrl(),
        plain.largestObject(),
        tls,
        metricsToken,
        proxies,
        bounds);
  }

  void restart() throws IOException {
    hub.close();
    hub = Hub.start(config);
  }

  Hub hub() {
    return hub;
  }

  String url(String path) {
    return hub.url() + path;
  }

  /** An answer, with its body as text. */
  record Reply(int status, HttpResponse<String> response) {
    String text() {
      return response.body();
    }

    JsonObject json() {
      try {
        return JsonReader.readObject(text().getBytes(StandardCharsets.UTF_8));
      } catch (JsonException broken) {
        throw new AssertionError("not a JSON object: " + text(), broken);
      }
    }

    Json anyJson() {
      try {
        return JsonReader.read(text().getBytes(StandardCharsets.UTF_8));
      } catch (JsonException broken) {
        throw new AssertionError("not JSON: " + text(), broken);
      }
    }

    String string(String member) {
      return json()
          .string(member)
          .orElseThrow(() -> new AssertionError(member + " is missing in " + text()));
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  Reply call(
      String method,
      String path,
      Optional<String> token,
      Optional<String> body,
      Map<String, String> headers) {
    URI uri = URI.create(path.startsWith("http") ? path : url(path));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("User-Agent", "test")
            .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response);
    } catch (IOException failed) {
      throw new AssertionError(method + " " + path + " got no answer", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  Reply get(String path, String token) {
    return call("GET", path, Optional.of(token), Optional.empty(), Map.of());
  }

  Reply post(String path, String token, JsonObject body) {
    return call(
        "POST", path, Optional.of(token), Optional.of(JsonWriter.COMPACT.text(body)), Map.of());
  }

  Reply put(String path, String token, JsonObject body) {
    return call(
        "PUT", path, Optional.of(token), Optional.of(JsonWriter.COMPACT.text(body)), Map.of());
  }

  Reply delete(String path, String token) {
    return call("DELETE", path, Optional.of(token), Optional.empty(), Map.of());
  }

  Reply postOpen(String path, JsonObject body) {
    return call(
        "POST", path, Optional.empty(), Optional.of(JsonWriter.COMPACT.text(body)), Map.of());
  }

  Reply put(String url, String body) {
    return call("PUT", url, Optional.empty(), Optional.of(body), Map.of());
  }

  /** Makes an account and logs it in. */
  String account(String nick) {
    postOpen(
        "/auth/accounts",
        JsonObject.builder()
            .put("email", nick + "@example.org")
            .put("nick", nick)
            .put("password", PASSWORD)
            .build());
    return login(nick, PASSWORD);
  }

  Reply tryLogin(String username, String password) {
    return postOpen(
        "/auth/login",
        JsonObject.builder().put("username", username).put("password", password).build());
  }

  String login(String username, String password) {
    return tryLogin(username, password).string("token");
  }

  String anonymous() {
    return login("prn:pantahub.com:auth:/anon", "prn:pantahub.com:auth:/anon");
  }

  /** A device with an owner, and its own token. */
  record DeviceLogin(String id, String prn, String token) {}

  DeviceLogin device(String ownerToken, String nick) {
    Reply created = post("/devices/", ownerToken, JsonObject.builder().put("nick", nick).build());
    String prn = created.string("prn");
    return new DeviceLogin(created.string("id"), prn, login(prn, created.string("secret")));
  }

  /** {@link #device} with a trail that has the empty state as step 0. */
  DeviceLogin deviceWithTrail(String ownerToken, String nick) {
    DeviceLogin device = device(ownerToken, nick);
    Reply begun = post("/trails/", device.token(), JsonObject.builder().put("#spec", SPEC).build());
    if (begun.status() != 200) {
      throw new AssertionError("no trail: " + begun.text());
    }
    return device;
  }

  /** Posts the next step, with a state that has this value in it. */
  Reply postStep(DeviceLogin device, String token, String value) {
    return post("/trails/" + device.id() + "/steps", token, step(-1, state("a.json", value)));
  }

  static String step(DeviceLogin device, long rev) {
    return "/trails/" + device.id() + "/steps/" + rev;
  }

  /** Reports as a device does, in its own spelling. */
  Reply report(DeviceLogin device, long rev, String json) {
    return call(
        "PUT",
        step(device, rev) + "/progress",
        Optional.of(device.token()),
        Optional.of(json),
        Map.of());
  }

  /** All that happened to a device. */
  List<JsonObject> events(DeviceLogin device, String token) {
    List<JsonObject> all = new ArrayList<>();
    while (true) {
      Reply page =
          get("/firmtrail/v1/devices/" + device.id() + "/events?from=" + all.size(), token);
      List<JsonObject> more =
          ((JsonArray) page.anyJson()).items().stream().map(JsonObject.class::cast).toList();
      if (more.isEmpty()) {
        return all;
      }
      all.addAll(more);
    }
  }

  /** What an owner decides about a step: {@code cancel} or {@code wontgo}. */
  Reply decide(String what, DeviceLogin device, long rev, String token) {
    return call(
        "PUT", step(device, rev) + "/" + what, Optional.of(token), Optional.empty(), Map.of());
  }

  static JsonObject announcement(String content, String name) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return JsonObject.builder()
        .put("objectname", name)
        .put("size", Integer.toString(bytes.length))
        .put("sha256sum", ObjectId.of(bytes).hex())
        .build();
  }

  /** Announces and uploads an object; gives its id. */
  String object(String token, String content, String name) {
    Reply announced = post("/objects/", token, announcement(content, name));
    if (announced.status() == 200) {
      put(announced.string("signed-puturl"), content);
    }
    return announced.string("id");
  }

  static JsonObject step(long rev, JsonObject state) {
    return JsonObject.builder()
        .put("rev", rev)
        .put("commit-msg", "message")
        .put("state", state)
        .build();
  }

  static JsonObject state(String path, String value) {
    return JsonObject.builder().put("#spec", SPEC).put(path, value).build();
  }

  @Override
  public void close() {
    client.close();
    hub.close();
  }
}
