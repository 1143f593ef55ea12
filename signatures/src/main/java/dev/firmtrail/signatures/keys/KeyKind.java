package dev.firmtrail.signatures.keys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The keys that are made here; published programs sign with each, and devices verify each. */
public enum KeyKind {
  /** The shortest signatures, and what to take without a reason for another. */
  P256,
  P384,
  /** For a token or a device that knows no curves. */
  RSA3072;

  /** A new pair, by the JDK's own source of chance. */
  KeyPair pair() {
    return switch (this) {
      case P256 -> pair("EC", new ECGenParameterSpec("secp256r1"));
      case P384 -> pair("EC", new ECGenParameterSpec("secp384r1"));
      case RSA3072 -> pair("RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4));
    };
  }

  private static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
