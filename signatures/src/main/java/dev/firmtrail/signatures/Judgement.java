package dev.firmtrail.signatures;

import java.util.List;

/** Whether a state may be used, by one of the two measures of {@link StateReport}. */
public sealed interface Judgement {
  /** It may. */
  record Accepted() implements Judgement {}

  /**
   * All signatures hold, but nobody answers for these keys.
   *
   * @param keys at least one, in the order of the state
   */
  record NotCovered(List<String> keys) implements Judgement {
    public NotCovered {
      keys = List.copyOf(keys);
    }
  }

  /**
   * It may not be used at all.
   *
   * @param problems sentences for a person, at least one
   */
  record Refused(List<String> problems) implements Judgement {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
