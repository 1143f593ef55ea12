package dev.firmtrail.pins.settings;

import dev.firmtrail.pins.PinFinding;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Findings that an old build had when it was first checked: they are counted, and do not fail it.
 * Lines are not part of it, so it stays true when a file grows. See {@code docs/formats/pins.md},
 * Baseline. Immutable.
 */
public final class Baseline {
  private static final String FORMAT = "firmtrail-pins-baseline@1";
  private static final JsonWriter INDENTED = JsonWriter.prettyInOrder("  ");

  private final TreeMap<Known, Long> known;

  /** One kind of finding at one thing. */
  private record Known(String file, String rule, String entry) implements Comparable<Known> {
    static Known of(PinFinding finding) {
      return new Known(finding.file(), finding.rule().id(), finding.entry());
    }

    @Override
    public int compareTo(Known other) {
      int order = file.compareTo(other.file);
      order = order == 0 ? rule.compareTo(other.rule) : order;
      return order == 0 ? entry.compareTo(other.entry) : order;
    }
  }

  /** Findings that are in a baseline, and those that are not. */
  public record Split(List<PinFinding> fresh, List<PinFinding> known) {}

  private Baseline(Map<Known, Long> known) {
    this.known = new TreeMap<>(known);
  }

  public static Baseline of(List<PinFinding> findings) {
    Map<Known, Long> known = new HashMap<>();
    findings.forEach(finding -> known.merge(Known.of(finding), 1L, Long::sum));
    return new Baseline(known);
  }

  /** Empty for a file that is none. */
  public static Optional<Baseline> read(byte[] file) {
    JsonObject document;
    try {
      document = JsonReader.readObject(file);
    } catch (JsonException broken) {
      return Optional.empty();
    }
    if (!document.string("format").equals(Optional.of(FORMAT))
        || !(document.get("findings").orElse(JsonObject.EMPTY) instanceof JsonArray findings)) {
      return Optional.empty();
    }
    Map<Known, Long> known = new HashMap<>();
    for (Json item : findings.items()) {
      if (!(item instanceof JsonObject one) || !add(one, known)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Baseline(known));
  }

  private static boolean add(JsonObject one, Map<Known, Long> known) {
    Optional<String> file = one.string("file");
    Optional<String> rule = one.string("rule");
    Optional<String> entry = one.string("entry");
    if (file.isEmpty() || rule.isEmpty() || entry.isEmpty()) {
      return false;
    }
    known.put(
        new Known(file.get(), rule.get(), entry.get()),
        Math.max(1L, one.integer("count").orElse(1L)));
    return true;
  }

  /** As a file: one finding a line or several alike, sorted, so that changes are easy to read. */
  public byte[] document() {
    List<Json> findings = new ArrayList<>();
    known.forEach((one, count) -> {
      JsonObject.Builder json =
          JsonObject.builder()
              .put("file", one.file())
              .put("rule", one.rule())
              .put("entry", one.entry());
      if (count > 1) {
        json.put("count", count);
      }
      findings.add(json.build());
    });
    return INDENTED.bytes(
        JsonObject.builder()
            .put("format", FORMAT)
            .put("findings", new JsonArray(findings))
            .build());
  }

  /** Of several alike, as many are known as the baseline counted. */
  public Split split(List<PinFinding> findings) {
    Map<Known, Long> left = new HashMap<>(known);
    List<PinFinding> fresh = new ArrayList<>();
    List<PinFinding> old = new ArrayList<>();
    for (PinFinding finding : findings) {
      Known key = Known.of(finding);
      long remaining = left.getOrDefault(key, 0L);
      left.put(key, remaining - 1);
      (remaining > 0 ? old : fresh).add(finding);
    }
    return new Split(fresh, old);
  }
}
