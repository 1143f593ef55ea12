package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.MendedText;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The body of a post of log lines: mending changes no document that was one, and is done once; a
 * post is taken whole or refused as the caller's fault; what is stored reads the same again.
 */
public final class LogBodyTarget implements Target {
  private static final HubId DEVICE = new HubId("0123456789abcdef01234567");
  private static final Prn OWNER = Prn.ofAccount(DEVICE);
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00.000001Z");

  @Override
  public void accept(byte[] input) {
    byte[] mended = MendedText.of(input);
    Must.hold(Arrays.equals(MendedText.of(mended), mended), "mended twice");
    Must.hold(isText(mended), "something that is no text was left");
    Optional<Json> strict = read(input);
    Optional<Json> read = read(mended);
    Must.hold(strict.isEmpty() || strict.equals(read), "mending changed a good document");
    if (read.isPresent()) {
      try {
        taken(LogLine.ofBody(read.get()));
      } catch (Refusal refused) {
        Must.beShowable(refused);
        Must.hold(refused.status() == 400 || refused.status() == 413, "" + refused.status());
      }
    }
  }

  private static boolean isText(byte[] document) {
    try {
      return JsonReader.readTolerant(document).tolerated().stream()
          .noneMatch(each -> each.problem().matches(".*(UTF-8|surrogate).*"));
    } catch (JsonException syntax) {
      return true;
    }
  }

  private static Optional<Json> read(byte[] document) {
    try {
      return Optional.of(JsonReader.read(document));
    } catch (JsonException refused) {
      Must.beShowable(refused);
      return Optional.empty();
    }
  }

  private static void taken(List<LogLine> lines) {
    Must.hold(lines.size() <= LogLine.MOST_LINES, "lines: " + lines.size());
    long seq = 0;
    for (LogLine line : lines) {
      LogEntry entry = new LogEntry(DEVICE, seq++, OWNER, NOW, line);
      Must.equal(LogEntry.read(entry.bytes()), entry, "stored and read");
      JsonObject shown = entry.json();
      Must.hold(shown.string("id").orElse("").matches("[0-9a-f]{24}"), "the id");
      Must.hold(!shown.string("lvl").orElse("").isEmpty(), "the level");
      Must.hold(
          shown.members().values().stream()
              .noneMatch(value -> value.equals(Json.of("")) || value.equals(Json.of(0))),
          "an empty member");
    }
  }
}
