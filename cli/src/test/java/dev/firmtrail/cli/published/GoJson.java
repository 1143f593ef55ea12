package dev.firmtrail.cli.published;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the published program reads and writes it, on another library's tree. */
public final class GoJson {
  /** By code point, which is the order of the UTF-8 bytes. */
  public static final Comparator<String> KEYS =
      Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /** So many always tell a double from its neighbours. */
  private static final int MOST_DIGITS = 17;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper FIRST_VALUE =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();
  private static final JsonMapper WHOLE =
      FIRST_VALUE
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();
  private static final HexFormat LOWER = HexFormat.of();

  private GoJson() {}

  /**
   * The first value of a document; what follows it, and the first of two equal names, are passed
   * over.
   *
   * @throws tools.jackson.core.JacksonException there is no value
   */
  public static JsonNode first(byte[] document) {
    return exact(document, FIRST_VALUE);
  }

  /** The one value of a document without equal names. */
  public static JsonNode whole(byte[] document) {
    return exact(document, WHOLE);
  }

  private static JsonNode exact(byte[] document, JsonMapper mapper) {
    JsonNode value = mapper.readTree(new String(document, StandardCharsets.UTF_8));
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("EOF");
    }
    return eachNumber(value, number -> number);
  }

  /** What remains when every number goes through a double. */
  public static JsonNode asDoubles(JsonNode value) {
    return eachNumber(
        value,
        number -> {
          double rounded = number.doubleValue();
          if (Double.isInfinite(rounded)) {
            throw new IllegalArgumentException("Invalid JSON Document");
          }
          return shortest(rounded);
        });
  }

  /** The fewest digits that still mean this double. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal fewer = exact.round(new MathContext(digits));
      if (fewer.doubleValue() == value) {
        return fewer;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS));
  }

  private static JsonNode eachNumber(JsonNode value, UnaryOperator<BigDecimal> change) {
    if (value.isNumber()) {
      return NODES.numberNode(change.apply(value.decimalValue()).stripTrailingZeros());
    }
    if (value.isArray()) {
      ArrayNode items = NODES.arrayNode();
      value.forEach(item -> items.add(eachNumber(item, change)));
      return items;
    }
    if (value.isObject()) {
      ObjectNode members = NODES.objectNode();
      value.forEachEntry((name, member) -> members.set(name, eachNumber(member, change)));
      return members;
    }
    return value;
  }

  /** Whether a value has the form of an object's id, in either case. */
  public static boolean looksLikeAnId(JsonNode value) {
    return value.isString() && value.asString().matches("[0-9a-fA-F]{64}");
  }

  /** The canonical form, without a final newline. */
  public static String canonical(JsonNode value) {
    StringBuilder text = new StringBuilder();
    write(value, "", -1, false, text);
    return text.toString();
  }

  /** The form that a checkout writes. */
  public static String pretty(JsonNode value) {
    StringBuilder text = new StringBuilder();
    write(value, "    ", 0, true, text);
    return text.toString();
  }

  /**
   * @param depth negative for a single line
   */
  private static void write(
      JsonNode value, String indent, int depth, boolean html, StringBuilder text) {
    if (value.isObject()) {
      TreeMap<String, JsonNode> members = new TreeMap<>(KEYS);
      value.forEachEntry(members::put);
      text.append('{');
      String between = "";
      for (var member : members.entrySet()) {
        text.append(between);
        newLine(indent, depth + 1, text);
        string(member.getKey(), html, text);
        text.append(depth < 0 ? ":" : ": ");
        write(member.getValue(), indent, depth < 0 ? depth : depth + 1, html, text);
        between = ",";
      }
      if (!members.isEmpty()) {
        newLine(indent, depth, text);
      }
      text.append('}');
    } else if (value.isArray()) {
      text.append('[');
      for (Iterator<JsonNode> items = value.iterator(); items.hasNext(); ) {
        newLine(indent, depth + 1, text);
        write(items.next(), indent, depth < 0 ? depth : depth + 1, html, text);
        text.append(items.hasNext() ? "," : "");
      }
      if (!value.isEmpty()) {
        newLine(indent, depth, text);
      }
      text.append(']');
    } else if (value.isString()) {
      string(value.asString(), html, text);
    } else {
      text.append(value.isNumber() ? number(value.decimalValue()) : value.toString());
    }
  }

  private static void newLine(String indent, int depth, StringBuilder text) {
    if (!indent.isEmpty()) {
      text.append('\n').append(indent.repeat(depth));
    }
  }

  private static String number(BigDecimal exact) {
    BigDecimal value = exact.stripTrailingZeros();
    if (value.scale() <= 0) {
      return value.toBigInteger().toString();
    }
    String digits = value.unscaledValue().abs().toString();
    return (value.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + "."
        + (digits.length() > 1 ? digits.substring(1) : "0")
        + "E"
        + (digits.length() - 1 - value.scale());
  }

  private static void string(String value, boolean html, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (html) {
            boolean escaped = c < ' ' || c == '<' || c == '>' || c == '&' || (c & ~1) == '\u2028';
            text.append(escaped ? "\\u" + LOWER.toHexDigits((short) c) : c);
          } else if (c == '\b' || c == '\f') {
            text.append(c == '\b' ? "\\b" : "\\f");
          } else {
            text.append(c < ' ' ? "\\u" + UPPER.toHexDigits((short) c) : c);
          }
        }
      }
    }
    text.append('"');
  }
}
