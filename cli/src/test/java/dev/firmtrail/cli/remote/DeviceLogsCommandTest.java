package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pvr device logs} against a real hub to which a device posts. */
class DeviceLogsCommandTest {
  /** From an hour ago until so soon that a test can wait for it. */
  private static final List<String> UNTIL_SOON = List.of("--from", "PT1H", "--to", "PT1H3S");

  private final HttpClient http = HttpClient.newHttpClient();
  private Place ada;
  private Hub hub;
  private String device;
  private String deviceToken;

  @BeforeEach
  void startHub(@TempDir Path base) throws IOException, InterruptedException, JsonException {
    hub = Place.hub(base.resolve("hub"));
    ada = new Place(base);
    ada.set("PVR_BASEURL", hub.url().toString());
    ada.person("ada", hub.url());
    JsonObject kept = JsonReader.readObject(Files.readAllBytes(ada.config().resolve("auth.json")));
    JsonObject token =
        (JsonObject) kept.object("tokens").orElseThrow().members().values().iterator().next();
    JsonObject made = post("/devices/", "{\"nick\":\"box\"}", Place.text(token, "access-token"));
    device = Place.text(made, "id");
    JsonObject login =
        JsonObject.builder()
            .put("username", Place.text(made, "prn"))
            .put("password", Place.text(made, "secret"))
            .build();
    deviceToken = Place.text(post("/auth/login", JsonWriter.COMPACT.text(login), "none"), "token");
  }

  @AfterEach
  void stop() {
    hub.close();
    http.close();
    ada.close();
  }

  private JsonObject post(String path, String body, String token)
      throws IOException, InterruptedException, JsonException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.url().resolve(path))
            .header("User-Agent", "test")
            .POST(BodyPublishers.ofString(body));
    if (!token.equals("none")) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return JsonReader.readObject(answer.body());
  }

  private void log(String message) throws IOException, InterruptedException, JsonException {
    String line = "{\"rev\":\"3\",\"plat\":\"app\",\"src\":\"/a.log\",\"msg\":\"" + message + "\"}";
    post("/logs/", "[" + line + "]", deviceToken);
  }

  private Ran logs(String... more) throws IOException {
    return Place.good(ada.pvr(ada.base, words(more)));
  }

  private static String[] words(String... more) {
    return Stream.of(
            List.of("device", "logs"), UNTIL_SOON, List.of("-s", "{{.msg}}"), List.of(more))
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  @Test
  void printsEachLineOnceWhileTheyCome() throws Exception {
    List<String> written = IntStream.range(0, 100).mapToObj(i -> "line " + i).toList();
    log(written.getFirst());
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> writing =
          writer.submit(() -> {
            for (String message : written.subList(1, written.size())) {
              log(message);
            }
            return null;
          });
      Ran ran = logs("box");
      writing.get();
      assertThat(ran.out().lines().distinct().toList()).isEqualTo(ran.out().lines().toList());
      assertThat(written).startsWith(ran.out().lines().toArray(String[]::new));
      assertThat(ran.out().lines()).isNotEmpty();
    }
  }

  @Test
  void findsADeviceByItsIdAndNoneThatIsNotThere() throws Exception {
    log("here");
    assertThat(logs(device + "//a.log@INFO#app").out()).isEqualTo("here\n");
    assertThat(logs("--rev", "3", "nobody").out()).isEmpty();
  }
}
