package dev.firmtrail.state;

/**
 * The identity of a state: the SHA-256 of its canonical JSON. Content only; no time, author or
 * signature goes into it.
 *
 * @param hex exactly 64 lower-case hex digits
 */
public record StateId(String hex) {
  /** Enough digits to recognise an id by; the published programs show as many. */
  private static final int SHORT = 8;

  public StateId {
    if (!Sha256.isHex(hex)) {
      throw new IllegalArgumentException(
          "not a state id (64 lower-case hex digits): " + Shown.text(hex));
    }
  }

  /** The id of a document that is already canonical. */
  public static StateId ofCanonical(byte[] canonicalJson) {
    return new StateId(Sha256.hex(canonicalJson));
  }

  public String shortHex() {
    return hex.substring(0, SHORT);
  }

  @Override
  public String toString() {
    return hex;
  }
}
