package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.usage.Bounds;
import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody has more than he may, whichever way it comes, and nobody else notices. */
class BoundsTest {
  private static final int DEVICES = 5;
  private static final int OBJECTS = 4;
  private static final int BYTES = 20;
  private static final int WAITING = 3;
  private static final String JOIN_TOKEN = "Pantahub-Devices-Auto-Token-V1";

  @TempDir private Path data;
  private TestHub hub;
  private String alice;
  private String bob;

  @BeforeEach
  void start() throws IOException {
    Bounds bounds = new Bounds(DEVICES, OBJECTS, BYTES, WAITING);
    hub = TestHub.start(data.resolve("hub"), bounds);
    alice = hub.account("alice");
    bob = hub.account("bob");
  }

  @AfterEach
  void allIsCounted() {
    hub.close();
    HubRun doctor = HubRun.of("doctor", "--data", data.resolve("hub").toString());
    assertThat(doctor.code()).as(doctor.out()).isZero();
  }

  private static void assertRefused(Reply reply, int status, String why) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.json().members()).containsOnlyKeys("error", "msg", "code");
    assertThat(reply.string("msg")).contains(why);
  }

  private Reply make(String token) {
    return hub.post("/devices/", token, JsonObject.EMPTY);
  }

  private Reply register() {
    return hub.postOpen("/devices/", JsonObject.EMPTY);
  }

  private Reply join(String token) {
    return hub.call(
        "POST", "/devices/", Optional.empty(), Optional.empty(), Map.of(JOIN_TOKEN, token));
  }

  private Reply claim(Reply device, String token) {
    return hub.call(
        "PUT",
        "/devices/%s?challenge=%s".formatted(device.string("id"), device.string("challenge")),
        Optional.of(token),
        Optional.empty(),
        Map.of());
  }

  private int listed(String path, String token) {
    return ((JsonArray) hub.get(path, token).anyJson()).items().size();
  }

  private static <T> List<T> atOnce(Stream<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<T> result : threads.invokeAll(work.toList())) {
        results.add(result.get());
      }
    }
    return results;
  }

  @Test
  void anAccountHasSoManyDevicesHoweverTheyCome() throws IOException {
    String token = hub.post("/devices/tokens", alice, JsonObject.EMPTY).string("token");
    Reply waiting = register();
    Reply first = make(alice);
    assertThat(make(alice).status()).isEqualTo(200);
    assertThat(join(token).status()).isEqualTo(200);
    assertThat(claim(register(), alice).status()).isEqualTo(200);
    assertThat(make(alice).status()).isEqualTo(200);
    hub.delete("/devices/" + first.string("id"), alice);
    for (int turn = 0; turn < 2; turn++) {
      assertRefused(make(alice), 409, "this account has 5 devices, as many as it may");
      assertRefused(join(token), 409, "this account has 5 devices");
      assertRefused(claim(waiting, alice), 409, "this account has 5 devices");
      hub.restart();
    }
    assertThat(listed("/devices/", alice)).isEqualTo(DEVICES - 1);
    assertThat(make(bob).status()).isEqualTo(200);
    assertThat(claim(waiting, bob).status()).isEqualTo(200);
  }

  @Test
  void soManyDevicesWaitForOwnersAndThenOthersComeLater() {
    String token = hub.post("/devices/tokens", alice, JsonObject.EMPTY).string("token");
    List<Reply> waiting = Stream.generate(this::register).limit(WAITING).toList();
    Reply refused = register();
    assertRefused(refused, 429, "3 devices wait for their owners");
    assertThat(refused.header("Retry-After")).contains("60");
    assertThat(make(alice).status()).isEqualTo(200);
    assertThat(join(token).status()).isEqualTo(200);
    assertThat(claim(waiting.getFirst(), bob).status()).isEqualTo(200);
    assertThat(register().status()).isEqualTo(200);
    assertRefused(register(), 429, "3 devices wait");
  }

  @Test
  void devicesThatComeAtOnceDoNotPassTogether() throws Exception {
    List<Integer> made =
        atOnce(IntStream.range(0, 8 * DEVICES).mapToObj(i -> () -> make(alice).status()));
    assertThat(made).containsOnly(200, 409);
    assertThat(Collections.frequency(made, 200)).isEqualTo(DEVICES);
    List<Integer> came =
        atOnce(IntStream.range(0, 8 * WAITING).mapToObj(i -> () -> register().status()));
    assertThat(came).containsOnly(200, 429);
    assertThat(Collections.frequency(came, 200)).isEqualTo(WAITING);
  }

  private Reply announce(String path, String token, String content) {
    return hub.post(path, token, TestHub.announcement(content, "a"));
  }

  @Test
  void anAccountHasSoManyObjects() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "box");
    for (int i = 0; i < OBJECTS; i++) {
      assertThat(announce("/objects/", alice, "" + i).status()).isEqualTo(200);
    }
    hub.object(alice, "0", "a");
    hub.delete(
        "/objects/" + TestHub.announcement("1", "").string("sha256sum").orElseThrow(), alice);
    for (int turn = 0; turn < 2; turn++) {
      for (String path : List.of("/objects/", TestHub.step(device, 0) + "/objects/")) {
        for (String token : List.of(alice, device.token())) {
          assertRefused(announce(path, token, "x"), 413, "this account has 4 objects of 4");
          assertThat(announce(path, token, "0").status()).as("it is there").isEqualTo(409);
          assertThat(announce(path, token, "2").status()).as("it is announced").isEqualTo(200);
        }
      }
      hub.restart();
    }
    assertThat(store(device, alice, "0", "x").statusCode()).isEqualTo(413);
    assertThat(listed("/objects/", alice)).isEqualTo(OBJECTS - 1);
    assertThat(store(device, alice, "0", "2", "3").statusCode()).isEqualTo(200);
    assertThat(announce("/objects/", bob, "x").status()).isEqualTo(200);
  }

  @Test
  void anAccountHasSoManyBytesOfObjects() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "box");
    String six = "sixsix";
    String full = "x".repeat(BYTES - six.length());
    Reply earlier = announce("/objects/", alice, full + "y");
    hub.object(alice, six, "a");
    assertRefused(announce("/objects/", alice, full + "x"), 413, "15 bytes do not fit");
    assertRefused(hub.put(earlier.string("signed-puturl"), full + "y"), 413, "6 bytes of 20");
    assertThat(store(device, alice, six, full + "z").statusCode()).isEqualTo(413);
    Reply fits = announce("/objects/", alice, full);
    assertThat(hub.put(fits.string("signed-puturl"), full).status()).isEqualTo(200);
    hub.restart();
    Reply again = hub.get("/objects/" + fits.string("id"), alice);
    assertThat(hub.put(again.string("signed-puturl"), full).status()).isEqualTo(200);
    assertThat(store(device, alice, six, full).statusCode()).isEqualTo(200);
    assertRefused(announce("/objects/", alice, "1"), 413, "20 bytes of 20");
    assertThat(announce("/objects/", alice, "").status()).isEqualTo(200);
    assertThat(hub.get("/dash/", alice).text()).contains("\"Max\":0.00,\"Unit\":\"GiB\"");
    assertThat(hub.object(bob, full, "a")).isEqualTo(fits.string("id"));
  }

  @Test
  void uploadsThatComeAtOnceDoNotPassTogether() throws Exception {
    List<String> contents = IntStream.range(0, OBJECTS).mapToObj(i -> i + "x".repeat(10)).toList();
    List<Reply> announced =
        contents.stream().map(content -> announce("/objects/", alice, content)).toList();
    List<Integer> put =
        atOnce(
            IntStream.range(0, OBJECTS)
                .mapToObj(i ->
                    () ->
                        hub.put(announced.get(i).string("signed-puturl"), contents.get(i))
                            .status()));
    assertThat(put).containsOnly(200, 413).containsOnlyOnce(200);
  }

  private HttpResponse<String> store(DeviceLogin device, String token, String... contents)
      throws IOException {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (String content : contents) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      new BundleEntry(ObjectId.of(bytes), bytes.length, "name").writeTo(bundle);
      bundle.write(bytes);
    }
    String path = "/firmtrail/v1/trails/" + device.id() + "/steps/0/bundles/store";
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(hub.url(path)))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/octet-stream")
              .POST(BodyPublishers.ofByteArray(bundle.toByteArray()))
              .build(),
          BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
