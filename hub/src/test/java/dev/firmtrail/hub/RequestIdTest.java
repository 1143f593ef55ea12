package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each request has a name, which the log and whoever asks about it share. */
class RequestIdTest {
  private static final String HEADER = "X-Request-ID";

  private TestHub hub;
  private Path data;
  private LoggedLines log;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    data = directory.resolve("hub");
    hub = TestHub.start(data);
    log = LoggedLines.fromNow();
  }

  @AfterEach
  void stop() {
    log.close();
    hub.close();
  }

  private Reply health(Map<String, String> headers) {
    return hub.call("GET", "/healthz", Optional.empty(), Optional.empty(), headers);
  }

  /** Also those of requests that have their answer, but not yet their line. */
  private List<String> logged() {
    hub.close();
    return log.events().stream().map(event -> event.getMDCPropertyMap().get("request")).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "3f.A_b-9",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void takesTheOneThatTheClientChose(String id) {
    assertThat(health(Map.of(HEADER, id)).header(HEADER)).contains(id);
    assertThat(logged()).containsExactly(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "two words",
        "<b>",
        "a\"b",
        "a,b",
        "a/b",
        "01234567890123456789012345678901234567890123456789012345678901234"
      })
  void takesNothingElseFromStrangers(String bad) {
    assertThat(health(Map.of(HEADER, bad)).header(HEADER)).isEmpty();
    assertThat(logged()).hasSize(1).allMatch(id -> id.matches("[0-9a-f]{16}"));
  }

  @Test
  void tellsThoseWhoAskedForNoneNothing() throws IOException {
    String answer =
        RawHttp.exchange(
            hub.hub().url(), "GET /healthz HTTP/1.1\nHost: hub\nConnection: close\n\n");
    assertThat(
            answer
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.replaceAll(":.*", "")))
        .containsExactlyInAnyOrder(
            "HTTP/1.1 200 OK", "Connection", "Date", "Content-Type", "Content-Length");
    health(Map.of());
    assertThat(logged()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void isInWhateverIsLoggedBecauseOfTheRequest() {
    String owner = hub.account("owner");
    hub.call(
        "PUT",
        "/firmtrail/v1/account/signature-policy",
        Optional.of(owner),
        Optional.of("{\"mode\":\"accept\"}"),
        Map.of(HEADER, "policy-1"));
    hub.close();
    assertThat(log.events())
        .filteredOn(event -> "policy-1".equals(event.getMDCPropertyMap().get("request")))
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("signature policy set", "request");
  }

  @Test
  void canBeQuotedWhereTheHubFailed() throws Exception {
    String owner = hub.account("owner");
    DeviceLogin device = hub.deviceWithTrail(owner, "box");
    spoilStates();
    Reply reply = hub.get(TestHub.step(device, 0), owner);
    assertThat(reply.status()).isEqualTo(500);
    String id = reply.header(HEADER).orElseThrow();
    assertThat(reply.json())
        .isEqualTo(
            JsonObject.builder()
                .put("Error", "Internal Server Error (request " + id + ")")
                .build());
    hub.close();
    assertThat(log.events())
        .filteredOn(event -> id.equals(event.getMDCPropertyMap().get("request")))
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("request failed", "request");
  }

  private void spoilStates() throws Exception {
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub.db"));
        Statement sql = file.createStatement()) {
      sql.execute("DROP TRIGGER states_never_change");
      sql.execute("UPDATE states SET bytes = CAST('{}' AS BLOB)");
    }
  }
}
