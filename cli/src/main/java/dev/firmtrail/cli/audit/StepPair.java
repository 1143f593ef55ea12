package dev.firmtrail.cli.audit;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.state.Shown;

/**
 * A bad and a good step of one trail.
 *
 * @param badUrl {@code …/steps/REV}
 * @param goodUrl {@code …/steps/REV}
 */
record StepPair(String badUrl, String goodUrl) {
  private static final String STEPS = "/steps/";

  /** Refuses steps of two trails. */
  static StepPair of(String badUrl, String goodUrl) throws CommandFailure {
    if (!trail(badUrl).equals(trail(goodUrl))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the two are steps of different trails, %s and %s; name two steps of one"
              .formatted(Shown.text(trail(badUrl)), Shown.text(trail(goodUrl))));
    }
    return new StepPair(badUrl, goodUrl);
  }

  private static String trail(String url) {
    return url.substring(0, url.lastIndexOf(STEPS));
  }

  long bad() {
    return revision(badUrl);
  }

  long good() {
    return revision(goodUrl);
  }

  private static long revision(String url) {
    return Long.parseLong(url.substring(url.lastIndexOf(STEPS) + STEPS.length()));
  }
}
