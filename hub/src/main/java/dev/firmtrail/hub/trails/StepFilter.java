package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Which steps of a trail are asked for ({@code docs/formats/hub.md}, Steps).
 *
 * @param negated whether the statuses are those that are not wanted
 * @param limit the most steps that are answered
 */
record StepFilter(boolean negated, List<String> statuses, int limit) {
  static final int NO_LIMIT = Integer.MAX_VALUE;

  /** More than there are statuses. */
  private static final int MOST_STATUSES = 32;

  StepFilter {
    statuses = List.copyOf(statuses);
  }

  static StepFilter only(String status) {
    return new StepFilter(false, List.of(status), NO_LIMIT);
  }

  static StepFilter allBut(String status) {
    return new StepFilter(true, List.of(status), NO_LIMIT);
  }

  StepFilter atMost(int steps) {
    return new StepFilter(negated, statuses, steps);
  }

  /** Whether it asks for nothing but steps that the device has yet to do. */
  boolean onlyPending() {
    return !negated && StepStanding.PENDING.containsAll(statuses);
  }

  /** Reads a status, or one of {@code {"$in":[…]}}, {@code $nin}, {@code $eq}, {@code $ne}. */
  static StepFilter read(String text) {
    if (!text.startsWith("{")) {
      return only(text);
    }
    JsonObject operators;
    try {
      operators = JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw Refusal.badRequest("progress.status is not valid JSON: " + broken.getMessage());
    }
    if (operators.members().size() != 1) {
      throw Refusal.badRequest("progress.status: one operator is expected");
    }
    Map.Entry<String, Json> operator = operators.members().firstEntry();
    return switch (operator.getKey()) {
      case "$in" -> new StepFilter(false, texts(operator.getValue()), NO_LIMIT);
      case "$nin" -> new StepFilter(true, texts(operator.getValue()), NO_LIMIT);
      case "$eq" -> new StepFilter(false, List.of(text(operator.getValue())), NO_LIMIT);
      case "$ne" -> new StepFilter(true, List.of(text(operator.getValue())), NO_LIMIT);
      default ->
          throw Refusal.badRequest("progress.status: the operators are $in, $nin, $eq and $ne");
    };
  }

  private static List<String> texts(Json value) {
    if (!(value instanceof JsonArray(List<Json> items)) || items.size() > MOST_STATUSES) {
      throw Refusal.badRequest(
          "progress.status: a list of at most " + MOST_STATUSES + " statuses is expected");
    }
    return items.stream().map(StepFilter::text).toList();
  }

  private static String text(Json value) {
    if (value instanceof JsonString(String text)) {
      return text;
    }
    throw Refusal.badRequest("progress.status: a status is a string");
  }
}
