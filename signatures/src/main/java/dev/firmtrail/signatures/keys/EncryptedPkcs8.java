package dev.firmtrail.signatures.keys;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Private keys under a passphrase: PKCS#8 with PBES2 (RFC 8018), PBKDF2 and AES-CBC, which is what
 * {@code openssl pkcs8 -topk8} writes. The JDK's own cipher for it takes no passphrase with a
 * letter beyond ASCII, openssl does; so its parts are put together here.
 */
final class EncryptedPkcs8 {
  /** More would keep a program busy for minutes; the JDK's own limit for PKCS#12. */
  static final int MOST_ITERATIONS = 5_000_000;

  private static final int ITERATIONS = 600_000;
  private static final int SALT_BYTES = 16;
  private static final int BLOCK_BYTES = 16;
  private static final String WRITTEN = "PBEWithHmacSHA256AndAES_256";
  private static final Pattern SCHEME =
      Pattern.compile("PBEWith(HmacSHA\\d+(?:/\\d+)?)AndAES_(128|256)");
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
    EncryptedPrivateKeyInfo info;
    PBEParameterSpec parameters;
    Matcher scheme;
    try {
      info = new EncryptedPrivateKeyInfo(der);
      scheme = SCHEME.matcher(info.getAlgName());
      if (!scheme.matches()) {
        throw unknownScheme(name);
      }
      parameters = info.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
    } catch (IOException | GeneralSecurityException | RuntimeException notRead) {
      throw unknownScheme(name);
    }
    if (parameters.getIterationCount() > MOST_ITERATIONS) {
      throw new UnusableKeyException(
          name, "asks for more than " + MOST_ITERATIONS + " rounds of its passphrase", CONVERT);
    }
    try (Secret passphrase = Secret.ask(passphrases, "passphrase", name)) {
      byte[] key =
          cipher(
                  Cipher.DECRYPT_MODE,
                  scheme.group(1),
                  Integer.parseInt(scheme.group(2)),
                  passphrase.characters(),
                  parameters)
              .doFinal(info.getEncryptedData());
      if (Pkcs8.looksLikeOne(key)) {
        return key;
      }
      throw wrong(name);
    } catch (GeneralSecurityException | RuntimeException notDecrypted) {
      throw wrong(name);
    }
  }

  private static UnusableKeyException unknownScheme(String name) {
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
    PBEParameterSpec parameters =
        new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(start));
    try {
      AlgorithmParameters written = AlgorithmParameters.getInstance(WRITTEN);
      written.init(parameters);
      byte[] hidden =
          cipher(Cipher.ENCRYPT_MODE, "HmacSHA256", 256, passphrase, parameters).doFinal(pkcs8);
      // The JDK knows the object id of PBES2, and none of what it calls the way in full.
      AlgorithmParameters named = AlgorithmParameters.getInstance("PBES2");
      named.init(written.getEncoded());
      return new EncryptedPrivateKeyInfo(named, hidden).getEncoded();
    } catch (GeneralSecurityException | IOException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static Cipher cipher(
      int mode, String hash, int bits, char[] passphrase, PBEParameterSpec parameters)
      throws GeneralSecurityException {
    PBEKeySpec stretched =
        new PBEKeySpec(passphrase, parameters.getSalt(), parameters.getIterationCount(), bits);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2With" + hash).generateSecret(stretched).getEncoded();
    AlgorithmParameterSpec start = parameters.getParameterSpec();
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), start);
      return cipher;
    } finally {
      stretched.clearPassword();
      Arrays.fill(key, (byte) 0);
    }
  }
}
