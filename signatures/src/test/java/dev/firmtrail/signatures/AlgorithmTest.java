package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which key each way to sign is for. */
class AlgorithmTest {
  private static PublicKey rsa(int bits, int exponent) throws GeneralSecurityException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(exponent)));
  }

  @Test
  void rsaKeysAreOfASizeThatDevicesTakeAndThatEnds() throws GeneralSecurityException {
    for (int bits : List.of(2048, 3072, 4096, 8192)) {
      assertThat(Algorithm.of(rsa(bits, 65537))).as(bits + " bits").contains(Algorithm.RS256);
    }
    for (int bits : List.of(1024, 2047, 8193, 16384)) {
      assertThat(Algorithm.of(rsa(bits, 65537))).as(bits + " bits").isEmpty();
    }
    assertThat(Algorithm.of(rsa(2048, 3))).contains(Algorithm.RS256);
    assertThat(Algorithm.of(rsa(2048, 4))).isEmpty();
    assertThat(Algorithm.RS256.signatureLength(rsa(2048, 3))).isEqualTo(256);
    assertThat(Algorithm.RS256.signatureLength(rsa(2049, 3))).isEqualTo(257);
    assertThat(Algorithm.RS256.signatureLength(rsa(4096, 3))).isEqualTo(512);
  }

  @Test
  void eachCurveHasOne() throws GeneralSecurityException {
    for (Algorithm algorithm : Algorithm.values()) {
      assertThat(Algorithm.of(Keys.of(algorithm).getPublic())).contains(algorithm);
      assertThat(Algorithm.named(algorithm.name())).contains(algorithm);
    }
    assertThat(Algorithm.ES512.signatureLength(Keys.P521.getPublic())).isEqualTo(132);
    PublicKey other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    assertThat(Algorithm.of(other)).isEmpty();
    assertThat(Algorithm.named("es256")).isEmpty();
    assertThat(Algorithm.named("")).isEmpty();
  }

  @Test
  void allButOneAreMade() {
    assertThat(Arrays.stream(Algorithm.values()).filter(Algorithm::canSign))
        .containsExactly(Algorithm.RS256, Algorithm.ES256, Algorithm.ES384);
  }
}
