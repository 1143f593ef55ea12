package dev.firmtrail.fuzz;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.util.Collection;
import java.util.Optional;

/**
 * Both JSON readers: a document is refused with a place inside it, or what is written of it reads
 * the same again in every form, and the canonical form stays as it is. The tolerant reader takes
 * what the strict one takes, and then alone has nothing to tell. Another program's reader is of the
 * same opinion ({@link JacksonOpinion}).
 */
final class JsonTarget implements Target {
  private static final JsonWriter PRETTY = JsonWriter.pretty("\t");

  private final JacksonOpinion jackson = new JacksonOpinion();

  @Override
  public void accept(byte[] input) throws Exception {
    Optional<Json> strict = strict(input);
    Optional<JsonReader.TolerantResult> tolerant = tolerant(input);
    if (strict.isPresent()) {
      writtenReadsTheSame(strict.get());
      JsonReader.TolerantResult same = tolerant.orElseThrow();
      Must.equal(same.value(), strict.get(), "tolerant reading");
      Must.hold(same.tolerated().isEmpty(), "something was tolerated in what is strict");
    } else if (tolerant.isPresent()) {
      tolerated(tolerant.get());
    }
    jackson.compare(input, strict);
  }

  private static Optional<Json> strict(byte[] input) {
    try {
      return Optional.of(JsonReader.read(input));
    } catch (JsonException refused) {
      placed(refused, input);
      return Optional.empty();
    }
  }

  private static Optional<JsonReader.TolerantResult> tolerant(byte[] input) {
    try {
      return Optional.of(JsonReader.readTolerant(input));
    } catch (JsonException refused) {
      placed(refused, input);
      return Optional.empty();
    }
  }

  private static void placed(JsonException refused, byte[] input) {
    Must.beShowable(refused);
    boolean inside = refused.offset() >= 0 && refused.offset() <= input.length;
    Must.hold(inside, "an offset outside of the document: " + refused.offset());
    Must.hold(refused.line() >= 1 && refused.column() >= 1, "no such place: " + refused);
  }

  private static void tolerated(JsonReader.TolerantResult result) throws JsonException {
    writtenReadsTheSame(result.value());
    int told = result.tolerated().size();
    Must.hold(told > 0, "what is not strict was read without a word");
    Must.hold(told <= JsonReader.MAX_TOLERATED, "too many departures are told");
  }

  private static void writtenReadsTheSame(Json value) throws JsonException {
    Must.hold(depth(value) <= JsonReader.MAX_DEPTH, "deeper than the limit");
    byte[] canonical = JsonWriter.CANONICAL.bytes(value);
    Json again = JsonReader.read(canonical);
    Must.equal(again, value, "the canonical form read again");
    Must.equal(
        JsonWriter.CANONICAL.text(again), JsonWriter.CANONICAL.text(value), "canonical twice");
    Must.equal(JsonReader.read(JsonWriter.COMPACT.bytes(value)), value, "the compact form");
    Must.equal(JsonReader.read(PRETTY.bytes(value)), value, "the pretty form");
  }

  static int depth(Json value) {
    return switch (value) {
      case JsonObject object -> 1 + deepest(object.members().values());
      case JsonArray array -> 1 + deepest(array.items());
      case JsonString _, JsonNumber _, Json.Literal _ -> 0;
    };
  }

  private static int deepest(Collection<Json> values) {
    int deepest = 0;
    for (Json value : values) {
      deepest = Math.max(deepest, depth(value));
    }
    return deepest;
  }
}
