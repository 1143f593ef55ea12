package dev.firmtrail.signatures.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A private key in a PKCS#12 file (RFC 7292), and the certificates that the file has for it. */
record Pkcs12Key(PrivateKey key, List<X509Certificate> certificates) {
  private static final int PFX_VERSION = 3;

  /** Whether a file begins as PKCS#12 does: a sequence, of any way to give its length, with a 3. */
  static boolean looksLikeOne(byte[] file) {
    if (file.length < 2 || file[0] != Der.SEQUENCE) {
      return false;
    }
    int at = 2 + (file[1] < 0 ? file[1] & 0x7F : 0);
    return at + 3 <= file.length
        && file[at] == Der.INTEGER
        && file[at + 1] == 1
        && file[at + 2] == PFX_VERSION;
  }

  /**
   * Reads one.
   *
   * @param alias which key; may be absent where there is one alone
   */
  static Pkcs12Key read(
      String name, byte[] file, Optional<String> alias, PassphraseSource passphrases)
      throws UnusableKeyException {
    try (Secret passphrase = Secret.ask(passphrases, "passphrase", name)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      load(name, store, file, passphrase);
      return entry(name, store, chosen(name, store, alias), passphrase);
    } catch (GeneralSecurityException | RuntimeException refused) {
      throw unreadable(name);
    }
  }

  private static void load(String name, KeyStore store, byte[] file, Secret passphrase)
      throws GeneralSecurityException, UnusableKeyException {
    try {
      store.load(new ByteArrayInputStream(file), passphrase.characters());
    } catch (IOException refused) {
      if (!(refused.getCause() instanceof UnrecoverableKeyException)) {
        throw unreadable(name);
      }
      // With the encryption of old, the JDK and openssl disagree about their bytes.
      boolean beyondAscii = CharBuffer.wrap(passphrase.characters()).chars().anyMatch(c -> c > '~');
      throw new UnusableKeyException(
          name,
          "does not open with this passphrase",
          beyondAscii
              ? "if it is right: letters beyond ASCII need a file that was exported without -legacy"
              : "give the right one, or another key");
    }
  }

  private static UnusableKeyException unreadable(String name) {
    return new UnusableKeyException(
        name,
        "is a PKCS#12 file that cannot be read",
        "try 'openssl pkcs12 -info -noout -in' on it");
  }

  private static String chosen(String name, KeyStore store, Optional<String> alias)
      throws GeneralSecurityException, UnusableKeyException {
    List<String> keys = new ArrayList<>();
    for (String known : Collections.list(store.aliases())) {
      if (store.isKeyEntry(known)) {
        keys.add(known);
      }
    }
    if (keys.isEmpty()) {
      throw new UnusableKeyException(name, "holds no private key", "export it with its key");
    }
    if (alias.isEmpty() && keys.size() > 1) {
      throw new UnusableKeyException(
          name, "holds more than one key", "choose one: " + choices(name, keys));
    }
    if (alias.isPresent() && !store.isKeyEntry(alias.get())) {
      throw new UnusableKeyException(
          name, "has no key called " + alias.get(), "it has " + choices(name, keys));
    }
    return alias.orElseGet(keys::getFirst);
  }

  private static String choices(String name, List<String> keys) {
    return String.join(", ", keys.stream().sorted().map(key -> name + "#" + key).toList());
  }

  private static Pkcs12Key entry(String name, KeyStore store, String alias, Secret passphrase)
      throws GeneralSecurityException, UnusableKeyException {
    @Nullable Key key = store.getKey(alias, passphrase.characters());
    if (!(key instanceof PrivateKey privateKey)) {
      throw new UnusableKeyException(
          name, "has a secret key called " + alias, "a private key is needed");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    Certificate @Nullable [] chain = store.getCertificateChain(alias);
    if (chain != null) {
      for (Certificate certificate : chain) {
        certificates.add((X509Certificate) certificate);
      }
    }
    return new Pkcs12Key(privateKey, List.copyOf(certificates));
  }
}
