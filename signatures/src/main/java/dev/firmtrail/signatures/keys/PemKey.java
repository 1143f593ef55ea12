package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.Pem;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;

/**
 * Private keys in PEM text: the first block whose label has the words {@code PRIVATE KEY}. What the
 * block holds is told by its bytes ({@link Pkcs8}, {@link EncryptedPkcs8}).
 */
final class PemKey {
  private static final String WORDS = "PRIVATE KEY";

  private PemKey() {}

  /**
   * Reads one.
   *
   * @param name what the text was read from, for messages
   * @param passphrases asked only where the key is under one
   */
  static PrivateKey read(String name, byte[] text, PassphraseSource passphrases)
      throws UnusableKeyException {
    Pem block = block(name, text);
    refuseForeign(name, block);
    byte[] der = block.der();
    boolean encrypted =
        Der.read(der).filter(read -> read.beginsWith(Der.SEQUENCE, Der.OCTETS)).isPresent();
    return Pkcs8.key(name, encrypted ? EncryptedPkcs8.decrypted(name, der, passphrases) : der);
  }

  private static Pem block(String name, byte[] text) throws UnusableKeyException {
    List<Pem> blocks;
    try {
      blocks = Pem.read(text);
    } catch (Pem.InvalidPemException refused) {
      if (new String(text, StandardCharsets.ISO_8859_1).contains("Proc-Type: 4,ENCRYPTED")) {
        throw new UnusableKeyException(
            name,
            "is encrypted in openssl's old way, which is weak",
            "'openssl pkcs8 -topk8' writes one that can be used");
      }
      throw new UnusableKeyException(
          name, "is no PEM text: " + refused.getMessage(), "give a copy of it that is whole");
    }
    Optional<Pem> found =
        blocks.stream().filter(block -> block.label().contains(WORDS)).findFirst();
    if (found.isEmpty()) {
      String held =
          blocks.isEmpty() ? "holds no PEM block" : "holds a " + blocks.getFirst().label();
      throw new UnusableKeyException(
          name, held + ", and no " + WORDS, "give the private key; certificates are the chain");
    }
    return found.get();
  }

  private static void refuseForeign(String name, Pem block) throws UnusableKeyException {
    switch (block.label()) {
      case "OPENSSH PRIVATE KEY" ->
          throw new UnusableKeyException(
              name,
              "holds a key in OpenSSH's own form",
              "'ssh-keygen -p -m PKCS8' changes a copy of it into one that can be read");
      case "DSA PRIVATE KEY" ->
          throw new UnusableKeyException(name, "holds a DSA key", Pkcs8.NEEDED);
      default -> {
        // What it is, its bytes say.
      }
    }
  }
}
