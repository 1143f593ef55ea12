package dev.firmtrail.fuzz;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jackson as a second opinion on the strict reader. What ours takes, Jackson takes and understands
 * alike. What only Jackson takes is one of what ours documents: lone surrogates, numbers beyond our
 * limits, nesting beyond ours.
 */
final class JacksonOpinion {
  private static final int DEPTH = 600;
  private static final int LONGEST_NUMBER = 1 << 20;

  /** Digits or zeros that may be too many for ours, whose limit is on the text. */
  private static final int LARGE_NUMBER = 4_000;

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  void compare(byte[] input, Optional<Json> ours) {
    Optional<String> text = Input.strictText(input);
    if (text.isEmpty()) {
      Must.hold(ours.isEmpty(), "a document was read that is not UTF-8");
      return;
    }
    Optional<JsonNode> theirs;
    try {
      theirs = read(text.get());
    } catch (NumberFormatException noOpinion) {
      // An exponent that BigDecimal cannot hold; the sizes of numbers are checked elsewhere.
      return;
    }
    if (ours.isPresent()) {
      Must.hold(theirs.isPresent(), "a document was read that Jackson refuses");
      Must.hold(same(ours.get(), theirs.get()), "Jackson reads something else: " + theirs.get());
    } else if (theirs.isPresent()) {
      Must.hold(oursMayRefuse(text.get(), theirs.get()), "only Jackson reads it");
    }
  }

  private Optional<JsonNode> read(String text) {
    try {
      JsonNode node = mapper.readTree(text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException refused) {
      return Optional.empty();
    }
  }

  /** Without streams, whose many calls a level are too much for the stack at 500 levels. */
  private static boolean same(Json ours, JsonNode theirs) {
    return switch (ours) {
      case JsonObject object -> {
        boolean alike = theirs.isObject() && theirs.size() == object.members().size();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
          alike =
              alike
                  && theirs.has(member.getKey())
                  && same(member.getValue(), theirs.get(member.getKey()));
        }
        yield alike;
      }
      case JsonArray array -> {
        boolean alike = theirs.isArray() && theirs.size() == array.items().size();
        for (int i = 0; alike && i < theirs.size(); i++) {
          alike = same(array.items().get(i), theirs.get(i));
        }
        yield alike;
      }
      case JsonString(String text) -> theirs.isString() && theirs.stringValue().equals(text);
      case JsonNumber number -> theirs.isNumber() && same(number, theirs.decimalValue());
      case Json.Literal literal ->
          switch (literal) {
            case NULL -> theirs.isNull();
            case TRUE -> theirs.isBoolean() && theirs.booleanValue();
            case FALSE -> theirs.isBoolean() && !theirs.booleanValue();
          };
    };
  }

  private static boolean same(JsonNumber ours, BigDecimal theirs) {
    return theirs.signum() == 0
        ? ours.canonical().equals("0")
        : new BigDecimal(ours.canonical()).compareTo(theirs) == 0;
  }

  private static boolean oursMayRefuse(String text, JsonNode theirs) {
    return text.contains("\\u")
        || text.startsWith("\uFEFF")
        || hasLargeNumber(theirs)
        || depth(theirs) > 500;
  }

  private static boolean hasLargeNumber(JsonNode node) {
    if (node.isNumber()) {
      BigDecimal value = node.decimalValue();
      return Math.abs((long) value.scale()) > LARGE_NUMBER || value.precision() > LARGE_NUMBER;
    }
    boolean found = false;
    for (JsonNode child : node.values()) {
      found = found || hasLargeNumber(child);
    }
    return found;
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node.values()) {
      deepest = Math.max(deepest, depth(child));
    }
    return node.isContainer() ? 1 + deepest : 0;
  }
}
