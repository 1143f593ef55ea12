package dev.firmtrail.state.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A JSON object. Keeps the order in which members came; equality does not look at it. */
public record JsonObject(SequencedMap<String, Json> members) implements Json {
  public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

  public JsonObject {
    members =
        Collections.unmodifiableSequencedMap(
            members instanceof Members ? members : new LinkedHashMap<>(members));
  }

  /** Members that were collected for one object, so that it need not copy them. */
  static final class Members extends LinkedHashMap<String, Json> {
    private static final long serialVersionUID = 1;
  }

  public static Builder builder() {
    return new Builder();
  }

  public Optional<Json> get(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** The text of a member that is a string; empty when it is missing or of another type. */
  public Optional<String> string(String name) {
    return members.get(name) instanceof JsonString(String value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** The object under a member; empty when it is missing or of another type. */
  public Optional<JsonObject> object(String name) {
    return members.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /**
   * The whole number under a member; empty when it is missing, of another type, or not exactly a
   * {@code long}.
   */
  public Optional<Long> integer(String name) {
    return members.get(name) instanceof JsonNumber number ? number.exactLong() : Optional.empty();
  }

  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** Collects members in order; a name given twice keeps its first place and its last value. */
  public static final class Builder {
    private Members members = new Members();
    private boolean built;

    public Builder put(String name, Json value) {
      own().put(name, value);
      return this;
    }

    public Builder put(String name, String value) {
      return put(name, Json.of(value));
    }

    public Builder put(String name, long value) {
      return put(name, Json.of(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, Json.of(value));
    }

    public Builder putAll(Map<String, ? extends Json> others) {
      own().putAll(others);
      return this;
    }

    private Members own() {
      if (built) {
        Members copy = new Members();
        copy.putAll(members);
        members = copy;
        built = false;
      }
      return members;
    }

    public JsonObject build() {
      built = true;
      return new JsonObject(members);
    }
  }
}
