package dev.firmtrail.hub.web;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets others carry what this hub said, so that it comes back as it was said or not at all: bytes
 * with their HMAC-SHA256, as one text of {@code A-Z a-z 0-9 - _} and one dot. Whoever holds the
 * text can read the bytes. Safe for use by many threads.
 */
public final class Seal {
  /** Length of the key in bytes: that of the hash. */
  public static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;

  public Seal(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  public String seal(byte[] said) {
    return TEXT.encodeToString(said) + "." + TEXT.encodeToString(mac(said));
  }

  /** The bytes in a text; empty when it was not made with this key or was changed. */
  public Optional<byte[]> open(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    try {
      byte[] said = Base64.getUrlDecoder().decode(text.substring(0, dot));
      byte[] mac = Base64.getUrlDecoder().decode(text.substring(dot + 1));
      return MessageDigest.isEqual(mac, mac(said)) ? Optional.of(said) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private byte[] mac(byte[] said) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(said);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
