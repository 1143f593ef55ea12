package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A line that the hub has taken.
 *
 * @param seq its number among the device's, from 0 without a gap
 * @param created when the hub took it
 */
record LogEntry(HubId device, long seq, Prn owner, Instant created, LogLine line) {
  private static final int ID_DIGITS_EACH = 8;

  /** What is stored for good: canonical JSON. */
  byte[] bytes() {
    return JsonWriter.CANONICAL.bytes(
        JsonObject.builder()
            .put("created", Times.wire(created))
            .put("device", device.hex())
            .put("lvl", line.lvl())
            .put("msg", line.msg())
            .put("owner", owner.text())
            .put("plat", line.plat())
            .put("rev", line.rev())
            .put("seq", seq)
            .put("src", line.src())
            .put("tnano", line.tnano())
            .put("tsec", line.tsec())
            .build());
  }

  /** Reads {@link #bytes}. */
  static LogEntry read(byte[] stored) {
    try {
      JsonObject json = JsonReader.readObject(stored);
      return new LogEntry(
          new HubId(text(json, "device")),
          number(json, "seq"),
          new Prn(text(json, "owner")),
          Instant.parse(text(json, "created")),
          new LogLine(
              number(json, "tsec"),
              number(json, "tnano"),
              text(json, "lvl"),
              text(json, "src"),
              text(json, "plat"),
              text(json, "rev"),
              text(json, "msg")));
    } catch (JsonException broken) {
      // Only what was written above is stored: somebody went around the triggers, or the disk lies.
      throw new IllegalStateException("a log line in the database is none", broken);
    }
  }

  private static String text(JsonObject json, String member) {
    return json.string(member).orElseThrow();
  }

  private static long number(JsonObject json, String member) {
    return json.integer(member).orElseThrow();
  }

  /**
   * 24 hex digits that are this line's for ever: the second, the device, the number, each in 8.
   * Clients tell by it what they were given twice.
   */
  private String id() {
    return "%08x%s%08x"
        .formatted(
            (int) created.getEpochSecond(),
            Sha256.hex(device.hex().getBytes(StandardCharsets.US_ASCII))
                .substring(0, ID_DIGITS_EACH),
            (int) seq);
  }

  /** As it goes out; a member that would be empty or zero is left out, as clients know it. */
  JsonObject json() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", id())
            .put("dev", Prn.ofDevice(device).text())
            .put("own", owner.text())
            .put("time-created", Times.wire(created));
    putUnlessZero(json, "tsec", line.tsec());
    putUnlessZero(json, "tnano", line.tnano());
    putUnlessEmpty(json, "rev", line.rev());
    putUnlessEmpty(json, "plat", line.plat());
    putUnlessEmpty(json, "src", line.src());
    putUnlessEmpty(json, "lvl", line.lvl());
    putUnlessEmpty(json, "msg", line.msg());
    return json.build();
  }

  private static void putUnlessZero(JsonObject.Builder json, String member, long value) {
    if (value != 0) {
      json.put(member, value);
    }
  }

  private static void putUnlessEmpty(JsonObject.Builder json, String member, String value) {
    if (!value.isEmpty()) {
      json.put(member, value);
    }
  }
}
