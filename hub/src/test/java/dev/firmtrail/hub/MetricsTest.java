package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator's monitoring reads: well-formed, true, bounded, and nobody else's business. */
class MetricsTest {
  private static final String SECRET = "correct-horse-battery-staple";
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"n\\\\])*\"";

  /** The text format's own grammar, without time stamps. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(" + NAME + ")(?:\\{(" + LABEL + "(?:," + LABEL + ")*),?})? (NaN|[+-]Inf|[-+0-9.eE]+)");

  private static Path secret(Path directory, String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("metrics.token"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static void measured(Path directory, Consumer<TestHub> test) throws IOException {
    Path file = secret(directory, SECRET + "\n", "rw-------");
    try (TestHub hub = TestHub.startMeasured(directory.resolve("hub"), file)) {
      test.accept(hub);
    }
  }

  private static Map<String, Double> scrape(TestHub hub) {
    Reply reply = hub.get("/metrics", SECRET);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(reply.text()).endsWith("\n");
    Map<String, Double> samples = new TreeMap<>();
    String family = "";
    for (String line : reply.text().lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        assertThat(line).matches("# TYPE " + NAME + " (counter|gauge|histogram|summary|untyped)");
        family = line.split(" ", -1)[2];
      } else if (!line.startsWith("# HELP ")) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).startsWith(family.replaceAll("_total$", ""));
        String series = line.substring(0, line.lastIndexOf(' '));
        assertThat(samples.put(series, Double.valueOf(number(sample.group(3))))).isNull();
      }
    }
    return samples;
  }

  private static String number(String text) {
    return text.replace("Inf", "Infinity");
  }

  private static double value(TestHub hub, String series) {
    return scrape(hub).getOrDefault(series, 0.0);
  }

  private static String count(String route, String method, String status) {
    return "firmtrail_http_requests_total{method=\"%s\",route=\"%s\",status=\"%s\"}"
        .formatted(method, route, status);
  }

  @Test
  void countsWhatItDid(@TempDir Path directory) throws IOException {
    measured(
        directory,
        hub -> {
          String owner = hub.account("owner");
          DeviceLogin device = hub.deviceWithTrail(owner, "box");
          hub.get("/devices/" + device.id(), owner);
          hub.get("/devices/box/", owner);
          hub.call("HEAD", "/devices/box", Optional.of(owner), Optional.empty(), Map.of());
          hub.get("/devices/other", owner);
          hub.get("/devices/box", "no token");
          String ok = count("/devices/{id}", "GET", "2xx");
          String refused = count("/devices/{id}", "GET", "4xx");
          await()
              .untilAsserted(() -> {
                assertThat(value(hub, ok)).isEqualTo(3);
                assertThat(value(hub, refused)).isEqualTo(2);
              });
          Map<String, Double> all = scrape(hub);
          String labels = "{method=\"GET\",route=\"/devices/{id}\"";
          assertThat(all)
              .containsEntry("firmtrail_http_request_duration_seconds_count" + labels + "}", 5.0)
              .containsEntry(
                  "firmtrail_http_request_duration_seconds_bucket" + labels + ",le=\"+Inf\"}", 5.0)
              .containsEntry("firmtrail_http_requests_running", 1.0)
              .containsEntry("firmtrail_database_writes_waiting", 0.0)
              .containsEntry("firmtrail_build_info{version=\"development\"}", 1.0)
              .containsKeys("jvm_threads_current", "process_start_time_seconds");
          assertThat(all.get("firmtrail_http_sent_bytes_total" + labels + "}")).isGreaterThan(500);
          assertThat(
                  all.get("firmtrail_http_received_bytes_total{method=\"POST\",route=\"/trails\"}"))
              .isEqualTo("{\"#spec\":\"pantavisor-service-system@1\"}".length());
          assertThat(all.get("firmtrail_database_transactions_total")).isGreaterThanOrEqualTo(3);
          assertThat(all.get("firmtrail_database_writes_total"))
              .isGreaterThanOrEqualTo(all.get("firmtrail_database_transactions_total"));
        });
  }

  @Test
  void hasNothingOfWhatClientsWrite(@TempDir Path directory) throws IOException {
    measured(
        directory,
        hub -> {
          Random random = new Random(1);
          for (int i = 0; i < 1_000; i++) {
            byte[] name = new byte[6];
            random.nextBytes(name);
            String text = HexFormat.of().formatHex(name);
            String path =
                List.of("/%s", "/%s/%s", "/devices/%s", "/trails/%s/steps/7?q=%s", "/%s/%s/x/y/z")
                    .get(i % 5)
                    .replace("%s", text);
            hub.call(
                i % 7 == 0 ? "BREW" + text : "GET",
                path,
                Optional.empty(),
                Optional.empty(),
                Map.of());
          }
          Set<String> routes =
              hub.hub().routes().stream()
                  .map(Route::path)
                  .collect(Collectors.toCollection(TreeSet::new));
          routes.add("none");
          Pattern label = Pattern.compile("(route|method|status)=\"([^\"]*)\"");
          Set<String> firmtrail =
              scrape(hub).keySet().stream()
                  .filter(series -> series.startsWith("firmtrail_http_"))
                  .collect(Collectors.toSet());
          assertThat(firmtrail).hasSizeBetween(20, 200);
          for (String series : firmtrail) {
            Matcher labels = label.matcher(series);
            while (labels.find()) {
              switch (labels.group(1)) {
                case "route" -> assertThat(routes).contains(labels.group(2));
                case "method" ->
                    assertThat(labels.group(2))
                        .isIn("GET", "POST", "PUT", "PATCH", "DELETE", "none");
                default -> assertThat(labels.group(2)).matches("[0-5]xx");
              }
            }
          }
        });
  }

  @Test
  void opensToTheSecretAlone(@TempDir Path directory) throws IOException {
    measured(
        directory,
        hub -> {
          String owner = hub.account("owner");
          String device = hub.device(owner, "box").token();
          for (Optional<String> other :
              List.of(
                  Optional.<String>empty(),
                  Optional.of(owner),
                  Optional.of(device),
                  Optional.of(hub.anonymous()),
                  Optional.of(SECRET + "x"),
                  Optional.of(SECRET.substring(1)),
                  Optional.of(""))) {
            assertRefused(hub, other);
          }
          assertThat(hub.get("/trails/", SECRET).status()).isEqualTo(401);
        });
  }

  @Test
  void opensToNobodyWhereThereIsNoSecret(@TempDir Path directory) throws IOException {
    try (TestHub hub = TestHub.start(directory.resolve("hub"))) {
      assertRefused(hub, Optional.of(""));
      assertRefused(hub, Optional.of(hub.account("owner")));
      assertRefused(hub, Optional.empty());
    }
  }

  private static void assertRefused(TestHub hub, Optional<String> token) {
    Reply reply = hub.call("GET", "/metrics", token, Optional.empty(), Map.of());
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.string("msg")).isEqualTo("only the operator's own programs may do this");
    assertThat(reply.text()).doesNotContain("jvm_").doesNotContain("firmtrail_");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "too-short",
        "two words that are long enough",
        "gr\u00fc\u00dfe-aus-dem-keller"
      })
  void doesNotStartWithWhatIsNoSecret(String text, @TempDir Path directory) throws IOException {
    Path file = secret(directory, text, "rw-------");
    assertThatThrownBy(() -> TestHub.startMeasured(directory.resolve("hub"), file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("16 to 512")
        .hasMessageNotContaining("words");
  }

  @Test
  void doesNotStartWithASecretThatEverybodyCanRead(@TempDir Path directory) throws IOException {
    Path file = secret(directory, SECRET, "rw-r--r--");
    assertThatThrownBy(() -> TestHub.startMeasured(directory.resolve("hub"), file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining(SECRET);
  }
}
