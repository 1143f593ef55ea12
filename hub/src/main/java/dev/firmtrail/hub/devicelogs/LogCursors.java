package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Seal;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Cursors: what is left of a query, sealed, so that the hub keeps nothing for those who read. Safe
 * for use by many threads.
 */
final class LogCursors {
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final Seal seal;
  private final InstantSource clock;

  LogCursors(Seal seal, InstantSource clock) {
    this.seal = seal;
    this.clock = clock;
  }

  String of(LogRequest next) {
    return seal.seal(
        JsonWriter.AS_BUILT.bytes(
            JsonObject.builder()
                .put("end", clock.instant().plus(LIFE).getEpochSecond())
                .put("page", next.page())
                .put("query", next.query().json())
                .build()));
  }

  /**
   * What a cursor stands for; empty when it is over.
   *
   * @throws Refusal it was not given to this caller
   */
  Optional<LogRequest> read(String cursor, Prn caller) {
    JsonObject said = seal.open(cursor).map(LogCursors::json).orElseThrow(LogCursors::notGiven);
    LogQuery query = LogQuery.read(said.object("query").orElseThrow());
    if (!query.owner().equals(caller)) {
      throw notGiven();
    }
    Instant end = Instant.ofEpochSecond(said.integer("end").orElseThrow());
    int page = Math.toIntExact(said.integer("page").orElseThrow());
    return clock.instant().isBefore(end)
        ? Optional.of(new LogRequest(query, 0, page))
        : Optional.empty();
  }

  private static JsonObject json(byte[] said) {
    try {
      return JsonReader.readObject(said);
    } catch (JsonException notOurs) {
      throw new IllegalStateException("sealed by this hub, and no JSON", notOurs);
    }
  }

  private static Refusal notGiven() {
    return Refusal.forbidden("this hub gave no such cursor to this caller");
  }
}
