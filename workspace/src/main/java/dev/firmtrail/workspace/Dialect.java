package dev.firmtrail.workspace;

/** How numbers and nulls of inline JSON are committed. */
public enum Dialect {
  /** Numbers keep their exact value, nulls are kept. */
  EXACT,
  /**
   * Numbers pass through a double and nulls are dropped, as the published programs do: for
   * reproducing their state ids.
   */
  PUBLISHED
}
