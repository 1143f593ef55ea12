package dev.firmtrail.hub.audit;

import java.util.Locale;

/** What is recorded; what the body of each holds says {@code docs/formats/hub.md}, Audit. */
public enum AuditAction {
  LOGIN,
  ACCOUNT_MADE,
  ACCOUNT_DISABLED,
  ACCOUNT_ENABLED,
  PASSWORD_SET,
  CLAIMED,
  RENAMED,
  SECRET_CHANGED,
  HIDDEN,
  PUBLISHED,
  WITHDRAWN,
  POLICY_SET,
  CANCEL,
  WONTGO,
  JOIN_TOKEN_MADE,
  JOIN_TOKEN_DISABLED,
  PERSONAL_TOKEN_MADE,
  PERSONAL_TOKEN_DELETED,
  /** A call that would have changed something. */
  WRITE;

  /** As it is stored and shown. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
