package dev.firmtrail.signatures;

/** Why a signature does not hold. Its word is for programs, and stays as it is. */
public enum Reason {
  /** The document is not of the form, or has members that it must not have. */
  MALFORMED("malformed"),

  /** The header is not of the form: not strict JSON, another type, unknown or critical members. */
  BAD_HEADER("bad-header"),

  /** An algorithm that is none of {@link Algorithm}. */
  BAD_ALGORITHM("bad-algorithm"),

  /** The key is not of the kind, size or curve that the algorithm is for. */
  WRONG_KEY("wrong-key"),

  /** A pattern that signers and devices read differently, or that cannot be read. */
  BAD_PATTERN("bad-pattern"),

  /** The patterns select nothing, so that nothing is signed. */
  EMPTY_SELECTION("empty-selection"),

  /** There is no key to verify with. */
  NO_KEY("no-key"),

  /** A certificate cannot be read, or must not sign. */
  BAD_CERTIFICATE("bad-certificate"),

  /** No path leads from the leaf to a root that is trusted. */
  UNTRUSTED("untrusted"),

  /** A certificate on the path is not valid at the trusted time. */
  OUT_OF_DATE("out-of-date"),

  /** A certificate on the path was revoked, or its revocation list cannot be used. */
  REVOKED("revoked"),

  /** The signature is not one of these bytes by this key: something was changed after signing. */
  CHANGED("changed"),

  /** More work than a verifier does for one state. */
  TOO_MUCH("too-much");

  private final String word;

  Reason(String word) {
    this.word = word;
  }

  /** The word for programs. */
  public String word() {
    return word;
  }
}
