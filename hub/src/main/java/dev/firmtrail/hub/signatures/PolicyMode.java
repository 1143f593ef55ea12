package dev.firmtrail.hub.signatures;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a state whose signatures do not answer for all of it. */
enum PolicyMode {
  /** Nobody looks at them. */
  ACCEPT,
  /** It becomes a step, and whoever posted it is told. */
  WARN,
  /** It is refused. */
  STRICT,
  /** What the account of the device's owner says. */
  INHERIT;

  /** The word for it on the wire. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<PolicyMode> of(String word) {
    return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
  }

  /** Whether it needs to know whose signatures count. */
  boolean judges() {
    return this == WARN || this == STRICT;
  }
}
