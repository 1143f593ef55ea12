package dev.firmtrail.signatures;

import dev.firmtrail.state.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** Public keys as JSON (RFC 7517, RFC 7518 section 6). */
final class Jwk {
  private Jwk() {}

  /**
   * The one text of a key: its members in the order of the published programs, nothing else.
   *
   * @throws IllegalArgumentException no algorithm is for this key
   */
  static JsonObject of(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa ->
          JsonObject.builder()
              .put("kty", "RSA")
              .put("n", Base64Url.of(unsigned(rsa.getModulus())))
              .put("e", Base64Url.of(unsigned(rsa.getPublicExponent())))
              .build();
      case ECPublicKey ec -> {
        NamedCurve curve =
            NamedCurve.of(ec).orElseThrow(() -> new IllegalArgumentException("unknown curve"));
        yield JsonObject.builder()
            .put("kty", "EC")
            .put("crv", curve.name())
            .put("x", Base64Url.of(padded(ec.getW().getAffineX(), curve.coordinateLength())))
            .put("y", Base64Url.of(padded(ec.getW().getAffineY(), curve.coordinateLength())))
            .build();
      }
      default -> throw new IllegalArgumentException("no algorithm is for " + key.getAlgorithm());
    };
  }

  /** The key that a text names; empty where it names none that an algorithm is for. */
  static Optional<PublicKey> read(JsonObject jwk) {
    Optional<PublicKey> key =
        switch (jwk.string("kty").orElse("")) {
          case "RSA" -> rsa(jwk);
          case "EC" -> ec(jwk);
          default -> Optional.empty();
        };
    return key.filter(read -> Algorithm.of(read).isPresent());
  }

  private static Optional<PublicKey> rsa(JsonObject jwk) {
    Optional<BigInteger> n = number(jwk, "n");
    Optional<BigInteger> e = number(jwk, "e");
    if (n.isEmpty() || e.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n.get(), e.get())));
    } catch (GeneralSecurityException none) {
      return Optional.empty();
    }
  }

  private static Optional<PublicKey> ec(JsonObject jwk) {
    Optional<NamedCurve> curve = jwk.string("crv").flatMap(NamedCurve::named);
    Optional<BigInteger> x = number(jwk, "x");
    Optional<BigInteger> y = number(jwk, "y");
    if (curve.isEmpty() || x.isEmpty() || y.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          KeyFactory.getInstance("EC")
              .generatePublic(
                  new ECPublicKeySpec(new ECPoint(x.get(), y.get()), curve.get().parameters())));
    } catch (GeneralSecurityException none) {
      return Optional.empty();
    }
  }

  private static Optional<BigInteger> number(JsonObject jwk, String name) {
    return jwk.string(name)
        .filter(text -> text.length() <= Algorithm.MAX_RSA_BITS / 4)
        .flatMap(Base64Url::decode)
        .map(bytes -> new BigInteger(1, bytes));
  }

  private static byte[] unsigned(BigInteger number) {
    return padded(number, (number.bitLength() + 7) / 8);
  }

  private static byte[] padded(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int taken = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - taken, padded, length - taken, taken);
    return padded;
  }
}
