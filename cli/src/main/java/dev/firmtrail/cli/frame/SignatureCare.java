package dev.firmtrail.cli.frame;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How much a person wants to hear of signatures that are missing. From little to much. */
public enum SignatureCare {
  IGNORE("ignore"),
  /** A line; what nobody has said otherwise. */
  WARN("warn"),
  /** Nothing is posted that is not signed in full. */
  REQUIRE("require");

  /** The environment variable that says it. */
  static final String VARIABLE = "PVR_SIGNATURES";

  private final String word;

  SignatureCare(String word) {
    this.word = word;
  }

  /** The words for all, in order. */
  static List<String> words() {
    return Arrays.stream(values()).map(care -> care.word).toList();
  }

  static Optional<SignatureCare> named(String word) {
    return Arrays.stream(values()).filter(care -> care.word.equals(word)).findFirst();
  }

  /** What the environment or the settings of a run say. */
  public static SignatureCare of(Arguments arguments) throws CommandFailure {
    Optional<String> said = arguments.variable(VARIABLE);
    if (said.isEmpty()) {
      return WARN;
    }
    return named(said.get())
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.USAGE,
                VARIABLE + " is " + String.join(", ", words()) + ", not " + said.get()));
  }
}
