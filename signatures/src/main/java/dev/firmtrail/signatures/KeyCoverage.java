package dev.firmtrail.signatures;

import java.util.List;

/** Who answers for one key of a state. See {@code docs/formats/signatures.md}, Coverage. */
public sealed interface KeyCoverage {
  /**
   * Signatures that hold select it.
   *
   * @param signatures the keys under which they stand, at least one
   */
  record Signed(List<String> signatures) implements KeyCoverage {
    public Signed {
      signatures = List.copyOf(signatures);
    }
  }

  /** Nobody need: devices do not read it, or it is itself a signature that holds. */
  record Exempt(Rule rule) implements KeyCoverage {}

  /** Nobody. */
  record Uncovered(Why why) implements KeyCoverage {}

  /** What needs no signature. */
  enum Rule {
    /** {@code src.json} and {@code build.json} in a directory: how it was made, not what runs. */
    SOURCE("source"),
    /** A signature that holds. */
    SIGNATURE("signature");

    private final String word;

    Rule(String word) {
      this.word = word;
    }

    /** The word for programs. */
    public String word() {
      return word;
    }
  }

  /** Why nobody answers for a key. */
  enum Why {
    /** No signature that holds knows it. */
    NOT_SELECTED("not-selected"),
    /** A signature names it, to leave it out. */
    EXCLUDED("excluded"),
    /** It stands in {@code _sigs/} and is no signature that holds. */
    NO_SIGNATURE("no-signature");

    private final String word;

    Why(String word) {
      this.word = word;
    }

    /** The word for programs. */
    public String word() {
      return word;
    }
  }
}
