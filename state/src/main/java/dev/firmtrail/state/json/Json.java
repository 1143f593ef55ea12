package dev.firmtrail.state.json;

import java.util.List;

/** One JSON value. Immutable and safe to share between threads. */
public sealed interface Json permits JsonObject, JsonArray, JsonString, JsonNumber, Json.Literal {

  /** {@code true}, {@code false} and {@code null}. */
  enum Literal implements Json {
    TRUE("true"),
    FALSE("false"),
    NULL("null");

    private final String text;

    Literal(String text) {
      this.text = text;
    }

    /** The word as it stands in a document. */
    public String text() {
      return text;
    }
  }

  static Json of(String value) {
    return new JsonString(value);
  }

  static Json of(long value) {
    return JsonNumber.of(value);
  }

  static Json of(boolean value) {
    return value ? Literal.TRUE : Literal.FALSE;
  }

  static Json ofStrings(List<String> values) {
    return new JsonArray(values.stream().map(Json::of).toList());
  }

  default boolean isNull() {
    return this == Literal.NULL;
  }
}
