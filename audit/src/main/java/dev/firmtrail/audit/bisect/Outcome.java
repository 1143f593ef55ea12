package dev.firmtrail.audit.bisect;

import java.util.Locale;

/** What a test said. */
public enum Outcome {
  GOOD,
  BAD,
  /** It could not be tested. */
  SKIP;

  /** As it stands in logs and in sentences. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
