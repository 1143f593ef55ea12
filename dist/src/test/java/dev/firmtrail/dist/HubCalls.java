package dev.firmtrail.dist;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hub's protocol, spoken by hand and by one caller: unlike our own client it never repeats a
 * call, so that a test knows what was answered. Connections are kept open, one call after another.
 */
final class HubCalls implements AutoCloseable {
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

  private final HttpClient http;
  private final URI hub;
  private final String token;

  HubCalls(URI hub, String token) {
    this(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build(),
        hub,
        token);
  }

  private HubCalls(HttpClient http, URI hub, String token) {
    this.http = http;
    this.hub = hub;
    this.token = token;
  }

  private HttpResponse<byte[]> call(String method, URI uri, boolean signed, byte[] body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(LONGEST_ANSWER)
            .method(method, BodyPublishers.ofByteArray(body));
    if (!signed) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static Json json(HttpResponse<byte[]> response) {
    if (response.statusCode() != OK && response.statusCode() != CONFLICT) {
      throw new AssertionError(
          response + ": " + new String(response.body(), StandardCharsets.UTF_8));
    }
    try {
      return JsonReader.read(response.body());
    } catch (JsonException broken) {
      throw new AssertionError(broken);
    }
  }

  private static String string(JsonObject object, String member) {
    return object.string(member).orElseThrow(() -> new AssertionError("no " + member));
  }

  int status(String method, String path) throws IOException {
    return call(method, hub.resolve(path), false, new byte[0]).statusCode();
  }

  JsonObject get(String path) throws IOException {
    return (JsonObject) json(call("GET", hub.resolve(path), false, new byte[0]));
  }

  /** Announces an object; gives the URL to send it to, or nothing when the hub has it. */
  Optional<URI> announce(byte[] content) throws IOException {
    JsonObject announcement =
        JsonObject.builder()
            .put("objectname", "object")
            .put("size", Integer.toString(content.length))
            .put("sha256sum", ObjectId.of(content).hex())
            .build();
    HttpResponse<byte[]> response =
        call("POST", hub.resolve("/objects/"), false, JsonWriter.COMPACT.bytes(announcement));
    return response.statusCode() == CONFLICT
        ? Optional.empty()
        : Optional.of(URI.create(string((JsonObject) json(response), "signed-puturl")));
  }

  /** Returns when the hub has said that it has the object. */
  ObjectId upload(byte[] content) throws IOException {
    Optional<URI> to = announce(content);
    if (to.isPresent()) {
      send(to.get(), content);
    }
    return ObjectId.of(content);
  }

  /** To a URL that {@link #announce} gave. */
  void send(URI to, byte[] content) throws IOException {
    HttpResponse<byte[]> response = call("PUT", to, true, content);
    if (response.statusCode() != OK) {
      throw new AssertionError(
          "an upload was refused: " + new String(response.body(), StandardCharsets.UTF_8));
    }
  }

  byte[] download(ObjectId id) throws IOException {
    URI uri = hub.resolve("/objects/" + id.hex() + "/blob");
    HttpResponse<byte[]> response = call("GET", uri, false, new byte[0]);
    if (response.statusCode() != OK) {
      throw new AssertionError(id + " does not come: " + response);
    }
    return response.body();
  }

  static JsonObject state(Map<String, ObjectId> objects) {
    JsonObject.Builder state = JsonObject.builder().put("#spec", "pantavisor-service-system@1");
    objects.forEach((path, id) -> state.put(path, id.hex()));
    return state.build();
  }

  /** Posts the next step; gives its number. */
  long post(String device, JsonObject state) throws IOException {
    JsonObject step =
        JsonObject.builder()
            .put("rev", -1L)
            .put("commit-msg", "posted")
            .put("state", state)
            .build();
    URI steps = hub.resolve("/trails/" + device + "/steps");
    return rev((JsonObject) json(call("POST", steps, false, JsonWriter.COMPACT.bytes(step))));
  }

  /** A list of objects. */
  List<JsonObject> list(String path) throws IOException {
    return objects(json(call("GET", hub.resolve(path), false, new byte[0])));
  }

  private static List<JsonObject> objects(Json list) {
    return ((JsonArray) list).items().stream().map(JsonObject.class::cast).toList();
  }

  /** All steps of a trail that no device has finished, as the hub writes them, in its order. */
  List<JsonObject> steps(String device) throws IOException {
    return list("/trails/" + device + "/steps");
  }

  /** What a state needs besides itself. */
  static List<ObjectId> objectsOf(JsonObject state) {
    return state.members().keySet().stream()
        .filter(key -> !key.startsWith("#") && !key.endsWith(".json"))
        .map(key -> new ObjectId(string(state, key)))
        .toList();
  }

  /** What the state of a step says its id is. */
  static String stateId(JsonObject step) {
    return idOf(step.object("state").orElseThrow());
  }

  /** What the id of a state is. */
  static String idOf(JsonObject state) {
    return ObjectId.of(JsonWriter.CANONICAL.bytes(state)).hex();
  }

  /** The state of a step. */
  JsonObject get(SoakLedger.Step step) throws IOException {
    return get("/trails/" + step.device() + "/steps/" + step.rev() + "/state");
  }

  private JsonObject submit(String path, JsonObject body) throws IOException {
    return (JsonObject)
        json(call("POST", hub.resolve(path), false, JsonWriter.COMPACT.bytes(body)));
  }

  /** Makes a device of this caller's, who may be any account; gives its own calls. */
  HubCalls asNewDevice() throws IOException {
    JsonObject device = submit("/devices/", JsonObject.EMPTY);
    return as(string(device, "prn"), string(device, "secret"));
  }

  /** The calls of somebody else, over the same connections, which the first close ends. */
  HubCalls as(String name, String secret) throws IOException {
    return new HubCalls(http, hub, string(submit("/auth/login", login(name, secret)), "token"));
  }

  private static JsonObject login(String username, String password) {
    return JsonObject.builder().put("username", username).put("password", password).build();
  }

  /** The status that a login is answered with. */
  int logIn(String username, String password) throws IOException {
    byte[] login = JsonWriter.COMPACT.bytes(login(username, password));
    return call("POST", hub.resolve("/auth/login"), false, login).statusCode();
  }

  /** As a device: posts one line of its log. */
  void log(String rev, String message) throws IOException {
    submit("/logs/", JsonObject.builder().put("rev", rev).put("msg", message).build());
  }

  /** As an account: the first 3000 lines that its devices logged while a revision ran. */
  List<String> logged(String rev) throws IOException {
    return entries(get("/logs/?page=3000&rev=" + rev)).stream()
        .map(entry -> string(entry, "msg"))
        .toList();
  }

  /** As an account: all lines that its devices logged, in the hub's order. */
  List<String> logged() throws IOException {
    List<String> all = new ArrayList<>();
    JsonObject page = get("/logs/?cursor=true&page=3000&sort=time-created");
    for (List<JsonObject> entries = entries(page); !entries.isEmpty(); entries = entries(page)) {
      entries.forEach(entry -> all.add(string(entry, "msg")));
      page =
          submit(
              "/logs/cursor",
              JsonObject.builder().put("next-cursor", string(page, "next-cursor")).build());
    }
    return all;
  }

  private static List<JsonObject> entries(JsonObject page) {
    return page.get("entries").map(HubCalls::objects).orElse(List.of());
  }

  URI hub() {
    return hub;
  }

  private static long rev(JsonObject step) {
    return step.integer("rev").orElseThrow();
  }

  @Override
  public void close() {
    http.close();
  }
}
