package dev.firmtrail.hub.audit;

import java.util.Locale;

/** What became of it. */
public enum AuditOutcome {
  DONE,
  REFUSED,
  /** Refused because there was too much of it. */
  THROTTLED;

  /** As it is stored and shown. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
