package dev.firmtrail.pins.settings;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Rule;
import java.util.List;

/** About allowances themselves. */
public final class SuppressionRules {
  static final Rule BROKEN =
      new Rule(
          "PIN001",
          Level.ERROR,
          Certainty.CERTAIN,
          "An allowance does not say for how long or why",
          """
          A finding that is allowed without an end is forgotten: the build drifts for years, and nobody remembers that this was
          meant for a week. So an allowance counts only with a rule, a last day and a reason.
          """,
          """
          Write it whole: `pins: allow KAS001 until 2027-06-30 because we test what comes next`, with a day that exists.
          """);

  static final Rule OVER =
      new Rule(
          "PIN002",
          Level.WARNING,
          Certainty.CERTAIN,
          "An allowance is over",
          """
          The day until which somebody answered for a finding has passed. What it allowed is reported again, and this says why it
          comes back.
          """,
          """
          Pin what is reported beside it and delete the allowance, or give it a new day and a reason that is still true.
          """);

  /** All of them, by id. */
  public static final List<Rule> ALL = List.of(BROKEN, OVER);

  private SuppressionRules() {}
}
