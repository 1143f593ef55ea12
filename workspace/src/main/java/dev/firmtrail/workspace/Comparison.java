package dev.firmtrail.workspace;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.MergePatch;
import dev.firmtrail.state.PublishedForm;
import dev.firmtrail.state.PublishedMergePatch;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a tree differ from the committed state, by the rules of one dialect. Immutable.
 */
sealed interface Comparison {
  /** Keys that a commit would add, sorted. */
  List<String> added();

  /** Keys that a commit would remove, sorted. */
  List<String> removed();

  /** Keys that a commit would change, sorted. */
  List<String> changed();

  /** The tree as a state. */
  State working() throws WorkspaceException;

  /** The merge patch from the committed state to the tree. */
  JsonObject patch() throws WorkspaceException;

  /** The state that a commit would make. */
  State next() throws WorkspaceException;

  /**
   * Compares by the rules of a dialect.
   *
   * @param committed the entries of the committed state by key
   * @param tree what the tracked files hold, by key
   */
  static Comparison of(
      Dialect dialect,
      State pristine,
      Map<String, StateEntry> committed,
      SortedMap<String, StateEntry> tree)
      throws WorkspaceException {
    return switch (dialect) {
      case EXACT -> Exact.of(pristine, committed, tree);
      case PUBLISHED -> Published.of(pristine, committed, tree);
    };
  }

  /**
   * Values are compared exactly; what a published program's commit left of a value counts as that
   * value.
   */
  record Exact(
      State pristine,
      Map<String, StateEntry> committed,
      SortedMap<String, StateEntry> tree,
      List<String> added,
      List<String> removed,
      List<String> changed)
      implements Comparison {
    static Exact of(
        State pristine, Map<String, StateEntry> committed, SortedMap<String, StateEntry> tree) {
      List<String> added = new ArrayList<>();
      List<String> changed = new ArrayList<>();
      if (pristine.spec().isEmpty()) {
        added.add(State.SPEC_KEY);
      }
      for (Map.Entry<String, StateEntry> each : tree.entrySet()) {
        @Nullable StateEntry before = committed.get(each.getKey());
        if (before == null) {
          added.add(each.getKey());
        } else if (!isSame(each.getValue(), before)) {
          changed.add(each.getKey());
        }
      }
      added.sort(CodePointOrder.INSTANCE);
      return new Exact(pristine, committed, tree, added, missing(committed, tree), changed);
    }

    /** The tree, with the committed value where it counts as that. */
    private SortedMap<String, StateEntry> settled() {
      SortedMap<String, StateEntry> settled = new TreeMap<>(tree);
      settled.replaceAll((key, now) -> {
        @Nullable StateEntry before = committed.get(key);
        return before != null && isSame(now, before) ? before : now;
      });
      return settled;
    }

    private static boolean isSame(StateEntry now, StateEntry before) {
      if (now.equals(before)) {
        return true;
      }
      if (!(now instanceof StateEntry.Inline(Json value))
          || !(before instanceof StateEntry.Inline(Json committed))) {
        return false;
      }
      try {
        return PublishedForm.of(value).equals(committed);
      } catch (InvalidStateException noSuchDouble) {
        return false;
      }
    }

    @Override
    public State working() throws WorkspaceException {
      return stateOf(specOf(pristine), settled());
    }

    @Override
    public JsonObject patch() throws WorkspaceException {
      return MergePatch.between(pristine.json(), working().json());
    }

    @Override
    public State next() throws WorkspaceException {
      return working();
    }
  }

  /** As the published programs do: by doubles, without nulls, for the same state ids. */
  record Published(
      State pristine,
      SortedMap<String, StateEntry> tree,
      JsonObject patch,
      List<String> added,
      List<String> removed,
      List<String> changed)
      implements Comparison {
    static Published of(
        State pristine, Map<String, StateEntry> committed, SortedMap<String, StateEntry> tree)
        throws WorkspaceException {
      JsonObject.Builder document = JsonObject.builder().put(State.SPEC_KEY, specOf(pristine));
      for (Map.Entry<String, StateEntry> each : tree.entrySet()) {
        document.put(each.getKey(), each.getValue().json());
      }
      List<String> added = new ArrayList<>();
      List<String> removed = new ArrayList<>();
      List<String> changed = new ArrayList<>();
      JsonObject patch;
      try {
        patch = PublishedMergePatch.between(pristine.json(), document.build());
      } catch (InvalidStateException noSuchDouble) {
        throw new WorkspaceException(
            "Invalid JSON Document: " + noSuchDouble.getMessage() + "; work without --compat",
            noSuchDouble);
      }
      for (Map.Entry<String, Json> member : patch.members().entrySet()) {
        String key = member.getKey();
        List<String> kind =
            member.getValue().isNull() ? removed : committed.containsKey(key) ? changed : added;
        kind.add(key);
      }
      added.sort(CodePointOrder.INSTANCE);
      removed.sort(CodePointOrder.INSTANCE);
      changed.sort(CodePointOrder.INSTANCE);
      return new Published(pristine, tree, patch, added, removed, changed);
    }

    @Override
    public State working() throws WorkspaceException {
      return stateOf(specOf(pristine), tree);
    }

    @Override
    public State next() throws WorkspaceException {
      try {
        return State.of(PublishedMergePatch.apply(pristine.json(), patch));
      } catch (InvalidStateException unfit) {
        throw new WorkspaceException(
            "the work tree is not a valid state: " + unfit.getMessage(), unfit);
      }
    }
  }

  private static String specOf(State pristine) {
    return pristine.spec().orElse(State.DEFAULT_SPEC);
  }

  private static List<String> missing(
      Map<String, StateEntry> committed, Map<String, StateEntry> tree) {
    List<String> missing = new ArrayList<>();
    for (String key : committed.keySet()) {
      if (!tree.containsKey(key)) {
        missing.add(key);
      }
    }
    missing.sort(CodePointOrder.INSTANCE);
    return missing;
  }

  private static State stateOf(String spec, Map<String, StateEntry> tree)
      throws WorkspaceException {
    Map<StatePath, StateEntry> entries = new TreeMap<>();
    for (Map.Entry<String, StateEntry> each : tree.entrySet()) {
      entries.put(new StatePath(each.getKey()), each.getValue());
    }
    try {
      return State.of(spec, entries);
    } catch (InvalidStateException unfit) {
      throw new WorkspaceException(
          "the work tree is not a valid state: " + unfit.getMessage(), unfit);
    }
  }
}
