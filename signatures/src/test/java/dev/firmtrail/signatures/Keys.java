package dev.firmtrail.signatures;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Keys that are made once for all tests; they protect nothing. */
final class Keys {
  static final KeyPair P256 = ec("secp256r1");
  static final KeyPair OTHER_P256 = ec("secp256r1");
  static final KeyPair P384 = ec("secp384r1");
  static final KeyPair P521 = ec("secp521r1");
  static final KeyPair RSA = rsa(2048, RSAKeyGenParameterSpec.F4);

  private Keys() {}

  static KeyPair of(Algorithm algorithm) {
    return switch (algorithm) {
      case RS256 -> RSA;
      case ES256 -> P256;
      case ES384 -> P384;
      case ES512 -> P521;
    };
  }

  static KeyPair ec(String curve) {
    return generate("EC", new ECGenParameterSpec(curve));
  }

  static KeyPair rsa(int bits, BigInteger exponent) {
    return generate("RSA", new RSAKeyGenParameterSpec(bits, exponent));
  }

  private static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJdkHasThem) {
      throw new IllegalStateException(everyJdkHasThem);
    }
  }
}
