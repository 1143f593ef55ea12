package dev.firmtrail.signatures;

import static dev.firmtrail.signatures.Row.fails;
import static dev.firmtrail.signatures.Row.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.signatures.Draft.Authority;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The key that a header names must be the key that signed, in its one text. */
class JwkTest {
  private static final Authority ROOT = Draft.authority("root").sign();
  private static final Authority LEAF = Draft.leaf("leaf", ROOT).sign();
  private static final Trust TRUST = Forge.under(ROOT);

  /** As RFC 7518 says, 6.2.1. */
  private static JsonObject.Builder jwk(PublicKey key) {
    ECPublicKey ec = (ECPublicKey) key;
    return JsonObject.builder()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("x", coordinate(ec.getW().getAffineX(), 32))
        .put("y", coordinate(ec.getW().getAffineY(), 32));
  }

  private static String coordinate(BigInteger number, int length) {
    byte[] bytes = new byte[length];
    byte[] own = number.toByteArray();
    int taken = Math.min(length, own.length);
    System.arraycopy(own, own.length - taken, bytes, length - taken, taken);
    return Forge.base64(bytes);
  }

  private static JsonObject naming(Json jwk) {
    JsonObject header = Forge.header("ES256", LEAF.certificate());
    return Forge.by(LEAF, JsonObject.builder().putAll(header.members()).put("jwk", jwk).build());
  }

  private static Row bad(Reason reason, String name, JsonObject.Builder jwk) {
    return fails(reason, name, TRUST, naming(jwk.build()));
  }

  @TestFactory
  Stream<DynamicTest> itNamesTheKeyThatSigned() {
    PublicKey key = LEAF.keys().getPublic();
    ECPublicKey ec = (ECPublicKey) key;
    BigInteger x = ec.getW().getAffineX();
    Reason wrong = Reason.WRONG_KEY;
    return Stream.of(
            holds("none", TRUST, Forge.by(LEAF)),
            holds("the leaf's", TRUST, naming(jwk(key).build())),
            bad(wrong, "another", jwk(Keys.OTHER_P256.getPublic())),
            bad(wrong, "a member more", jwk(key).put("use", "sig")),
            bad(wrong, "kid", jwk(key).put("kid", "x")),
            bad(wrong, "a private key", jwk(key).put("d", coordinate(BigInteger.TEN, 32))),
            bad(wrong, "a zero in front", jwk(key).put("x", coordinate(x, 33))),
            bad(wrong, "another curve", jwk(key).put("crv", "P-384")),
            bad(wrong, "another kind", jwk(key).put("kty", "RSA")),
            bad(wrong, "a secret", JsonObject.builder().put("kty", "oct").put("k", "AAAA")),
            bad(wrong, "padded", jwk(key).put("x", coordinate(x, 32) + "=")),
            bad(wrong, "empty", JsonObject.builder()),
            fails(Reason.BAD_HEADER, "null", TRUST, naming(Json.Literal.NULL)),
            fails(Reason.BAD_HEADER, "text", TRUST, naming(Json.of("key"))),
            fails(Reason.BAD_HEADER, "an array", TRUST, naming(Json.ofStrings(List.of()))))
        .map(Row::test);
  }

  /** A key with a zero in front of a coordinate, which only its length keeps. */
  @Test
  void aCoordinateKeepsItsZeros() {
    PublicKey key = Keys.P256.getPublic();
    for (int i = 0; i < 5_000 && !startsWithZero(key); i++) {
      key = Keys.ec("secp256r1").getPublic();
    }
    assertThat(startsWithZero(key)).isTrue();
    assertThat(Jwk.of(key)).isEqualTo(jwk(key).build());
    assertThat(Jwk.read(jwk(key).build())).contains(key);
  }

  private static boolean startsWithZero(PublicKey key) {
    ECPublicKey ec = (ECPublicKey) key;
    return ec.getW().getAffineX().bitLength() <= 248 || ec.getW().getAffineY().bitLength() <= 248;
  }

  @Test
  void eachKeyReadsAsItWasWritten() {
    for (Algorithm algorithm : Algorithm.values()) {
      PublicKey key = Keys.of(algorithm).getPublic();
      assertThat(Jwk.read(Jwk.of(key))).contains(key);
    }
    RSAPublicKey rsa = (RSAPublicKey) Keys.RSA.getPublic();
    assertThat(Jwk.of(rsa))
        .isEqualTo(
            JsonObject.builder()
                .put("kty", "RSA")
                .put("n", coordinate(rsa.getModulus(), 256))
                .put("e", "AQAB")
                .build());
    assertThat(Jwk.of(Keys.P521.getPublic()).string("x").orElseThrow()).hasSize(88);
    assertThat(Jwk.of(Keys.P384.getPublic()).string("crv")).contains("P-384");
  }

  /** Nobody vouches for these, so the header's own key is asked. */
  @TestFactory
  Stream<DynamicTest> whereNothingElseIsKnownItIsTheKey() {
    Trust anybody = new Trust.Anybody();
    JsonObject good = jwk(Keys.P256.getPublic()).build();
    List<Row> rows = new ArrayList<>();
    rows.add(holds("named", anybody, bare(good)));
    rows.add(fails(Reason.NO_KEY, "nothing named", anybody, bareWithout()));
    rows.add(
        fails(
            Reason.CHANGED,
            "another named",
            anybody,
            bare(jwk(Keys.OTHER_P256.getPublic()).build())));
    for (String member : List.of("kty", "crv", "x", "y")) {
      for (String value : List.of("A", "AAAB", "%%%%", "A".repeat(5000))) {
        JsonObject jwk = JsonObject.builder().putAll(good.members()).put(member, value).build();
        boolean point = value.equals("AAAB") && (member.equals("x") || member.equals("y"));
        rows.add(
            fails(
                point ? Reason.CHANGED : Reason.NO_KEY, member + " " + value, anybody, bare(jwk)));
      }
    }
    rows.add(holds("the leaf, and no jwk", anybody, Forge.by(LEAF)));
    rows.add(fails(Reason.WRONG_KEY, "the leaf, and another jwk", anybody, naming(good)));
    return rows.stream().map(Row::test);
  }

  private static JsonObject bare(JsonObject jwk) {
    byte[] header = Forge.text(Forge.header("ES256").put("jwk", jwk).build());
    return Forge.signed(header, Algorithm.ES256, Keys.P256.getPrivate());
  }

  private static JsonObject bareWithout() {
    byte[] header = Forge.text(Forge.header("ES256").build());
    return Forge.signed(header, Algorithm.ES256, Keys.P256.getPrivate());
  }

  @Test
  void smallOrOddRsaKeysAreNone() {
    RSAPublicKey rsa = (RSAPublicKey) Keys.RSA.getPublic();
    JsonObject good = Jwk.of(rsa);
    List<JsonObject.Builder> bad = new ArrayList<>();
    for (String exponent : List.of("AA", "AQ", "Ag", "")) {
      bad.add(JsonObject.builder().putAll(good.members()).put("e", exponent));
    }
    BigInteger small = BigInteger.ONE.shiftLeft(1535).add(BigInteger.ONE);
    bad.add(JsonObject.builder().putAll(good.members()).put("n", coordinate(small, 192)));
    bad.add(JsonObject.builder().put("kty", "RSA").put("e", "AQAB"));
    bad.add(JsonObject.builder().put("kty", "RSA").put("n", good.string("n").orElseThrow()));
    for (JsonObject.Builder jwk : bad) {
      assertThat(Jwk.read(jwk.build())).isEmpty();
    }
  }
}
