package dev.firmtrail.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
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
}
