package dev.firmtrail.audit.bisect;

import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;

/**
 * Decides things one after the other by tests that may err, so that with the stated confidence all
 * decisions are right: each is a sequential probability ratio test (A. Wald, 1945), and the k-th
 * may err with a share of 1/(k(k+1)) of what all may err. For one thread.
 */
final class Repetition {
  private final Certainty certainty;
  private int decided;

  /** One run of a test. */
  interface Run {
    Outcome outcome() throws IOException, WorkspaceException;
  }

  Repetition(Certainty certainty) {
    this.certainty = certainty;
  }

  /** Runs until one outcome leads by enough. What cannot be tested is not tried again. */
  Outcome decide(Run run) throws IOException, WorkspaceException {
    decided++;
    int wanted = lead((1 - certainty.confidence()) / decided / (decided + 1.0));
    int badAhead = 0;
    while (Math.abs(badAhead) < wanted) {
      switch (run.outcome()) {
        case GOOD -> badAhead--;
        case BAD -> badAhead++;
        case SKIP -> {
          return Outcome.SKIP;
        }
      }
    }
    return badAhead > 0 ? Outcome.BAD : Outcome.GOOD;
  }

  /** By how many runs one outcome must lead for a chance of error. */
  private int lead(double error) {
    return certainty.isFinal()
        ? 1
        : (int) Math.ceil(Math.log((1 - error) / error) / certainty.evidence());
  }
}
