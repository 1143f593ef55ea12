package dev.firmtrail.audit;

import java.util.Collection;

/** What a comparison came to. */
public enum Verdict {
  SAME,
  DIFFERENT,
  /** Nothing was found to differ, but not all could be judged. */
  CANNOT_TELL;

  /** A difference stays one, whatever else could not be judged. */
  public static Verdict of(Collection<Finding> findings) {
    if (findings.isEmpty()) {
      return SAME;
    }
    return findings.stream().allMatch(finding -> finding.kind() == Finding.Kind.UNKNOWN)
        ? CANNOT_TELL
        : DIFFERENT;
  }
}
