package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Finding.Kind;
import dev.firmtrail.state.JsonChange;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateDiff;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares a build with a state, part by part. What was expected is the state's. */
final class Comparison {
  private static final int PLACES = 5;

  private final Build build;
  private final State against;

  Comparison(Build build, State against) {
    this.build = build;
    this.against = against;
  }

  /**
   * A check for each part that either side has, in their order, then one of the format and one of
   * what belongs to no part, where they found something.
   *
   * @param wanted the parts that are looked at; empty for all
   */
  List<Check> checks(Set<String> wanted) {
    SortedMap<String, List<Finding>> parts = new TreeMap<>(CodePointOrder.INSTANCE);
    for (String part : partNames(build.state(), against)) {
      if (wanted.isEmpty() || wanted.contains(part)) {
        parts.put(part, new ArrayList<>());
      }
    }
    for (Map.Entry<StatePath, Finding> entry : findings().entrySet()) {
      String part = Part.nameOf(entry.getKey());
      if (wanted.isEmpty() || wanted.contains(part)) {
        parts.computeIfAbsent(part, _ -> new ArrayList<>()).add(entry.getValue());
      }
    }
    List<Check> checks = new ArrayList<>();
    parts.forEach((part, findings) -> checks.add(new Check(Check.Kind.PART, part, findings)));
    if (wanted.isEmpty() && !build.state().spec().equals(against.spec())) {
      checks.add(new Check(Check.Kind.FORMAT, State.SPEC_KEY, List.of(format())));
    }
    if (!build.elsewhere().isEmpty()) {
      checks.add(new Check(Check.Kind.UNMAPPED, "unmapped files", build.elsewhere()));
    }
    return checks;
  }

  static Set<String> partNames(State one, State other) {
    Set<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
    names.addAll(Part.of(one).keySet());
    names.addAll(Part.of(other).keySet());
    return names;
  }

  private SortedMap<StatePath, Finding> findings() {
    SortedMap<StatePath, Finding> findings = new TreeMap<>();
    StateDiff diff = StateDiff.between(against, build.state());
    diff.removed()
        .forEach((path, entry) ->
            findings.put(
                path,
                new Finding(
                    path.text(),
                    Kind.MISSING,
                    Optional.of(hash(entry)),
                    Optional.empty(),
                    "the build lacks it")));
    diff.added()
        .forEach((path, entry) ->
            findings.put(
                path,
                new Finding(
                    path.text(),
                    Kind.EXTRA,
                    Optional.empty(),
                    Optional.of(hash(entry)),
                    "only the build has it" + file(path))));
    diff.changed()
        .forEach((path, change) ->
            findings.put(
                path,
                new Finding(
                    path.text(),
                    Kind.DIFFERENT,
                    Optional.of(hash(change.from())),
                    Optional.of(hash(change.to())),
                    how(change) + file(path))));
    build
        .judged()
        .forEach((path, finding) -> {
          findings.remove(path);
          finding.ifPresent(found -> findings.put(path, found));
        });
    return findings;
  }

  private String file(StatePath path) {
    return Optional.ofNullable(build.files().get(path))
        .map(name -> " (" + Shown.whole(name) + ")")
        .orElse("");
  }

  /** Only where JSON differs: what stands there may be a secret, and logs of pipelines are read. */
  private static String how(StateDiff.Change change) {
    if (!(change.from() instanceof StateEntry.Inline(var from)
        && change.to() instanceof StateEntry.Inline(var to))) {
      return "the build has other bytes";
    }
    List<JsonChange> changes = JsonChange.between(from, to);
    String places =
        changes.stream()
            .limit(PLACES)
            .map(place ->
                place.pointer().isEmpty() ? "the whole of it" : Shown.text(place.pointer()))
            .collect(Collectors.joining(", "));
    int more = changes.size() - PLACES;
    return "the build has other JSON, at "
        + places
        + (more > 0 ? " and " + Shown.count(more, "more place") : "");
  }

  private Finding format() {
    return new Finding(
        State.SPEC_KEY,
        Kind.DIFFERENT,
        Optional.empty(),
        Optional.empty(),
        "the format is %s, the build's is %s"
            .formatted(
                Shown.text(against.spec().orElse("none")),
                Shown.text(build.state().spec().orElse("none"))));
  }

  /** Of an object its id, of JSON in the state the hash of its canonical form. */
  static ObjectId hash(StateEntry entry) {
    return switch (entry) {
      case StateEntry.ObjectRef(ObjectId id) -> id;
      case StateEntry.Inline(var json) -> ObjectId.of(JsonWriter.CANONICAL.bytes(json));
    };
  }
}
