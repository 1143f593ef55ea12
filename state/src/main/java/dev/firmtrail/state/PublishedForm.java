package dev.firmtrail.state;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonPath;
import dev.firmtrail.state.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the published programs make of a JSON document when it is added to a state: numbers lose
 * what an IEEE double cannot hold, nulls disappear. Only for reproducing the ids that those
 * programs computed. See {@code docs/formats/state.md}, Published dialect.
 */
public final class PublishedForm {
  private PublishedForm() {}

  /**
   * Every number rounded, every null member and null item dropped, at any depth. A document that is
   * {@code null} itself stays so; the published programs take such a file for removed.
   *
   * @throws InvalidStateException a number is beyond the range of a double; those programs refuse
   *     it too
   */
  public static Json of(Json added) throws InvalidStateException {
    return withoutNulls(rounded(added));
  }

  static Json withoutNulls(Json value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObject.Builder kept = JsonObject.builder();
        object
            .members()
            .forEach((name, member) -> {
              if (!member.isNull()) {
                kept.put(name, withoutNulls(member));
              }
            });
        yield kept.build();
      }
      case JsonArray array ->
          new JsonArray(
              array.items().stream()
                  .filter(item -> !item.isNull())
                  .map(PublishedForm::withoutNulls)
                  .toList());
      case JsonString _, JsonNumber _, Json.Literal _ -> value;
    };
  }

  static Json rounded(Json value) throws InvalidStateException {
    Optional<String> beyond = beyondDouble(value);
    if (beyond.isPresent()) {
      throw new InvalidStateException(
          "number beyond the range of a double at "
              + Shown.text(beyond.get())
              + "; the published programs cannot hold it, nor can a state that is made as they make it");
    }
    return roundedInRange(value);
  }

  private static Json roundedInRange(Json value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObject.Builder members = JsonObject.builder();
        object.members().forEach((name, member) -> members.put(name, roundedInRange(member)));
        yield members.build();
      }
      case JsonArray array ->
          new JsonArray(array.items().stream().map(PublishedForm::roundedInRange).toList());
      case JsonNumber number -> number.rounded();
      case JsonString _, Json.Literal _ -> value;
    };
  }

  /** The JSON pointer of the first number that no double can hold. */
  private static Optional<String> beyondDouble(Json value) {
    return switch (value) {
      case JsonNumber number ->
          Double.isInfinite(number.toDouble()) ? Optional.of("") : Optional.empty();
      case JsonObject object -> beyondDouble(object);
      case JsonArray array -> beyondDouble(array.items());
      case JsonString _, Json.Literal _ -> Optional.empty();
    };
  }

  private static Optional<String> beyondDouble(JsonObject object) {
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      Optional<String> inside = beyondDouble(member.getValue());
      if (inside.isPresent()) {
        return Optional.of("/" + JsonPath.escaped(member.getKey()) + inside.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> beyondDouble(List<Json> items) {
    for (int i = 0; i < items.size(); i++) {
      Optional<String> inside = beyondDouble(items.get(i));
      if (inside.isPresent()) {
        return Optional.of("/" + i + inside.get());
      }
    }
    return Optional.empty();
  }
}
