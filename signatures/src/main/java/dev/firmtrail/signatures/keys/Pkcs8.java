package dev.firmtrail.signatures.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Private keys in the three wrappings that are about, told apart by what they are and not by a
 * label, as the published program does: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) and SEC1 (RFC 5915).
 * The JDK reads the first alone, so the others are put into it.
 */
final class Pkcs8 {
  static final String NEEDED =
      "a key on P-256 or P-384, or an RSA key of 2048 to 8192 bits, is needed";

  private static final byte[] RSA = oid("2a864886f70d010101");
  private static final byte[] EC = oid("2a8648ce3d0201");

  /** By the content of their object id, in hexadecimal. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "2b656e", "an X25519 key",
          "2b656f", "an X448 key",
          "2b6570", "an Ed25519 key",
          "2b6571", "an Ed448 key",
          "2a864886f70d01010a", "an RSA key that is for PSS alone",
          "2a864886f70d010301", "a Diffie-Hellman key",
          "2a8648ce380401", "a DSA key");

  private Pkcs8() {}

  private static byte[] oid(String hexadecimal) {
    return HexFormat.of().parseHex(hexadecimal);
  }

  /**
   * The key in one of the three wrappings.
   *
   * @param name what holds it, for messages
   */
  static PrivateKey key(String name, byte[] der) throws UnusableKeyException {
    Der read = Der.read(der).orElseThrow(() -> unreadable(name));
    if (read.beginsWith(Der.INTEGER, Der.SEQUENCE, Der.OCTETS)) {
      return decoded(name, read);
    }
    if (read.beginsWith(Der.INTEGER, Der.INTEGER, Der.INTEGER, Der.INTEGER)) {
      return decoded(name, wrapped(Der.sequence(Der.objectId(RSA), Der.nothing()), read));
    }
    if (read.beginsWith(Der.INTEGER, Der.OCTETS)) {
      return decoded(name, wrapped(Der.sequence(Der.objectId(EC), curve(name, read)), read));
    }
    throw unreadable(name);
  }

  /** Whether a decrypted text is a key, so that the passphrase was right. */
  static boolean looksLikeOne(byte[] der) {
    return Der.read(der)
        .filter(read -> read.beginsWith(Der.INTEGER, Der.SEQUENCE, Der.OCTETS))
        .isPresent();
  }

  private static Der wrapped(Der algorithm, Der key) {
    return Der.sequence(Der.zero(), algorithm, Der.octets(key.encoded()));
  }

  /** The name of the curve, which SEC1 keeps behind the key and PKCS#8 before it. */
  private static Der curve(String name, Der sec1) throws UnusableKeyException {
    for (Der part : sec1.parts()) {
      List<Der> marked = part.is(Der.MARKED_0) ? part.parts() : List.of();
      if (marked.size() == 1 && marked.getFirst().is(Der.OBJECT_ID)) {
        return marked.getFirst();
      }
    }
    throw new UnusableKeyException(name, "does not name the curve of its EC key", NEEDED);
  }

  private static PrivateKey decoded(String name, Der pkcs8) throws UnusableKeyException {
    List<Der> algorithm = pkcs8.parts().get(1).parts();
    if (algorithm.isEmpty() || !algorithm.getFirst().is(Der.OBJECT_ID)) {
      throw unreadable(name);
    }
    byte[] kind = algorithm.getFirst().content();
    try {
      return KeyFactory.getInstance(factory(name, kind))
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8.encoded()));
    } catch (GeneralSecurityException | RuntimeException refused) {
      // Its words may show bytes of the key, so they go no further.
      throw Arrays.equals(kind, EC)
          ? new UnusableKeyException(
              name, "holds an EC key that is damaged or on a curve that is not known", NEEDED)
          : unreadable(name);
    }
  }

  private static String factory(String name, byte[] kind) throws UnusableKeyException {
    if (Arrays.equals(kind, RSA)) {
      return "RSA";
    }
    if (Arrays.equals(kind, EC)) {
      return "EC";
    }
    String held =
        Optional.ofNullable(OTHERS.get(HexFormat.of().formatHex(kind)))
            .orElse("a key of a kind that is not known");
    throw new UnusableKeyException(name, "holds " + held, NEEDED);
  }

  private static UnusableKeyException unreadable(String name) {
    return new UnusableKeyException(
        name, "holds a private key that cannot be read", "try 'openssl pkey -check -noout' on it");
  }
}
