package dev.firmtrail.workspace.transfer;

import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.MergePatch;
import dev.firmtrail.state.PublishedMergePatch;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.WorkspaceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The parts of a source's state that a fragment asks for, put into a state of one's own ({@code
 * docs/formats/workspace.md}, Get and merge).
 *
 * @param wanted as the reference says it
 * @param selected what the source gives: its selections, whatever is removed afterwards
 */
record Combination(Fragment wanted, State selected) {

  static Combination of(Fragment wanted, State source) {
    return new Combination(wanted, new Fragment(wanted.selections(), List.of()).select(source));
  }

  /**
   * The own state, in which the selected parts are now those of the source and nothing else; then
   * without the removals.
   */
  State replacing(State own) throws WorkspaceException {
    SequencedMap<String, Json> members = new LinkedHashMap<>(own.json().members());
    members.keySet().removeIf(this::isSelected);
    members.putAll(given());
    members.keySet().removeIf(this::isRemoved);
    return state(members, own);
  }

  /** The own state without the removals, then merged with the selected parts, file by file. */
  State mergedInto(State own, Dialect dialect) throws WorkspaceException {
    SequencedMap<String, Json> members = new LinkedHashMap<>(own.json().members());
    members.keySet().removeIf(this::isRemoved);
    JsonObject rest = new JsonObject(members);
    return switch (dialect) {
      case EXACT -> state(merged(members), own);
      case PUBLISHED ->
          state(PublishedMergePatch.apply(rest, new JsonObject(given())).members(), own);
    };
  }

  /**
   * A file that only one side has stays as it is, nulls included; RFC 7396 is for what is inside a
   * file that both have.
   */
  private SequencedMap<String, Json> merged(SequencedMap<String, Json> own) {
    SequencedMap<String, Json> members = new LinkedHashMap<>(own);
    given()
        .forEach((name, theirs) ->
            members.merge(
                name, theirs, (ours, patch) -> ours.equals(patch) ? ours : patched(ours, patch)));
    return members;
  }

  private static Json patched(Json ours, Json patch) {
    return ours instanceof JsonObject && patch instanceof JsonObject
        ? MergePatch.apply(ours, patch)
        : patch;
  }

  private SequencedMap<String, Json> given() {
    SequencedMap<String, Json> members = new LinkedHashMap<>(selected.json().members());
    if (!wanted.selections().isEmpty() && !wanted.selections().contains(State.SPEC_KEY)) {
      members.remove(State.SPEC_KEY);
    }
    return members;
  }

  private boolean isSelected(String key) {
    return wanted.selections().isEmpty() || isWithinAny(key, wanted.selections());
  }

  private boolean isRemoved(String key) {
    return isWithinAny(key, wanted.removals());
  }

  private static boolean isWithinAny(String key, List<String> items) {
    return key.equals(State.SPEC_KEY)
        ? items.contains(key)
        : items.stream().anyMatch(new StatePath(key)::isWithin);
  }

  /** A state has a format, whatever was removed; the empty document alone has none. */
  private State state(Map<String, Json> members, State own) throws WorkspaceException {
    JsonObject.Builder document = JsonObject.builder();
    boolean wasEmpty = own.spec().isEmpty() && members.isEmpty();
    if (!wasEmpty && !members.containsKey(State.SPEC_KEY)) {
      document.put(State.SPEC_KEY, own.spec().orElse(State.DEFAULT_SPEC));
    }
    try {
      return State.of(document.putAll(members).build());
    } catch (InvalidStateException refused) {
      throw new WorkspaceException(
          "the two states do not go together: " + refused.getMessage(), refused);
    }
  }
}
