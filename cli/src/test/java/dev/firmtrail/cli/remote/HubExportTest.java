package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.Hub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub exports is what {@code pvr export} writes, and {@code pvr} takes it. */
class HubExportTest {
  private static final Pattern TOKEN = Pattern.compile("\"access-token\": \"([^\"]+)\"");

  @Test
  void theHubsFileIsOurs(@TempDir Path base) throws IOException, InterruptedException {
    try (Hub hub = Place.hub(base.resolve("hub"));
        Place ada = new Place(base)) {
      ada.person("ada", hub.url());
      Path source =
          ada.workspace(
              "source",
              Map.of(
                  "app/run.json", "{\"n\": 1.50}",
                  "app/root", "application",
                  "app/copy", "application",
                  "bsp/kernel", "kernel ".repeat(200_000)));
      ada.ok(source, "device", "create", "box", "--json");
      ada.ok(source, "post", "ada/box");
      for (String name : List.of("x.tar", "x.tgz")) {
        for (String parts : List.of("", "app", "bsp,nothing")) {
          Path ours = source.resolve(name);
          ada.ok(source, "export", "--parts", parts, name);
          assertThat(exported(hub, ada, "1/" + name + "?parts=" + parts))
              .isEqualTo(Files.readAllBytes(ours));
          Files.delete(ours);
        }
      }

      // Private: pvr logs in where the hub says so.
      String url = hub.url() + "/exports/ada/box/latest/x.tgz";
      ada.ok(base, "clone", url, "cloned");
      assertThat(ada.ok(base.resolve("cloned"), "id").out())
          .isEqualTo(ada.ok(source, "id", "@").out());
      Path file = Files.write(base.resolve("file.tgz"), exported(hub, ada, "latest/file.tgz"));
      Path other = ada.workspace("other", Map.of("a.json", "1"));
      ada.ok(other, "import", file.toString());
      assertThat(ada.ok(other, "id", "@").out()).isEqualTo(ada.ok(source, "id", "@").out());
    }
  }

  private static byte[] exported(Hub hub, Place ada, String what)
      throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(Files.readString(ada.config().resolve("auth.json")));
    assertThat(token.find()).isTrue();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(hub.url() + "/exports/ada/box/" + what))
                  .header("Authorization", "Bearer " + token.group(1))
                  .build(),
              BodyHandlers.ofByteArray())
          .body();
    }
  }
}
