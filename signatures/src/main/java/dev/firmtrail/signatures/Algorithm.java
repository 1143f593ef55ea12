package dev.firmtrail.signatures;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/**
 * The ways to sign that are known: each stands for one kind of key, one hash and one length of the
 * signature, so that a label cannot be moved to another key. See {@code
 * docs/formats/signatures.md}, Algorithms.
 */
public enum Algorithm {
  RS256("SHA256withRSA", "", 0),
  ES256("SHA256withECDSAinP1363Format", "P-256", 64),
  ES384("SHA384withECDSAinP1363Format", "P-384", 96),

  /** Verified only: the published programs cannot make it. */
  ES512("SHA512withECDSAinP1363Format", "P-521", 132);

  /** Fewer bits than this are refused, as devices do. */
  public static final int MIN_RSA_BITS = 2048;

  /** More are refused: one verification would take seconds. */
  public static final int MAX_RSA_BITS = 8192;

  private static final List<Algorithm> KNOWN = List.of(values());

  private final String jcaName;
  private final String curve;
  private final int signatureLength;

  Algorithm(String jcaName, String curve, int signatureLength) {
    this.jcaName = jcaName;
    this.curve = curve;
    this.signatureLength = signatureLength;
  }

  /** The one that is labelled so in a header; exact case. */
  public static Optional<Algorithm> named(String label) {
    return KNOWN.stream().filter(known -> known.name().equals(label)).findFirst();
  }

  /** The one for a key; empty for a kind, size or curve that none is for. */
  public static Optional<Algorithm> of(PublicKey key) {
    for (Algorithm known : KNOWN) {
      if (known.fits(key)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  private boolean fits(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa ->
          this == RS256
              && rsa.getModulus().bitLength() >= MIN_RSA_BITS
              && rsa.getModulus().bitLength() <= MAX_RSA_BITS
              && rsa.getPublicExponent().testBit(0)
              && rsa.getPublicExponent().bitLength() > 1;
      case ECPublicKey ec ->
          NamedCurve.of(ec).map(NamedCurve::name).filter(curve::equals).isPresent();
      default -> false;
    };
  }

  /** Whether signatures of this kind are made, and not only verified. */
  public boolean canSign() {
    return this != ES512;
  }

  /** Its name for {@link java.security.Signature#getInstance(String)}. */
  public String jcaName() {
    return jcaName;
  }

  /** Bytes of a signature by this key: r and s side by side, or as long as the modulus. */
  public int signatureLength(PublicKey key) {
    return key instanceof RSAPublicKey rsa
        ? (rsa.getModulus().bitLength() + 7) / 8
        : signatureLength;
  }
}
