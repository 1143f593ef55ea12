package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only our hub has, asked of one that offers nothing of it: refused, and it is said why. */
class OldHubTest {
  @TempDir Path directory;
  private Place ada;
  private HubBehind hub;

  @BeforeEach
  void start() throws IOException {
    hub = new HubBehind(directory.resolve("hub"));
    hub.put(OldHubTest::old);
    ada = new Place(directory);
    ada.person("ada", hub.url());
    Path ws = ada.workspace("ws", Map.of("a.json", "{}", "root", "content"));
    ada.ok(ws, "device", "create", "box");
  }

  @AfterEach
  void stop() {
    hub.close();
    ada.close();
  }

  /** Without our paths and our headers; the words are those of the published hub. */
  private static Answer old(WireRequest request, Supplier<Answer> hub) {
    if (request.path().startsWith("/firmtrail/")) {
      return Answer.text(404, "404 page not found\n");
    }
    if (hub.get() instanceof Answer.Whole(int status, Map<String, List<String>> all, String body)) {
      Map<String, List<String>> headers = new HashMap<>(all);
      headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("firmtrail-"));
      return new Answer.Whole(status, headers, body);
    }
    throw new AssertionError(request.line());
  }

  @Test
  void aMomentIsRefusedAndNothingIsCloned() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Ran ran = ada.pvr(elsewhere, "clone", hub.url() + "/ada/box@2026-05-03T14:03Z", "copy");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.err())
        .contains("this hub keeps no events and does not tell the past; name a step")
        .hasLineCount(1);
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(hub.lines()).noneMatch(line -> line.contains("/running"));
    ada.ok(elsewhere, "clone", hub.url() + "/ada/box", "copy");
  }

  @Test
  void eventsAreRefused() throws IOException {
    Ran ran = ada.pvr(directory, "device", "events", "box");
    assertThat(ran.code()).isNotZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("404", "only a Firmtrail hub has events").hasLineCount(1);
  }
}
