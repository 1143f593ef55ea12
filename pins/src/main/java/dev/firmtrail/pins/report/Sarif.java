package dev.firmtrail.pins.report;

import dev.firmtrail.pins.Place;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of one of our checks as SARIF 2.1.0 (OASIS). Rules are numbered as they are first named.
 * For one thread.
 */
public final class Sarif {
  private static final JsonWriter INDENTED = JsonWriter.prettyInOrder("  ");

  private final String tool;
  private final String version;
  private final String fingerprint;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Json> rules = new ArrayList<>();
  private final List<Json> results = new ArrayList<>();

  /**
   * Begins a log.
   *
   * @param fingerprint name of the fingerprints; whoever changes what goes into one gives it
   *     another name (SARIF 3.27.17)
   */
  public Sarif(String tool, String version, String fingerprint) {
    this.tool = tool;
    this.version = version;
    this.fingerprint = fingerprint;
  }

  /** How bad a result is. */
  public enum Level {
    ERROR("error"),
    WARNING("warning"),
    NOTE("note");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Adds a result.
   *
   * @param rule what broke; its member {@code id} names it
   * @param path where, as a relative path
   * @param place where in the file; the whole file gives no region
   * @param entry with rule and path it knows the result again in the next run; empty where those do
   */
  public void add(
      JsonObject rule, Level level, String message, String path, Place place, String entry) {
    String id = rule.string("id").orElseThrow();
    int number = numbers.computeIfAbsent(id, name -> numbers.size());
    if (number == rules.size()) {
      rules.add(rule);
    }
    JsonObject.Builder where =
        JsonObject.builder()
            .put("artifactLocation", JsonObject.builder().put("uri", uri(path)).build());
    if (place.line() > 0) {
      where.put("region", region(place));
    }
    String told = id + "\0" + path + (entry.isEmpty() ? "" : "\0" + entry);
    String print = Sha256.hex(told.getBytes(StandardCharsets.UTF_8));
    results.add(
        JsonObject.builder()
            .put("ruleId", id)
            .put("ruleIndex", number)
            .put("level", level.word())
            .put("message", message(message))
            .put(
                "locations",
                array(JsonObject.builder().put("physicalLocation", where.build()).build()))
            .put("partialFingerprints", JsonObject.builder().put(fingerprint, print).build())
            .build());
  }

  private static JsonObject region(Place place) {
    JsonObject.Builder region = JsonObject.builder().put("startLine", place.line());
    if (place.column() > 0) {
      region.put("startColumn", place.column());
    }
    return region.build();
  }

  /**
   * The document, in UTF-8.
   *
   * @param properties what else the run has to say
   */
  public byte[] document(Instant end, JsonObject properties) {
    JsonObject driver =
        JsonObject.builder()
            .put("name", tool)
            .put("version", version)
            .put("rules", new JsonArray(rules))
            .build();
    JsonObject invocation =
        JsonObject.builder()
            .put("executionSuccessful", true)
            .put("endTimeUtc", end.toString())
            .build();
    JsonObject run =
        JsonObject.builder()
            .put("tool", JsonObject.builder().put("driver", driver).build())
            .put("invocations", array(invocation))
            .put("columnKind", "utf16CodeUnits")
            .put("results", new JsonArray(results))
            .put("properties", properties)
            .build();
    return INDENTED.bytes(
        JsonObject.builder()
            .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            .put("version", "2.1.0")
            .put("runs", array(run))
            .build());
  }

  /** A text as SARIF has it. */
  public static JsonObject message(String text) {
    return JsonObject.builder().put("text", text).build();
  }

  private static JsonArray array(JsonObject only) {
    return new JsonArray(List.of(only));
  }

  /** Every byte but unreserved ones and the slash as {@code %XX} (RFC 3986, 2.3 and 4.2). */
  static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~/".indexOf(c) >= 0;
      uri.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return uri.toString();
  }
}
