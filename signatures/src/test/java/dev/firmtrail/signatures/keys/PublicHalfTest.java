package dev.firmtrail.signatures.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is worked out is what the maker of the pair says. */
class PublicHalfTest {
  @ParameterizedTest
  @EnumSource
  void findsTheOtherHalfOfAnyPair(KeyKind kind) throws Exception {
    for (int i = 0; i < (kind == KeyKind.RSA3072 ? 1 : 40); i++) {
      KeyPair pair = kind.pair();
      assertThat(PublicHalf.of("key", pair.getPrivate())).isEqualTo(pair.getPublic());
    }
  }

  @Test
  void findsItOfTheSmallestAndTheLargestNumber() throws Exception {
    ECParameterSpec curve = ((ECPrivateKey) KeyKind.P256.pair().getPrivate()).getParams();
    for (BigInteger number :
        new BigInteger[] {BigInteger.ONE, curve.getOrder().subtract(BigInteger.ONE)}) {
      PublicHalf.of("key", key(number, curve));
    }
  }

  @Test
  void refusesNumbersThatAreNoKey() throws Exception {
    ECParameterSpec curve = ((ECPrivateKey) KeyKind.P256.pair().getPrivate()).getParams();
    for (BigInteger number : new BigInteger[] {BigInteger.ZERO, curve.getOrder()}) {
      assertThatThrownBy(() -> PublicHalf.of("key", key(number, curve)))
          .isInstanceOf(UnusableKeyException.class)
          .hasMessageContaining("is damaged");
    }
  }

  private static PrivateKey key(BigInteger number, ECParameterSpec curve) throws Exception {
    return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number, curve));
  }

  @Test
  void seesThatTwoKeysAreNoPair() {
    assertThat(PublicHalf.pair(KeyKind.P256.pair().getPrivate(), KeyKind.P256.pair().getPublic()))
        .isFalse();
  }
}
