package dev.firmtrail.pins;

/** How sure a rule is where it speaks. */
public enum Certainty {
  /** The files say so. */
  CERTAIN,
  /** It is what such text means nearly always. */
  LIKELY,
  /** A checkout on this machine says so. */
  OBSERVED
}
