package dev.firmtrail.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateDiffTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  private static State state(String members) throws InvalidStateException {
    return State.read(("{\"#spec\":\"s@1\"" + members + "}").getBytes(UTF_8));
  }

  @Test
  void sortsPathsIntoAddedChangedAndRemoved() throws InvalidStateException {
    State from =
        state(
            ",\"gone\":\"" + A + "\",\"kept.json\":{\"n\":1.0},\"o\":\"" + A + "\",\"r.json\":{}");
    State to =
        state(
            ",\"kept.json\":{\"n\":1},\"new\":\""
                + B
                + "\",\"o\":\""
                + B
                + "\",\"r.json\":\""
                + A
                + "\"");
    StateDiff diff = StateDiff.between(from, to);
    assertThat(diff.added()).containsOnlyKeys(new StatePath("new"));
    assertThat(diff.removed()).containsOnlyKeys(new StatePath("gone"));
    assertThat(diff.changed()).containsOnlyKeys(new StatePath("o"), new StatePath("r.json"));
    assertThat(diff.changed().get(new StatePath("o")))
        .isEqualTo(
            new StateDiff.Change(
                new StateEntry.ObjectRef(new ObjectId(A)),
                new StateEntry.ObjectRef(new ObjectId(B))));
    assertThat(diff.spec()).isEmpty();
    assertThat(diff.isEmpty()).isFalse();
    assertThat(StateDiff.between(to, from).added()).isEqualTo(diff.removed());
  }

  @Test
  void tellsAChangeOfTheFormatAlone() throws InvalidStateException {
    StateDiff diff = StateDiff.between(state(""), State.EMPTY);
    assertThat(diff.spec())
        .contains(new StateDiff.SpecChange(Optional.of("s@1"), Optional.of(State.DEFAULT_SPEC)));
    assertThat(diff.isEmpty()).isFalse();
    assertThat(StateDiff.between(state(""), state("")).isEmpty()).isTrue();
  }

  @Test
  void sortsPartsWithTheirConfigurationAndSignature() throws InvalidStateException {
    String web = ",\"web/run.json\":{}";
    State from = state(web + ",\"old/x\":\"" + A + "\",\"same/x\":\"" + A + "\"");
    State to =
        state(web + ",\"_config/web/a.json\":{},\"new/x\":\"" + A + "\",\"same/x\":\"" + A + "\"");
    assertThat(PartDiff.between(from, to))
        .isEqualTo(new PartDiff(List.of("new"), List.of("web"), List.of("old")));
    assertThat(PartDiff.between(to, from))
        .isEqualTo(new PartDiff(List.of("old"), List.of("web"), List.of("new")));
  }

  @Test
  void isEmptyForEqualStatesAloneAndMakesOneTheOther() {
    Gen<Map<String, Integer>> files =
        Gen.maps(Gen.of(List.of("a", "b/c", "d.json", "d/e.json")), Gen.ints(0, 3), 4);
    Gen<List<Map<String, Integer>>> pairs = draws -> List.of(files.from(draws), files.from(draws));
    Property.forAll(
        pairs,
        5_000,
        pair -> {
          State from = stateOf(pair.get(0));
          State to = stateOf(pair.get(1));
          StateDiff diff = StateDiff.between(from, to);
          assertThat(diff.isEmpty()).isEqualTo(from.equals(to));
          PartDiff parts = PartDiff.between(from, to);
          assertThat(parts.equals(new PartDiff(List.of(), List.of(), List.of())))
              .isEqualTo(diff.isEmpty());
          Map<StatePath, StateEntry> made = new TreeMap<>(from.entries());
          made.keySet().removeAll(diff.removed().keySet());
          made.putAll(diff.added());
          diff.changed().forEach((path, change) -> made.put(path, change.to()));
          assertThat(State.of("s@1", made)).isEqualTo(to);
        });
  }

  private static State stateOf(Map<String, Integer> files) throws InvalidStateException {
    Map<StatePath, StateEntry> entries = new TreeMap<>();
    files.forEach((path, kind) ->
        entries.put(
            new StatePath(path),
            path.endsWith(".json") && kind > 1
                ? new StateEntry.Inline(Json.of((long) kind))
                : new StateEntry.ObjectRef(new ObjectId(kind % 2 == 0 ? A : B))));
    return State.of("s@1", entries);
  }
}
