package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A step as one file: what other programs make of it, and who gets it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportsTest {
  private static final String LARGE = large();

  private final HttpClient client = HttpClient.newHttpClient();
  private TestHub hub;
  private Path data;
  private String alice;
  private String bob;
  private DeviceLogin device;
  private String small;
  private String large;

  private static String large() {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    while (text.length() < 3 << 20) {
      text.append(random.nextInt(1000)).append(' ');
    }
    return text.toString();
  }

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    data = directory;
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("alice");
    bob = hub.account("bob");
    device = hub.deviceWithTrail(alice, "box");
    small = hub.object(alice, "small", "app/a");
    large = hub.object(alice, LARGE, "bsp/b");
    JsonObject state =
        JsonObject.builder()
            .putAll(TestHub.state("app/a", small).members())
            .put("app/again", small)
            .put("app/run.json", JsonObject.EMPTY)
            .put("bsp/b", large)
            .build();
    Reply posted = hub.post("/trails/" + device.id() + "/steps", alice, TestHub.step(-1, state));
    assertThat(posted.status()).isEqualTo(200);
  }

  @AfterAll
  void stop() {
    client.close();
    hub.close();
  }

  private HttpResponse<byte[]> get(String path, Optional<String> token, String method) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(hub.url(path)))
            .method(method, HttpRequest.BodyPublishers.noBody());
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new AssertionError(path, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private byte[] export(String path) {
    HttpResponse<byte[]> response = get("/exports/alice/box/" + path, Optional.of(alice), "GET");
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return output;
  }

  @Test
  void tarReadsWhatTheStepIs() throws IOException, InterruptedException {
    for (String name : List.of("x.tar", "x.tgz", "X.Tar.GZ")) {
      Path file = Files.write(data.resolve(name), export("1/" + name));
      List<String> objects = Stream.of(small, large).sorted().toList();
      assertThat(run("tar", "-tf", file.toString()).lines())
          .containsExactly("json", "objects/" + objects.get(0), "objects/" + objects.get(1));
      Path out = Files.createDirectory(data.resolve("of-" + name));
      run("tar", "-C", out.toString(), "-xf", file.toString());
      String step = TestHub.step(device, 1);
      assertThat(out.resolve("json")).hasContent(hub.get(step + "/state", alice).text());
      for (String object : objects) {
        assertThat(run("sha256sum", out.resolve("objects/" + object).toString()))
            .startsWith(object);
      }
    }
  }

  @Test
  void gzipFindsTheSameBytesInside() throws IOException, InterruptedException {
    byte[] plain = export("1/x.tar");
    byte[] compressed = export("1/x.tgz");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
    }
    run("gzip", "-t", Files.write(data.resolve("t.gz"), compressed).toString());
    assertThat(compressed.length).isLessThan(plain.length / 2);
    assertThat(export("latest/x.tgz")).isEqualTo(compressed);
  }

  @Test
  void givesTheLengthWhereItIsKnownAndANameThatIsSafe() {
    HttpResponse<byte[]> plain =
        get("/exports/alice/box/latest/my%22%0D%0Afile.tar", Optional.of(alice), "GET");
    assertThat(plain.headers().firstValueAsLong("Content-Length")).hasValue(plain.body().length);
    assertThat(plain.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"my___file.tar\"; filename*=UTF-8''my%22%0D%0Afile.tar");
    assertThat(plain.headers().firstValue("Content-Type")).contains("application/octet-stream");
    HttpResponse<byte[]> head = get("/exports/alice/box/latest/x.tar", Optional.of(alice), "HEAD");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(plain.body().length);
    String path = "/exports/alice/box/latest/" + "x".repeat(256);
    assertThat(hub.get(path, alice).status()).isEqualTo(400);
  }

  @Test
  void anOldClientKnowsWhereACompressedFileEnds() throws IOException {
    String answer =
        RawHttp.exchange(
            hub.hub().url(),
            "GET /exports/alice/box/1/x.tgz HTTP/1.0\nAuthorization: Bearer " + alice + "\n\n");
    int body = answer.indexOf("\r\n\r\n") + 4;
    assertThat(answer.substring(0, body))
        .contains(" 200 OK")
        .contains("Connection: close")
        .doesNotContain("Transfer-Encoding");
    assertThat(answer.substring(body).getBytes(StandardCharsets.ISO_8859_1))
        .isEqualTo(export("1/x.tgz"));
  }

  @Test
  void partsTakeWhatLiesBelowThem() throws IOException, InterruptedException {
    Path file = Files.write(data.resolve("parts.tar"), export("1/x.tar?parts=app,nothing"));
    assertThat(run("tar", "-tf", file.toString()).lines())
        .containsExactly("json", "objects/" + small);
    assertThat(run("tar", "-xOf", file.toString(), "json"))
        .isEqualTo(
            "{\"#spec\":\"%s\",\"app/a\":\"%s\",\"app/again\":\"%s\",\"app/run.json\":{}}"
                .formatted(TestHub.SPEC, small, small));
    assertThat(export("1/x.tar?parts=")).isEqualTo(export("1/x.tar"));
  }

  @Test
  void asksForALoginBeforeItRefuses() {
    DeviceLogin shown = hub.deviceWithTrail(alice, "shown");
    hub.call(
        "PUT",
        "/devices/" + shown.id() + "/public",
        Optional.of(alice),
        Optional.empty(),
        Map.of());
    assertThat(get("/exports/alice/shown/0/x.tar", Optional.empty(), "GET").statusCode())
        .isEqualTo(200);
    for (String path : List.of("/exports/alice/box/1/x.tar", "/exports/nobody/box/1/x.tar")) {
      Reply asked = hub.call("GET", path, Optional.empty(), Optional.empty(), Map.of());
      assertThat(asked.status()).isEqualTo(401);
      assertThat(asked.header("WWW-Authenticate"))
          .contains("JWT realm=\"pantahub services\", ph-aeps=\"" + hub.hub().url() + "/auth\"");
      assertThat(asked.text()).isEqualTo("{\"Error\":\"Not Authorized\"}");
      for (String token : List.of(bob, hub.anonymous())) {
        assertThat(hub.get(path, token).status()).isEqualTo(403);
      }
    }
    assertThat(hub.get("/exports/alice/box/1/x.tar", "x.y.z").status()).isEqualTo(401);
    assertThat(get("/exports/alice/box/1/x.tar", Optional.of(device.token()), "GET").body())
        .isEqualTo(export("1/x.tar"));
    for (String rev : List.of("9", "-1", "newest")) {
      assertThat(hub.get("/exports/alice/box/" + rev + "/x.tar", alice).status()).isEqualTo(404);
    }
  }

  @Test
  void aDamagedObjectGoesOutUnderNoName(@TempDir Path other) throws IOException {
    try (TestHub damaged = TestHub.start(other.resolve("hub"))) {
      String carol = damaged.account("carol");
      DeviceLogin box = damaged.deviceWithTrail(carol, "box");
      String object = damaged.object(carol, "content", "a");
      damaged.post(
          "/trails/" + box.id() + "/steps", carol, TestHub.step(-1, TestHub.state("a", object)));
      try (Stream<Path> files = Files.walk(other.resolve("hub/objects"))) {
        Path file =
            files
                .filter(path -> path.getFileName().toString().equals(object))
                .findAny()
                .orElseThrow();
        Files.delete(file);
        Files.writeString(file, "CONTENT");
      }
      String answer =
          RawHttp.exchange(
              damaged.hub().url(),
              "GET /exports/carol/box/1/x.tgz HTTP/1.1\nHost: a\nAuthorization: Bearer "
                  + carol
                  + "\n\n");
      // Cut, so that nobody takes it for whole: the last chunk is missing.
      assertThat(answer).doesNotEndWith("0\r\n\r\n");
    }
  }
}
