package dev.firmtrail.signatures.device;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

/**
 * The arithmetic of one signature, as a device does it: the key says how, whatever the label said.
 */
record DeviceProof(PublicKey key, String hash) {
  /** Whether the key made this signature of the input. */
  boolean holds(byte[] input, byte[] signature) {
    if (!(key instanceof ECPublicKey ec)) {
      return verifies("withRSA", input, signature);
    }
    // Both forms pass; that one value is both never comes by chance.
    byte[] raw = sameLength(ec, signature);
    return (raw.length > 0 && verifies("withECDSAinP1363Format", input, raw))
        || verifies("withECDSA", input, signature);
  }

  /** r and s side by side, each as long as the order, however padded they came; none if neither. */
  private static byte[] sameLength(ECPublicKey key, byte[] signature) {
    int half = signature.length / 2;
    int length = (key.getParams().getOrder().bitLength() + 7) / 8;
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, half));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length));
    if (signature.length % 2 != 0 || Math.max(r.bitLength(), s.bitLength()) > 8 * length) {
      return new byte[0];
    }
    byte[] raw = new byte[2 * length];
    place(r, raw, length);
    place(s, raw, 2 * length);
    return raw;
  }

  private static void place(BigInteger number, byte[] into, int end) {
    byte[] bytes = number.toByteArray();
    // The first one may hold nothing but a sign.
    int from = bytes[0] == 0 ? 1 : 0;
    System.arraycopy(bytes, from, into, end - (bytes.length - from), bytes.length - from);
  }

  private boolean verifies(String how, byte[] input, byte[] signature) {
    try {
      Signature verification = Signature.getInstance(hash + how);
      verification.initVerify(key);
      verification.update(input);
      return verification.verify(signature);
    } catch (GeneralSecurityException | ProviderException notOfThisForm) {
      return false;
    }
  }
}
