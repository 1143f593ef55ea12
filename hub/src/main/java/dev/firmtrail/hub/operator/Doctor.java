package dev.firmtrail.hub.operator;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.DatabaseReader;
import dev.firmtrail.hub.store.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks whether a hub's data is as it has to be. Changes nothing; the hub may serve meanwhile. */
public final class Doctor {
  /** Findings of one check that are told one by one; a broken disk can make millions. */
  private static final int MOST_TOLD = 100;

  private Doctor() {}

  /**
   * What a check found.
   *
   * @param count of all that is wrong
   * @param first of them, at most {@value #MOST_TOLD}
   */
  public record Outcome(String check, long count, List<Finding> first) {
    public Outcome {
      first = List.copyOf(first);
    }

    public boolean isGood() {
      return count == 0;
    }
  }

  /**
   * Runs checks one after another, each on a snapshot of its own.
   *
   * @param told each outcome as it comes
   * @return all of them
   * @throws IOException there is no database that this program knows
   */
  public static List<Outcome> examine(
      DataDirectory data, List<Check> checks, Consumer<Outcome> told) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    try (DatabaseReader database = DatabaseReader.open(data.database())) {
      for (Check check : checks) {
        Outcome outcome = run(database, check);
        told.accept(outcome);
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }

  /** A check that breaks has met damage, too. */
  private static Outcome run(DatabaseReader database, Check check) {
    Tally tally = new Tally();
    try {
      database.read(handle -> check.run(handle, tally));
    } catch (IOException | RuntimeException broken) {
      tally.accept(Finding.damage(check.name(), "the check broke: " + broken.getMessage()));
    }
    return new Outcome(check.name(), tally.count, tally.first);
  }

  /** Counts all findings, and keeps the first. */
  private static final class Tally implements Consumer<Finding> {
    private final List<Finding> first = new ArrayList<>();
    private long count;

    @Override
    public void accept(Finding finding) {
      if (count++ < MOST_TOLD) {
        first.add(finding);
      }
    }
  }
}
