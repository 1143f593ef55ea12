package dev.firmtrail.signatures.keys;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * Private keys under a passphrase: PKCS#8 with PBES2 (RFC 8018), PBKDF2 and AES-CBC, which is what
 * {@code openssl pkcs8 -topk8} writes.
 */
final class EncryptedPkcs8 {
  /** More would keep a program busy for minutes; the JDK's own limit for PKCS#12. */
  static final int MOST_ITERATIONS = 5_000_000;

  private static final int ITERATIONS = 600_000;
  private static final int SALT_BYTES = 16;
  private static final int BLOCK_BYTES = 16;
  private static final String WRITTEN = "PBEWithHmacSHA256AndAES_256";

  /** What the JDK calls PBES2 with AES; not the weak ways before it. */
  private static final String READ = "PBEWithHmacSHA\\d+(/\\d+)?AndAES_(128|256)";

  private static final String CONVERT =
      "'openssl pkcs8 -topk8 -v2 aes-256-cbc' writes one that can be";

  private EncryptedPkcs8() {}

  /**
   * The PKCS#8 bytes inside.
   *
   * @param name what holds it, for messages
   */
  static byte[] decrypted(String name, byte[] der, PassphraseSource passphrases)
      throws UnusableKeyException {
    EncryptedPrivateKeyInfo info = info(name, der);
    try (Secret passphrase = Secret.ask(passphrases, "passphrase", name)) {
      byte[] key = info.getKeySpec(key(info.getAlgName(), passphrase.characters())).getEncoded();
      if (Pkcs8.looksLikeOne(key)) {
        return key;
      }
      throw wrong(name);
    } catch (GeneralSecurityException | RuntimeException notDecrypted) {
      throw wrong(name);
    }
  }

  private static EncryptedPrivateKeyInfo info(String name, byte[] der) throws UnusableKeyException {
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      if (!info.getAlgName().matches(READ)) {
        throw unknownWay(name);
      }
      int iterations =
          info.getAlgParameters().getParameterSpec(PBEParameterSpec.class).getIterationCount();
      if (iterations > MOST_ITERATIONS) {
        throw new UnusableKeyException(
            name, "asks for more than " + MOST_ITERATIONS + " rounds of its passphrase", CONVERT);
      }
      return info;
    } catch (IOException | GeneralSecurityException | RuntimeException notRead) {
      throw unknownWay(name);
    }
  }

  private static SecretKey key(String way, char[] passphrase) throws GeneralSecurityException {
    PBEKeySpec copy = new PBEKeySpec(passphrase);
    try {
      return SecretKeyFactory.getInstance(way).generateSecret(copy);
    } finally {
      copy.clearPassword();
    }
  }

  private static UnusableKeyException unknownWay(String name) {
    return new UnusableKeyException(
        name, "is encrypted in a way that cannot be read here", CONVERT);
  }

  private static UnusableKeyException wrong(String name) {
    return new UnusableKeyException(
        name, "does not open with this passphrase", "give the right one, or another key");
  }

  /** The DER of a key under a passphrase, which is left as it is. */
  static byte[] encrypted(byte[] pkcs8, char[] passphrase) {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[SALT_BYTES];
    byte[] start = new byte[BLOCK_BYTES];
    random.nextBytes(salt);
    random.nextBytes(start);
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(WRITTEN);
      parameters.init(new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(start)));
      Cipher cipher = Cipher.getInstance(WRITTEN);
      cipher.init(Cipher.ENCRYPT_MODE, key(WRITTEN, passphrase), parameters);
      // The JDK knows the object id of PBES2, and none of what it calls the way in full.
      AlgorithmParameters named = AlgorithmParameters.getInstance("PBES2");
      named.init(parameters.getEncoded());
      return new EncryptedPrivateKeyInfo(named, cipher.doFinal(pkcs8)).getEncoded();
    } catch (GeneralSecurityException | IOException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
