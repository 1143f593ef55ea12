package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Which lines are wanted of an account's, and in which order.
 *
 * @param owner whose lines; a query finds no others, whatever else it says
 * @param devices those alone; empty for all of the owner
 * @param wanted for some of the columns {@link #COLUMNS} the texts of which a line must have one
 * @param after lines behind this place
 * @param before lines ahead of this place
 * @param newestFirst else oldest first
 */
record LogQuery(
    Prn owner,
    Optional<Set<HubId>> devices,
    SequencedMap<String, Set<String>> wanted,
    Place after,
    Place before,
    boolean newestFirst) {

  /** What can be looked for, by the names on the wire and in the database. */
  static final List<String> COLUMNS = List.of("rev", "plat", "src", "lvl");

  /** Each device is a search of its own, and SQLite makes one of at most 500. */
  static final int MOST_DEVICES = 100;

  LogQuery {
    devices = devices.map(Set::copyOf);
    wanted = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(wanted));
  }

  /**
   * A place in the order of an owner's lines.
   *
   * @param created in microseconds, as in the database
   */
  record Place(long created, long seq) {
    /** Ahead of all lines, and behind all that JSON can still say exactly: in the year 2255. */
    static final Place FIRST = new Place(-1, 0);

    static final Place LAST = new Place(1L << 53, 0);

    Json json() {
      return new JsonArray(List.of(Json.of(created), Json.of(seq)));
    }

    static Place read(JsonObject json, String member) {
      List<Json> items = ((JsonArray) json.get(member).orElseThrow()).items();
      return new Place(number(items.get(0)), number(items.get(1)));
    }

    private static long number(Json json) {
      return ((JsonNumber) json).exactLong().orElseThrow();
    }
  }

  /** What is left of this query behind a line that was looked at. */
  LogQuery behind(Place line) {
    return newestFirst
        ? new LogQuery(owner, devices, wanted, after, line, newestFirst)
        : new LogQuery(owner, devices, wanted, line, before, newestFirst);
  }

  /** For the hub itself alone, to carry on with. */
  JsonObject json() {
    JsonObject.Builder json = JsonObject.builder().put("owner", owner.text());
    devices.ifPresent(
        ids -> json.put("devices", Json.ofStrings(ids.stream().map(HubId::hex).toList())));
    wanted.forEach((column, texts) -> json.put(column, Json.ofStrings(List.copyOf(texts))));
    return json.put("after", after.json())
        .put("before", before.json())
        .put("newestFirst", newestFirst)
        .build();
  }

  /** Reads {@link #json}. */
  static LogQuery read(JsonObject json) {
    SequencedMap<String, Set<String>> wanted = new LinkedHashMap<>();
    COLUMNS.forEach(column -> texts(json, column).ifPresent(texts -> wanted.put(column, texts)));
    return new LogQuery(
        new Prn(json.string("owner").orElseThrow()),
        texts(json, "devices").map(LogQuery::ids),
        wanted,
        Place.read(json, "after"),
        Place.read(json, "before"),
        json.get("newestFirst").equals(Optional.of(Json.Literal.TRUE)));
  }

  private static Set<HubId> ids(Set<String> texts) {
    return Set.copyOf(texts.stream().map(HubId::new).toList());
  }

  private static Optional<Set<String>> texts(JsonObject json, String member) {
    return json.get(member)
        .map(list -> {
          Set<String> texts = new LinkedHashSet<>();
          ((JsonArray) list).items().forEach(item -> texts.add(((JsonString) item).value()));
          return texts;
        });
  }
}
