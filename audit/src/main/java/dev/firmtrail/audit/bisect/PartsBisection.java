package dev.firmtrail.audit.bisect;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Finds the parts of a bad state that, put into a good one, make a test fail. For one search.
 *
 * <p>Which units are taken decides the mixed state, and each mixture is another state, so no state
 * is judged twice.
 */
public final class PartsBisection {
  private final State good;
  private final State bad;
  private final StateTest test;
  private final Repetition repetition;
  private int mixtures;
  private int runs;

  /** Runs a test of a state once. */
  public interface StateTest {
    Outcome run(State state) throws IOException, WorkspaceException;
  }

  /**
   * What was found.
   *
   * @param guilty taken together they make the test fail; without any one of them it does not, or
   *     cannot be run (1-minimal)
   * @param units how many there were
   * @param mixtures how many states were tested, the two themselves among them
   * @param runs how many runs that took
   */
  public record Found(List<Unit> guilty, int units, int mixtures, int runs) {
    public Found {
      guilty = List.copyOf(guilty);
    }
  }

  /**
   * A search.
   *
   * @param certainty with its confidence all mixtures were judged rightly
   */
  public PartsBisection(State good, State bad, Certainty certainty, StateTest test) {
    this.good = good;
    this.bad = bad;
    this.test = test;
    this.repetition = new Repetition(certainty);
  }

  /**
   * Searches.
   *
   * @throws WorkspaceException the two states are the same or cannot be mixed, the good one does
   *     not pass, or the bad one does not fail
   */
  public Found run() throws IOException, WorkspaceException {
    List<Unit> units = Unit.of(good, bad);
    if (units.isEmpty()) {
      throw new WorkspaceException(
          "the two states are the same, so no part of them can be to blame");
    }
    demand(good, Outcome.GOOD);
    demand(bad, Outcome.BAD);
    List<Unit> guilty = new DeltaDebugging<Unit>(this::mixture).minimise(units);
    return new Found(guilty, units.size(), mixtures, runs);
  }

  private void demand(State state, Outcome wanted) throws IOException, WorkspaceException {
    Outcome outcome = outcome(state);
    if (outcome != wanted) {
      throw new WorkspaceException(
          "the state %s was named as %s, and the test says %s; look at the test, or name other states"
              .formatted(state.id(), wanted.word(), outcome.word()));
    }
  }

  private Outcome mixture(Set<Unit> fromBad) throws IOException, WorkspaceException {
    State mixed;
    try {
      mixed = Unit.mix(good, bad, fromBad);
    } catch (InvalidStateException noState) {
      return Outcome.SKIP;
    }
    return outcome(mixed);
  }

  private Outcome outcome(State state) throws IOException, WorkspaceException {
    mixtures++;
    return repetition.decide(() -> {
      runs++;
      return test.run(state);
    });
  }
}
