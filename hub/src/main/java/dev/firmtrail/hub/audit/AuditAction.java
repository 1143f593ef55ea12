package dev.firmtrail.hub.audit;

import java.util.Locale;

/** What is recorded; what the body of each holds says {@code docs/formats/hub.md}, Audit. */
public enum AuditAction {
  LOGIN,
  ACCOUNT_MADE,
  CLAIMED,
  RENAMED,
  PUBLISHED,
  WITHDRAWN,
  POLICY_SET,
  CANCEL,
  WONTGO,
  /** A call that would have changed something. */
  WRITE;

  /** As it is stored and shown. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
