package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What may stand in place of r and s. The cases follow the descriptions of published collections of
 * attacks on ECDSA; each is made here.
 */
class EcdsaValueTest {
  private static final List<Algorithm> ALGORITHMS =
      List.of(Algorithm.ES256, Algorithm.ES384, Algorithm.ES512);

  /** A good signature of one algorithm, to be broken. */
  private static final class Good {
    final Algorithm algorithm;
    final KeyPair keys;
    final int half;
    final BigInteger order;
    final byte[] header;
    final byte[] bytes;

    Good(Algorithm algorithm) {
      this.algorithm = algorithm;
      this.keys = Keys.of(algorithm);
      this.order = ((ECPublicKey) keys.getPublic()).getParams().getOrder();
      this.half = (order.bitLength() + 7) / 8;
      this.header = Forge.text(Forge.header(algorithm.name()).build());
      this.bytes = Forge.sign(algorithm.jcaName(), keys.getPrivate(), Forge.input(header));
    }

    BigInteger r() {
      return new BigInteger(1, Arrays.copyOf(bytes, half));
    }

    BigInteger s() {
      return new BigInteger(1, Arrays.copyOfRange(bytes, half, 2 * half));
    }

    Row holds(String name, byte[] value) {
      return Row.holds(algorithm + ", " + name, trust(), document(value));
    }

    Row fails(Reason reason, String name, byte[] value) {
      return Row.fails(reason, algorithm + ", " + name, trust(), document(value));
    }

    Row changed(String name, BigInteger r, BigInteger s) {
      return fails(Reason.CHANGED, name, pair(half, r, s));
    }

    private Trust trust() {
      return new Trust.Keys(List.of(keys.getPublic()));
    }

    private JsonObject document(byte[] value) {
      return Forge.document(header, value).build();
    }
  }

  @TestFactory
  Stream<DynamicTest> onlyTwoNumbersOfTheOrderAreASignature() {
    return ALGORITHMS.stream().map(Good::new).flatMap(EcdsaValueTest::rows).map(Row::test);
  }

  private static Stream<Row> rows(Good good) {
    List<Row> rows = new ArrayList<>();
    rows.add(good.holds("as it was signed", good.bytes));
    // Whoever has a signature can make this one of it. There is no rule for the smaller s, neither
    // at the published signers nor on devices, and nothing here takes signatures for names.
    rows.add(good.holds("n-s", pair(good.half, good.r(), good.order.subtract(good.s()))));
    rows.addAll(numbers(good));
    rows.addAll(lengths(good));
    return rows.stream();
  }

  private static List<Row> numbers(Good good) {
    BigInteger zero = BigInteger.ZERO;
    BigInteger one = BigInteger.ONE;
    BigInteger order = good.order;
    BigInteger largest = one.shiftLeft(8 * good.half).subtract(one);
    return List.of(
        good.changed("r and s zero", zero, zero),
        good.changed("r zero", zero, good.s()),
        good.changed("s zero", good.r(), zero),
        good.changed("r and s one", one, one),
        good.changed("r zero, s one", zero, one),
        good.changed("r n", order, good.s()),
        good.changed("s n", good.r(), order),
        good.changed("r and s n", order, order),
        good.changed("r n, s zero", order, zero),
        good.changed("r n+1", order.add(one), good.s()),
        good.changed("r n-1", order.subtract(one), good.s()),
        good.changed("s n+1", good.r(), order.add(one)),
        good.changed("r the prime of the field", prime(good), good.s()),
        good.changed("r and s all ones", largest, largest),
        good.changed("n-r", order.subtract(good.r()), good.s()),
        good.changed("r and s the other way round", good.s(), good.r()),
        good.changed("s one more", good.r(), good.s().add(one).mod(order)));
  }

  private static BigInteger prime(Good good) {
    return ((java.security.spec.ECFieldFp)
            ((ECPublicKey) good.keys.getPublic()).getParams().getCurve().getField())
        .getP();
  }

  private static List<Row> lengths(Good good) {
    int length = good.bytes.length;
    byte[] wide = pair(good.half + 8, good.r(), good.s());
    return List.of(
        good.fails(Reason.MALFORMED, "DER", der(good)),
        good.fails(Reason.MALFORMED, "empty", new byte[0]),
        good.fails(Reason.MALFORMED, "a byte short", Arrays.copyOf(good.bytes, length - 1)),
        good.fails(Reason.MALFORMED, "a byte long", Arrays.copyOf(good.bytes, length + 1)),
        good.fails(Reason.MALFORMED, "r alone", Arrays.copyOf(good.bytes, good.half)),
        good.fails(Reason.MALFORMED, "zeros in front of r and s", wide),
        good.fails(Reason.MALFORMED, "zeros behind", Arrays.copyOf(good.bytes, 2 * length)),
        good.fails(Reason.MALFORMED, "a zero in front", pair(length + 1, good.bytes)));
  }

  private static byte[] der(Good good) {
    String jcaName = good.algorithm.jcaName().replace("inP1363Format", "");
    return Forge.sign(jcaName, good.keys.getPrivate(), Forge.input(good.header));
  }

  private static byte[] pair(int half, BigInteger r, BigInteger s) {
    byte[] bytes = new byte[2 * half];
    byte[] first = pair(half, r.toByteArray());
    System.arraycopy(first, 0, bytes, 0, half);
    System.arraycopy(pair(half, s.toByteArray()), 0, bytes, half, half);
    return bytes;
  }

  /** The last bytes of a number, with zeros in front. */
  private static byte[] pair(int length, byte[] number) {
    byte[] bytes = new byte[length];
    int taken = Math.min(length, number.length);
    System.arraycopy(number, number.length - taken, bytes, length - taken, taken);
    return bytes;
  }

  /** r + n is the same number to whoever calculates modulo n, and fits where r is small. */
  @Test
  void anotherTextOfTheSameNumberIsRefused() throws GeneralSecurityException {
    Good good = new Good(Algorithm.ES256);
    Small small = Small.forInput(Forge.input(good.header));
    Trust trust = new Trust.Keys(List.of(small.key()));
    assertThat(reason(good, trust, small, small.r())).isEmpty();
    assertThat(reason(good, trust, small, small.r().add(good.order))).contains(Reason.CHANGED);
  }

  private static Optional<Reason> reason(Good good, Trust trust, Small small, BigInteger r) {
    byte[] value = pair(good.half, r, small.s());
    return Forge.reason(trust, Forge.document(good.header, value).build());
  }

  /** A signature with a small r, and the key that it is by: first the one, then the other. */
  private record Small(BigInteger r, BigInteger s, PublicKey key) {
    static Small forInput(byte[] input) throws GeneralSecurityException {
      ECParameterSpec parameters = ((ECPublicKey) Keys.P256.getPublic()).getParams();
      org.bouncycastle.jce.spec.ECParameterSpec curve = EC5Util.convertSpec(parameters);
      BigInteger order = parameters.getOrder();
      BigInteger hash =
          new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(input)).mod(order);
      BigInteger r = BigInteger.valueOf(5);
      BigInteger s = BigInteger.valueOf(1234567);
      ECPoint point = pointAt(curve, r);
      // s = (hash + r * d) / k, where k * G is the point and d * G the key.
      ECPoint key =
          point
              .multiply(s)
              .subtract(curve.getG().multiply(hash))
              .multiply(r.modInverse(order))
              .normalize();
      return new Small(
          r,
          s,
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(EC5Util.convertPoint(key), parameters)));
    }

    private static ECPoint pointAt(org.bouncycastle.jce.spec.ECParameterSpec curve, BigInteger x) {
      byte[] encoded = pair(33, x.toByteArray());
      encoded[0] = 2;
      return curve.getCurve().decodePoint(encoded);
    }
  }
}
