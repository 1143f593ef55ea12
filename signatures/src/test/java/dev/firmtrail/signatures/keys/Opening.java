package dev.firmtrail.signatures.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens keys as the command line will, and looks at how that fails. */
final class Opening {
  static final Path RECORDED = Path.of(System.getProperty("firmtrail.root"), "vectors/pvr/keys");

  /** For keys that must be opened without. */
  static final PassphraseSource NOBODY =
      what -> {
        throw new AssertionError("asked for " + what);
      };

  private Opening() {}

  static PassphraseSource says(String passphrase) {
    return what -> Optional.of(passphrase.toCharArray());
  }

  static OpenedKey open(Path directory, String spec, PassphraseSource passphrases)
      throws UnusableKeyException {
    return new KeySource(directory, Map.of()).open(spec, Optional.empty(), passphrases);
  }

  static OpenedKey open(Path directory, String spec, String chain) throws UnusableKeyException {
    return new KeySource(directory, Map.of()).open(spec, Optional.of(Path.of(chain)), NOBODY);
  }

  /** Something that opens a key. */
  @FunctionalInterface
  interface Attempt {
    OpenedKey open() throws UnusableKeyException;
  }

  /** What is said of a key that cannot be used: one line, in three parts, without a cause. */
  static String refusal(Attempt attempt) {
    UnusableKeyException refused = catchThrowableOfType(UnusableKeyException.class, attempt::open);
    assertThat(refused).as("what opening the key ends with").isNotNull();
    assertThat(refused).hasNoCause();
    String said = String.valueOf(refused.getMessage());
    assertThat(said).doesNotContain("\n").contains("; ").hasSizeLessThan(400);
    return said;
  }

  static String refusal(Path directory, String spec, PassphraseSource passphrases) {
    return refusal(() -> open(directory, spec, passphrases));
  }

  static String refusal(Path directory, String spec) {
    return refusal(directory, spec, NOBODY);
  }
}
