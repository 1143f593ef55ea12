package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Many small objects in one request: {@code docs/formats/hub.md}, Bundles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundlesTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private TestHub hub;
  private Path objects;
  private String alice;
  private String bob;
  private DeviceLogin device;
  private String endpoint;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    objects = data.resolve("hub/objects");
    alice = hub.account("alice");
    bob = hub.account("bobby");
    device = hub.deviceWithTrail(alice, "box");
    endpoint = bundles(device, 0);
  }

  @AfterAll
  void stop() {
    client.close();
    hub.close();
  }

  private static String bundles(DeviceLogin device, long revision) {
    return "/firmtrail/v1/trails/" + device.id() + "/steps/" + revision + "/bundles";
  }

  private static ObjectId id(String content) {
    return ObjectId.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bundle(List<String> contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String content : contents) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      new BundleEntry(ObjectId.of(bytes), bytes.length, "app/" + content).writeTo(out);
      out.write(bytes);
    }
    return out.toByteArray();
  }

  private HttpResponse<InputStream> post(String path, String token, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(hub.url(path)))
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofInputStream());
  }

  private int send(String token, byte[] body) throws IOException, InterruptedException {
    return post(endpoint + "/store", token, body).statusCode();
  }

  private static JsonObject ids(ObjectId... ids) {
    return JsonObject.builder()
        .put("objects", Json.ofStrings(Arrays.stream(ids).map(ObjectId::hex).toList()))
        .build();
  }

  @Test
  void saysThatItTakesBundlesWhereARepositoryIsDescribed() {
    for (String path : List.of("/alice/box", "/alice/box/steps/0", "/trails/" + device.id())) {
      assertThat(hub.get(path + "/.pvrremote", alice).header("Firmtrail-Bundles").orElse(""))
          .endsWith(endpoint);
    }
  }

  @Test
  void takesManyObjectsAndGivesThemBack() throws Exception {
    assertThat(send(alice, bundle(List.of("one", "two", "")))).isEqualTo(200);
    assertThat(hub.get("/objects/" + id("two"), alice).string("objectname")).isEqualTo("app/two");
    JsonObject state =
        JsonObject.builder()
            .put("#spec", TestHub.SPEC)
            .put("app/1", id("one").hex())
            .put("app/2", id("two").hex())
            .put("app/3", id("").hex())
            .build();
    String trail = "/trails/" + device.id() + "/steps";
    Reply posted = hub.post(trail, alice, TestHub.step(-1, state));
    assertThat(posted.status()).isEqualTo(200);

    String step = bundles(device, posted.json().integer("rev").orElseThrow());
    HttpResponse<InputStream> given =
        post(step + "/fetch", alice, JsonWriter.COMPACT.bytes(ids(id("two"), id("one"), id(""))));
    assertThat(given.statusCode()).isEqualTo(200);
    assertThat(given.headers().firstValueAsLong("Content-Length")).isPresent();
    Map<String, String> came = new LinkedHashMap<>();
    try (InputStream in = given.body()) {
      for (Optional<BundleEntry> next = BundleEntry.readFrom(in);
          next.isPresent();
          next = BundleEntry.readFrom(in)) {
        byte[] bytes = next.get().readBytes(in);
        came.put(next.get().id().hex(), new String(bytes, StandardCharsets.UTF_8));
      }
    }
    assertThat(came)
        .containsExactly(
            Map.entry(id("two").hex(), "two"),
            Map.entry(id("one").hex(), "one"),
            Map.entry(id("").hex(), ""));
  }

  @Test
  void givesOnlyWhatTheStepHas() throws Exception {
    assertThat(send(alice, bundle(List.of("of no step")))).isEqualTo(200);
    assertThat(hub.post(endpoint + "/fetch", alice, ids(id("of no step"))).status()).isEqualTo(403);
  }

  @Test
  void saysWhatIsMissingToWhoeverHasNotBroughtItHimself() throws Exception {
    assertThat(send(alice, bundle(List.of("hers")))).isEqualTo(200);
    Reply missing = hub.post(endpoint + "/missing", alice, ids(id("hers"), id("nobody's")));
    assertThat(missing.text()).isEqualTo("{\"objects\":[\"" + id("nobody's") + "\"]}");
    DeviceLogin his = hub.deviceWithTrail(bob, "his");
    String other = bundles(his, 0) + "/missing";
    assertThat(hub.post(other, bob, ids(id("hers"))).text()).contains(id("hers").hex());
    assertThat(hub.post(other, bob, JsonObject.EMPTY).status()).isEqualTo(400);
  }

  @Test
  void storesNothingOfABundleThatIsNotWhatItSays() throws Exception {
    byte[] good = bundle(List.of("good", "bad!"));
    byte[] wrong = good.clone();
    wrong[wrong.length - 1] = '?';
    assertThat(send(alice, wrong)).isEqualTo(400);
    assertThat(send(alice, Arrays.copyOf(good, good.length - 1))).isEqualTo(400);
    assertThat(send(alice, Arrays.copyOf(good, 20))).isEqualTo(400);
    assertThat(objects.resolve(id("good").hex())).doesNotExist();
    assertThat(hub.post(endpoint + "/missing", alice, ids(id("good"))).text())
        .contains(id("good").hex());
    try (var left = Files.list(objects)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("firmtrail-tmp"));
    }
  }

  @Test
  void refusesALargeObjectBeforeItsBytesCome() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleEntry(id("x"), BundleEntry.LARGEST + 1L, "").writeTo(out);
    assertThat(send(alice, out.toByteArray())).isEqualTo(413);
  }

  @Test
  void refusesImpossibleSizes() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(out);
    data.write(HexFormat.of().parseHex(id("x").hex()));
    data.writeLong(-1);
    data.writeShort(0);
    assertThat(send(alice, out.toByteArray())).isEqualTo(400);
  }

  @Test
  void replacesADamagedCopy() throws Exception {
    assertThat(send(alice, bundle(List.of("will be damaged")))).isEqualTo(200);
    Path file = objects.resolve(id("will be damaged").hex());
    Files.writeString(file, "was damaged!!!!");
    assertThat(send(alice, bundle(List.of("will be damaged")))).isEqualTo(200);
    assertThat(file).hasContent("will be damaged");
  }
}
