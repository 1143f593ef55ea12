package dev.firmtrail.audit.bisect;

import dev.firmtrail.signatures.Signing;
import dev.firmtrail.signatures.SigningException;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.PartDiff;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Parts that differ between two states and are taken from one of them together. A part has its
 * configuration and signature with it ({@link Part}). A signature that differs binds all parts that
 * it selects in either state: with one of them alone it would not hold. Containers of one group are
 * bound where the two states define the group differently.
 *
 * @param parts their names, sorted
 */
public record Unit(List<String> parts) {
  /** Where a device's groups are defined; the second only counts without the first. */
  private static final List<String> GROUP_FILES = List.of("device.json", "groups.json");

  public Unit {
    parts = List.copyOf(parts);
  }

  /**
   * All units of two states, sorted. Every path that differs is in exactly one.
   *
   * @throws WorkspaceException the two cannot be mixed
   */
  static List<Unit> of(State good, State bad) throws WorkspaceException {
    if (!good.spec().equals(bad.spec())) {
      throw new WorkspaceException(
          "the two states have different formats (#spec), so there is no mixture of them");
    }
    PartDiff diff = PartDiff.between(good, bad);
    Binding binding =
        new Binding(
            Stream.of(diff.added(), diff.changed(), diff.removed()).flatMap(List::stream).toList());
    Set<String> signatures = differingSignatures(good, bad);
    for (State state : List.of(good, bad)) {
      for (String key : signatures) {
        bindSigned(state, key, binding);
      }
    }
    for (String group : differingGroups(good, bad)) {
      binding.bind(Stream.of(good, bad).flatMap(state -> members(state, group).stream()).toList());
    }
    return binding.units();
  }

  private static Set<String> differingSignatures(State good, State bad) throws WorkspaceException {
    Set<String> keys = new TreeSet<>();
    for (State state : List.of(good, bad)) {
      state
          .entries()
          .keySet()
          .forEach(path -> {
            if (path.text().startsWith(Part.SIGNATURES)
                && !Optional.ofNullable(good.entries().get(path))
                    .equals(Optional.ofNullable(bad.entries().get(path)))) {
              keys.add(path.text());
            }
          });
    }
    if (keys.size() > Verifier.MAX_SIGNATURES) {
      throw new WorkspaceException(
          "more than "
              + Verifier.MAX_SIGNATURES
              + " signatures differ; these states are no device's");
    }
    return keys;
  }

  private static void bindSigned(State state, String key, Binding binding) {
    if (state.json().get(key).orElse(JsonObject.EMPTY) instanceof JsonObject document
        && Verifier.isSignature(document)) {
      try {
        Set<String> parts = new HashSet<>();
        parts.add(partOf(key));
        Signing.selection(document)
            .of(state.json())
            .selected()
            .members()
            .keySet()
            .forEach(selected -> parts.add(partOf(selected)));
        binding.bind(parts);
      } catch (SigningException selectsNothing) {
        // It holds nowhere, so nothing can be torn from it.
      }
    }
  }

  /** Also of {@code #spec}, which is no path and no part. */
  private static String partOf(String key) {
    return StatePath.parse(key).map(Part::nameOf).orElse(key);
  }

  private static Set<String> differingGroups(State good, State bad) {
    Map<String, Json> before = groups(good);
    Map<String, Json> after = groups(bad);
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeIf(
        name -> Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(after.get(name))));
    return names;
  }

  private static Map<String, Json> groups(State state) {
    Map<String, Json> groups = new HashMap<>();
    for (String file : GROUP_FILES) {
      Optional<Json> found = state.json().get(file);
      if (found.isPresent()) {
        Json list =
            found.get() instanceof JsonObject device
                ? device.get("groups").orElse(JsonObject.EMPTY)
                : found.get();
        if (list instanceof JsonArray(List<Json> items)) {
          for (Json item : items) {
            if (item instanceof JsonObject group) {
              group.string("name").ifPresent(name -> groups.put(name, group));
            }
          }
        }
        break;
      }
    }
    return groups;
  }

  private static List<String> members(State state, String group) {
    List<String> members = new ArrayList<>();
    Part.of(state)
        .keySet()
        .forEach(part -> {
          if (state
              .json()
              .object(part + "/run.json")
              .flatMap(Unit::group)
              .equals(Optional.of(group))) {
            members.add(part);
          }
        });
    return members;
  }

  private static Optional<String> group(JsonObject run) {
    return run.string("group").or(() -> run.string("runlevel"));
  }

  /**
   * A state with the parts of some units as they are in the second, and all others as in the first.
   *
   * @throws InvalidStateException there is no such state: of one a file is where the other has a
   *     directory
   */
  static State mix(State good, State bad, Collection<Unit> fromBad) throws InvalidStateException {
    Set<String> taken = new HashSet<>();
    fromBad.forEach(unit -> taken.addAll(unit.parts));
    Map<StatePath, StateEntry> entries = new HashMap<>();
    good.entries()
        .forEach((path, entry) -> {
          if (!taken.contains(Part.nameOf(path))) {
            entries.put(path, entry);
          }
        });
    bad.entries()
        .forEach((path, entry) -> {
          if (taken.contains(Part.nameOf(path))) {
            entries.put(path, entry);
          }
        });
    return State.of(good.spec().orElse(State.DEFAULT_SPEC), entries);
  }

  /** Names that are found to belong together. */
  private static final class Binding {
    private final Map<String, NavigableSet<String>> together =
        new TreeMap<>(CodePointOrder.INSTANCE);

    Binding(List<String> names) {
      for (String name : names) {
        NavigableSet<String> alone = new TreeSet<>(CodePointOrder.INSTANCE);
        alone.add(name);
        together.put(name, alone);
      }
    }

    /** Names that do not differ are passed over. */
    void bind(Collection<String> names) {
      NavigableSet<String> all = new TreeSet<>(CodePointOrder.INSTANCE);
      names.forEach(name -> Optional.ofNullable(together.get(name)).ifPresent(all::addAll));
      all.forEach(name -> together.put(name, all));
    }

    List<Unit> units() {
      return together.values().stream()
          .distinct()
          .map(names -> new Unit(List.copyOf(names)))
          .sorted(Comparator.comparing(unit -> unit.parts.getFirst(), CodePointOrder.INSTANCE))
          .toList();
    }
  }
}
