package dev.firmtrail.pins;

/** How bad it is; the worst comes last. */
public enum Level {
  /** Worth knowing. */
  NOTE,
  /** It can change, or fails one day. */
  WARNING,
  /** It changes, and nobody is told. */
  ERROR
}
