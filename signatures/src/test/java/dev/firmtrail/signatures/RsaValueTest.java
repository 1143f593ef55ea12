package dev.firmtrail.signatures;

import dev.firmtrail.state.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What may stand in an RSA signature (PKCS #1 v1.5): one block and no other. The cases follow the
 * descriptions of published attacks on lenient readers of the block; each is made here, with the
 * private key where an attacker would need a small exponent.
 */
class RsaValueTest {
  private static final int LENGTH = 256;
  private static final String SHA256 = "3031300d060960864801650304020105000420";
  private static final String SHA256_WITHOUT_NULL = "302f300b0609608648016503040201" + "0420";
  private static final String SHA1 = "3021300906052b0e03021a05000414";
  private static final String SHA512 = "3051300d060960864801650304020305000440";
  private static final byte[] HEADER = Forge.text(Forge.header("RS256").build());

  @TestFactory
  Stream<DynamicTest> onlyTheWholeBlockIsASignature() throws GeneralSecurityException {
    List<Row> rows = new ArrayList<>(blocks());
    rows.addAll(numbers());
    rows.addAll(hashes());
    return rows.stream().map(Row::test);
  }

  private static List<Row> blocks() throws GeneralSecurityException {
    byte[] hash = digest("SHA-256");
    byte[] info = with(SHA256, hash);
    byte[] good = block(0, 1, 0xFF, info, new byte[0]);
    byte[] hole = good.clone();
    hole[20] = 0;
    byte[] other = good.clone();
    other[20] = (byte) 0xFE;
    return List.of(
        Row.holds("the block", trust(), document(good)),
        // RFC 8017, appendix A.2.4: verifiers take it with and without.
        Row.holds(
            "no NULL behind the hash's name",
            trust(),
            document(block(0, 1, 0xFF, with(SHA256_WITHOUT_NULL, hash), new byte[0]))),
        changed("type 0", block(0, 0, 0x00, info, new byte[0])),
        changed("type 2", block(0, 2, 0xFF, info, new byte[0])),
        changed("filled with zeros", block(0, 1, 0x00, info, new byte[0])),
        changed("a zero in the filling", hole),
        changed("another byte in the filling", other),
        changed("the hash alone", block(0, 1, 0xFF, hash, new byte[0])),
        changed("a byte behind", block(0, 1, 0xFF, info, new byte[1])),
        // With an exponent of 3, a number whose cube begins so is found without any key.
        changed("eight bytes of filling, the rest is free", block(0, 1, 0xFF, info, rest(info, 8))),
        changed("no filling, the rest is free", block(0, 1, 0xFF, info, rest(info, 0))),
        changed("what is behind is inside of the structure", inside(hash)));
  }

  private static List<Row> hashes() throws GeneralSecurityException {
    return List.of(
        changed(
            "SHA-1, and called so", block(0, 1, 0xFF, with(SHA1, digest("SHA-1")), new byte[0])),
        changed(
            "SHA-256, called SHA-1", block(0, 1, 0xFF, with(SHA1, digest("SHA-256")), new byte[0])),
        changed(
            "SHA-512, and called so",
            block(0, 1, 0xFF, with(SHA512, digest("SHA-512")), new byte[0])),
        Row.fails(Reason.CHANGED, "by RSASSA-PSS", trust(), Forge.document(HEADER, pss()).build()));
  }

  private static List<Row> numbers() {
    BigInteger modulus = ((RSAPublicKey) Keys.RSA.getPublic()).getModulus();
    byte[] good = Forge.sign("SHA256withRSA", Keys.RSA.getPrivate(), Forge.input(HEADER));
    List<Row> rows = new ArrayList<>();
    for (BigInteger number :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            modulus.subtract(BigInteger.ONE),
            modulus,
            modulus.add(BigInteger.ONE),
            modulus.subtract(new BigInteger(1, good)))) {
      rows.add(
          Row.fails(
              Reason.CHANGED,
              "the number " + number.toString(16).substring(0, Math.min(8, number.bitLength() / 4)),
              trust(),
              Forge.document(HEADER, bytes(number)).build()));
    }
    rows.add(length("empty", new byte[0]));
    rows.add(length("a byte short", Arrays.copyOf(good, LENGTH - 1)));
    rows.add(length("a byte long", Arrays.copyOf(good, LENGTH + 1)));
    byte[] wide = new byte[LENGTH + 1];
    System.arraycopy(good, 0, wide, 1, LENGTH);
    rows.add(length("a zero in front", wide));
    return rows;
  }

  private static Trust trust() {
    return new Trust.Keys(List.of(Keys.RSA.getPublic()));
  }

  private static Row length(String name, byte[] value) {
    return Row.fails(Reason.MALFORMED, name, trust(), Forge.document(HEADER, value).build());
  }

  private static Row changed(String name, byte[] block) {
    return Row.fails(Reason.CHANGED, name, trust(), document(block));
  }

  private static JsonObject document(byte[] block) {
    return Forge.document(HEADER, raw(Keys.RSA, block)).build();
  }

  /** What comes out as the block, whatever that is. */
  private static byte[] raw(KeyPair keys, byte[] block) {
    RSAPrivateKey key = (RSAPrivateKey) keys.getPrivate();
    return bytes(new BigInteger(1, block).modPow(key.getPrivateExponent(), key.getModulus()));
  }

  private static byte[] bytes(BigInteger number) {
    byte[] bytes = new byte[LENGTH];
    byte[] own = number.toByteArray();
    int taken = Math.min(own.length, LENGTH);
    System.arraycopy(own, own.length - taken, bytes, LENGTH - taken, taken);
    return bytes;
  }

  private static byte[] digest(String hash) throws GeneralSecurityException {
    return MessageDigest.getInstance(hash).digest(Forge.input(HEADER));
  }

  private static byte[] with(String prefix, byte[] hash) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex(prefix));
    out.writeBytes(hash);
    return out.toByteArray();
  }

  private static byte[] rest(byte[] info, int filling) {
    byte[] rest = new byte[LENGTH - 3 - filling - info.length];
    Arrays.fill(rest, (byte) 0x5A);
    return rest;
  }

  private static byte[] block(int first, int type, int filling, byte[] info, byte[] behind) {
    byte[] block = new byte[LENGTH];
    Arrays.fill(block, (byte) filling);
    block[0] = (byte) first;
    block[1] = (byte) type;
    int at = LENGTH - info.length - behind.length;
    block[at - 1] = 0;
    System.arraycopy(info, 0, block, at, info.length);
    System.arraycopy(behind, 0, block, at + info.length, behind.length);
    return block;
  }

  /** A structure with a member more, which is as long as it likes. */
  private static byte[] inside(byte[] hash) {
    byte[] behind = HexFormat.of().parseHex("0408" + "5a".repeat(8));
    byte[] info = with("303b300d060960864801650304020105000420", hash);
    return block(0, 1, 0xFF, info, behind);
  }

  private static byte[] pss() throws GeneralSecurityException {
    java.security.Signature signature = java.security.Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new java.security.spec.PSSParameterSpec(
            "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
    signature.initSign(Keys.RSA.getPrivate());
    signature.update(Forge.input(HEADER));
    return signature.sign();
  }
}
