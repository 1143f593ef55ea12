package dev.firmtrail.cli.frame;

import java.util.Optional;

/** The words that the published program takes for true and false, and no others. */
final class StrictBoolean {
  private StrictBoolean() {}

  static Optional<Boolean> parse(String word) {
    return switch (word) {
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
