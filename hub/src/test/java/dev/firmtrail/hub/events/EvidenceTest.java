package dev.firmtrail.hub.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Rates;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event says of what runs is found by an index, and read out of its bytes exactly. */
class EvidenceTest {
  private static final Prn DEVICE = Prn.ofDevice(new HubId("0123456789abcdef01234567"));

  private static List<String> plan(Handle handle, String sql) {
    return handle
        .createQuery("EXPLAIN QUERY PLAN " + sql)
        .bindMap(
            Map.of(
                "subject",
                "x",
                "until",
                1,
                "after",
                1,
                "created",
                1,
                "seq",
                1,
                "moves",
                "INPROGRESS",
                "rev",
                1))
        .map((row, context) -> row.getString("detail"))
        .list();
  }

  @Test
  void noQueryLooksAtMoreThanItsEndOfAnIndex(@TempDir Path directory) throws IOException {
    try (Database database = Database.open(directory.resolve("hub.db"))) {
      database.read(handle -> {
        for (String sql : List.of(Evidence.NEWEST_CLAIM, Evidence.FIRST_CLAIM)) {
          assertThat(plan(handle, sql))
              .singleElement()
              .asString()
              .startsWith("SEARCH events USING INDEX events_runs (subject=? AND created");
        }
        assertThat(plan(handle, Evidence.FIRST_LEAVING))
            .singleElement()
            .asString()
            .startsWith(
                "SEARCH events USING INDEX events_leaves (subject=? AND (created,seq)>(?,?))");
        return 0;
      });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"3\"                    | runs 3",
        "\"0\"                    | runs 0",
        "\"999999999999999999\"   | runs 999999999999999999",
        "\"9223372036854775808\"  | elsewhere",
        "\"-1\"                   | elsewhere",
        "\"-0\"                   | elsewhere",
        "\"03\"                   | elsewhere",
        "\" 3\"                   | elsewhere",
        "\"3.0\"                  | elsewhere",
        "\"\"                     | elsewhere",
        "\"locals/x\"             | elsewhere",
        "\"3\\u0000\"             | elsewhere",
        "\"\\\"3\\\"\"            | elsewhere",
        "3                        | elsewhere",
        "true                     | elsewhere",
        "null                     | elsewhere",
        "{\"a\":\"3\"}            | elsewhere",
        "[\"3\"]                  | elsewhere"
      })
  void aDeviceRunsAStepOnlyWhereItsWordIsANumberOfOne(
      String said, String expected, @TempDir Path directory) throws IOException, JsonException {
    JsonObject set =
        JsonReader.readObject(
            ("{\"a\":{\"pantavisor.revision\":\"7\"},\"pantavisor.revision\":" + said + "}")
                .getBytes(StandardCharsets.UTF_8));
    JsonObject nested =
        JsonReader.readObject(
            "{\"set\":{\"a\":{\"pantavisor.revision\":\"7\"}},\"pantavisor.revision\":\"8\"}"
                .getBytes(StandardCharsets.UTF_8));
    try (Database database = Database.open(directory.resolve("hub.db"))) {
      Events events = new Events(database, Rates.STANDARD, () -> Instant.EPOCH);
      String found =
          database.write(handle -> {
            JsonObject body = JsonObject.builder().put("set", set).build();
            events.append(handle, DEVICE, EventKind.DEVICE_META, DEVICE, nested);
            events.append(handle, DEVICE, EventKind.USER_META, DEVICE, body);
            events.append(handle, DEVICE, EventKind.DEVICE_META, DEVICE, body);
            return handle
                .createQuery(
                    "SELECT seq, runs, leaves FROM events WHERE runs IS NOT NULL OR leaves IS NOT NULL")
                .map((row, context) ->
                    row.getLong("seq")
                        + ": "
                        + (row.getString("leaves") == null
                            ? "runs " + row.getString("runs")
                            : row.getString("leaves")))
                .one();
          });
      assertThat(found).isEqualTo("2: " + expected);
    }
  }
}
