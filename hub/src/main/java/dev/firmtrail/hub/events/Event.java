package dev.firmtrail.hub.events;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/**
 * Something that happened: a fact.
 *
 * @param subject what it happened to
 * @param seq 0 for the first event of this subject, then without a gap
 * @param rev the step that it is about
 * @param who did it
 * @param created by this hub's clock, in microseconds; never before that of the event before
 * @param body what else there is to say of this kind
 */
public record Event(
    Prn subject,
    long seq,
    EventKind kind,
    OptionalLong rev,
    Prn who,
    Instant created,
    JsonObject body) {

  /** The whole of it: what is stored, as canonical JSON, and what is shown. */
  public JsonObject document() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("body", body)
            .put("created", Times.wire(created))
            .put("kind", kind.word());
    rev.ifPresent(number -> json.put("rev", number));
    return json.put("seq", seq).put("subject", subject.text()).put("who", who.text()).build();
  }

  /**
   * Reads {@link #document}, as it is stored.
   *
   * @throws IllegalArgumentException it is none
   */
  public static Event read(byte[] stored) {
    try {
      JsonObject json = JsonReader.readObject(stored);
      return new Event(
          new Prn(json.string("subject").orElseThrow()),
          json.integer("seq").orElseThrow(),
          json.string("kind").flatMap(EventKind::ofWord).orElseThrow(),
          json.integer("rev").map(OptionalLong::of).orElse(OptionalLong.empty()),
          new Prn(json.string("who").orElseThrow()),
          Instant.parse(json.string("created").orElseThrow()),
          json.object("body").orElseThrow());
    } catch (JsonException | NoSuchElementException | DateTimeException broken) {
      throw new IllegalArgumentException("not an event", broken);
    }
  }
}
