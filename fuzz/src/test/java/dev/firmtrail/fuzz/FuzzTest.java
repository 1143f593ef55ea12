package dev.firmtrail.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Fuzzes: a few subjects for some seconds each, in turn by a seed that is printed, or with {@code
 * -Dfirmtrail.fuzz.seconds=N} all of them for so long, or those that {@code
 * -Dfirmtrail.fuzz.subjects} names with commas between. A long run adds its new inputs to the
 * corpus. {@code CONTRIBUTING.md} says how a finding is replayed.
 */
class FuzzTest {
  private static final long SECONDS = Long.getLong("firmtrail.fuzz.seconds", 0);
  private static final String SUBJECTS = System.getProperty("firmtrail.fuzz.subjects", "");
  private static final long SEED = Long.getLong("firmtrail.seed", System.nanoTime());
  private static final int AT_ONCE = 2;
  private static final int SHORT_RUNS = 6;
  private static final long SHORT_SECONDS = 5;

  @Test
  void findsNothing() throws Exception {
    boolean isLong = SECONDS > 0;
    List<Subject> subjects = subjects(isLong);
    long seconds = isLong ? SECONDS : SHORT_SECONDS;
    System.out.printf(
        "fuzzing %s, %d seconds each; -Dfirmtrail.seed=%d chooses the same again%n",
        String.join(", ", subjects.stream().map(Subject::title).toList()), seconds, SEED);
    List<FuzzProcess.Outcome> outcomes = run(subjects, seconds, isLong);
    report(outcomes);
    for (FuzzProcess.Outcome outcome : outcomes) {
      assertThat(outcome.exit())
          .as(
              "%s: see %s and %s; CONTRIBUTING.md says how to replay a finding",
              outcome.subject().title(),
              new FuzzProcess(outcome.subject()).log(),
              outcome.findings())
          .isZero();
      assertThat(outcome.executions()).as(outcome.subject().title()).isPositive();
    }
  }

  private static List<Subject> subjects(boolean all) {
    if (!SUBJECTS.isEmpty()) {
      return Arrays.stream(SUBJECTS.split(",")).map(Subject::named).toList();
    }
    List<Subject> subjects = new ArrayList<>(List.of(Subject.values()));
    if (all) {
      return subjects;
    }
    Collections.shuffle(subjects, new Random(SEED));
    return subjects.subList(0, SHORT_RUNS);
  }

  private static List<FuzzProcess.Outcome> run(
      List<Subject> subjects, long seconds, boolean keepsInputs) throws Exception {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<FuzzProcess.Outcome>> running = new ArrayList<>();
      for (Subject subject : subjects) {
        running.add(workers.submit(() -> run(subject, seconds, keepsInputs)));
      }
      List<FuzzProcess.Outcome> outcomes = new ArrayList<>();
      for (Future<FuzzProcess.Outcome> each : running) {
        outcomes.add(each.get());
      }
      return outcomes;
    }
  }

  private static FuzzProcess.Outcome run(Subject subject, long seconds, boolean keepsInputs)
      throws Exception {
    FuzzProcess process = new FuzzProcess(subject);
    FuzzProcess.Outcome outcome = process.run(seconds, SEED);
    if (keepsInputs && outcome.exit() == 0) {
      process.keepNewInputs();
    }
    return outcome;
  }

  private static void report(List<FuzzProcess.Outcome> outcomes) {
    System.out.println("subject     executions   each s  seconds  edges  inputs  findings");
    for (FuzzProcess.Outcome each : outcomes) {
      System.out.printf(
          "%-10s %11d %8d %8d %6d %7d %9d%n",
          each.subject().title(),
          each.executions(),
          each.executions() / Math.max(1, each.seconds()),
          each.seconds(),
          each.edges(),
          each.inputs(),
          each.findings().size());
    }
    System.out.printf(
        "in all: %d executions in %.2f hours, %d findings%n",
        outcomes.stream().mapToLong(FuzzProcess.Outcome::executions).sum(),
        outcomes.stream().mapToLong(FuzzProcess.Outcome::seconds).sum() / 3600.0,
        outcomes.stream().mapToInt(outcome -> outcome.findings().size()).sum());
  }
}
