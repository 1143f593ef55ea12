package dev.firmtrail.signatures;

import static dev.firmtrail.signatures.Forge.by;
import static dev.firmtrail.signatures.Forge.under;
import static dev.firmtrail.signatures.Row.fails;
import static dev.firmtrail.signatures.Row.holds;

import dev.firmtrail.signatures.Draft.Authority;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a certificate must say, and be made of, so that its key may sign software. */
class CertificateUsageTest {
  private static final KeyPurposeId SERVER = KeyPurposeId.id_kp_serverAuth;
  private static final KeyPurposeId CODE = KeyPurposeId.id_kp_codeSigning;
  private static final Authority ROOT = Draft.authority("root").sign();
  private static final Trust TRUST = under(ROOT);

  private static Row bad(String name, Authority leaf, Authority... others) {
    return fails(Reason.BAD_CERTIFICATE, name, TRUST, by(leaf, others));
  }

  private static Authority leafOf(Authority issuer) {
    return Draft.leaf("leaf of it", issuer).sign();
  }

  @TestFactory
  Stream<DynamicTest> aLeafIsForSigningCode() {
    return Stream.of(
            holds("says nothing", TRUST, by(Draft.of("x").issuedBy(ROOT).sign())),
            holds("any", TRUST, by(extended(KeyPurposeId.anyExtendedKeyUsage))),
            holds("code among others", TRUST, by(extended(SERVER, CODE))),
            bad("a server", extended(SERVER)),
            bad("time stamps", extended(KeyPurposeId.id_kp_timeStamping)),
            holds(
                "code, critical",
                TRUST,
                by(
                    Draft.of("x")
                        .issuedBy(ROOT)
                        .with(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(CODE))
                        .sign())),
            bad("keys", used(KeyUsage.keyEncipherment)),
            bad("promises", used(KeyUsage.nonRepudiation)),
            bad("agreements", used(KeyUsage.keyAgreement)),
            holds("both", TRUST, by(used(KeyUsage.digitalSignature | KeyUsage.nonRepudiation))),
            holds("something unknown", TRUST, by(Draft.leaf("x", ROOT).unknown(false).sign())),
            fails(
                Reason.UNTRUSTED,
                "something unknown, critical",
                TRUST,
                by(Draft.leaf("x", ROOT).unknown(true).sign())))
        .map(Row::test);
  }

  private static Authority extended(KeyPurposeId... purposes) {
    return Draft.of("x").issuedBy(ROOT).extendedUsage(purposes).sign();
  }

  private static Authority used(int usage) {
    return Draft.of("x").issuedBy(ROOT).usage(usage).sign();
  }

  @TestFactory
  Stream<DynamicTest> anAuthorityBoundsThoseBelow() {
    Authority tls = Draft.authority("tls").issuedBy(ROOT).extendedUsage(SERVER).sign();
    Authority code = Draft.authority("code").issuedBy(ROOT).extendedUsage(CODE, SERVER).sign();
    Authority tlsRoot = Draft.authority("tls root").extendedUsage(SERVER).sign();
    Authority silent = Draft.of("silent").mayIssue().sign();
    Authority lists = Draft.of("lists").issuedBy(ROOT).mayIssue().usage(KeyUsage.cRLSign).sign();
    Authority strange = Draft.authority("strange").issuedBy(ROOT).unknown(true).sign();
    return Stream.of(
            bad("for servers", leafOf(tls), tls),
            holds("for code too", TRUST, by(leafOf(code), code)),
            fails(
                Reason.BAD_CERTIFICATE, "a root for servers", under(tlsRoot), by(leafOf(tlsRoot))),
            holds("a root that says nothing", under(silent), by(leafOf(silent))),
            fails(Reason.UNTRUSTED, "for lists only", TRUST, by(leafOf(lists), lists)),
            fails(Reason.UNTRUSTED, "for something unknown", TRUST, by(leafOf(strange), strange)))
        .map(Row::test);
  }

  @TestFactory
  Stream<DynamicTest> anAuthorityAsLeafSignsWhereItsUsageSaysSo() {
    int both = KeyUsage.keyCertSign | KeyUsage.digitalSignature;
    Authority silent = Draft.of("silent").issuedBy(ROOT).mayIssue().sign();
    Authority allowed = Draft.of("allowed").issuedBy(ROOT).mayIssue().usage(both).sign();
    Authority allowedRoot = Draft.of("root for both").mayIssue().usage(both).sign();
    return Stream.of(
            bad("issues only", Draft.authority("issuer").issuedBy(ROOT).sign()),
            bad("a root that issues only", ROOT),
            holds("says nothing", TRUST, by(silent)),
            holds("signs too", TRUST, by(allowed)),
            holds("a root that signs too", under(allowedRoot), by(allowedRoot)))
        .map(Row::test);
  }

  @TestFactory
  Stream<DynamicTest> weakKeysAndHashesSignNothing() {
    Authority sha1Leaf = Draft.leaf("x", ROOT).signedBy("SHA1withECDSA").sign();
    Authority sha1 = Draft.authority("x").issuedBy(ROOT).signedBy("SHA1withECDSA").sign();
    Authority sha1Root = Draft.authority("old root").signedBy("SHA1withECDSA").sign();
    Authority sha1Itself = Draft.of("itself").signedBy("SHA1withECDSA").sign();
    Authority sha512 = Draft.leaf("x", ROOT).signedBy("SHA512withECDSA").sign();
    KeyPair small = Keys.rsa(1024, BigInteger.valueOf(65537));
    Authority smallBetween = Draft.authority("small").keys(small).issuedBy(ROOT).sign();
    Authority smallRoot = Draft.authority("small root").keys(small).sign();
    return Stream.of(
            bad("a leaf by SHA-1", sha1Leaf),
            bad("an authority by SHA-1", leafOf(sha1), sha1),
            // Nobody asks what a root says of itself: it is trusted because it is in the store.
            holds("a root by SHA-1", under(sha1Root), by(leafOf(sha1Root))),
            fails(Reason.BAD_CERTIFICATE, "its own by SHA-1", under(sha1Itself), by(sha1Itself)),
            holds("by SHA-512", TRUST, by(sha512)),
            bad("an authority of 1024 bits", leafOf(smallBetween), smallBetween),
            fails(
                Reason.BAD_CERTIFICATE,
                "a root of 1024 bits",
                under(smallRoot),
                by(leafOf(smallRoot))))
        .map(Row::test);
  }

  /** The signatures are good ones by some key: that of the leaf must be one for the label. */
  @TestFactory
  Stream<DynamicTest> aKeyIsOfItsAlgorithm() {
    KeyPair small = Keys.rsa(1024, BigInteger.valueOf(65537));
    KeyPair three = Keys.rsa(2048, BigInteger.valueOf(3));
    return Stream.of(
            row(Reason.WRONG_KEY, "1024 bits", Algorithm.RS256, small),
            holds("2048 bits", TRUST, labelled(Algorithm.RS256, Keys.RSA)),
            holds("an exponent of 3", TRUST, labelled(Algorithm.RS256, three)),
            row(Reason.WRONG_KEY, "P-256 under ES384", Algorithm.ES384, Keys.P256),
            row(Reason.WRONG_KEY, "P-384 under ES256", Algorithm.ES256, Keys.P384),
            row(Reason.WRONG_KEY, "P-521 under ES256", Algorithm.ES256, Keys.P521),
            row(Reason.WRONG_KEY, "P-256 under ES512", Algorithm.ES512, Keys.P256),
            bytes(Reason.WRONG_KEY, "Ed25519 under ES256", Algorithm.ES256, ed25519()),
            bytes(Reason.BAD_CERTIFICATE, "an exponent of 1", Algorithm.RS256, exponent(1)),
            bytes(Reason.BAD_CERTIFICATE, "an exponent of 0", Algorithm.RS256, exponent(0)),
            bytes(Reason.WRONG_KEY, "an even exponent", Algorithm.RS256, exponent(4)),
            bytes(Reason.WRONG_KEY, "secp256k1", Algorithm.ES256, secp256k1()),
            bytes(Reason.BAD_CERTIFICATE, "a curve of its own", Algorithm.ES256, ownCurve()),
            bytes(Reason.CHANGED, "no point of the curve", Algorithm.ES256, offCurve()),
            bytes(Reason.BAD_CERTIFICATE, "no curve", Algorithm.ES256, noCurve()))
        .map(Row::test);
  }

  private static Row row(Reason wanted, String name, Algorithm algorithm, KeyPair keys) {
    return fails(wanted, name, TRUST, labelled(algorithm, keys));
  }

  private static Row bytes(
      Reason wanted, String name, Algorithm algorithm, SubjectPublicKeyInfo key) {
    byte[] leaf = Draft.leaf("x", ROOT).publicKey(key).der();
    Json x5c = Json.ofStrings(List.of(Base64.getEncoder().encodeToString(leaf)));
    byte[] header = Forge.text(Forge.header(algorithm.name()).put("x5c", x5c).build());
    PrivateKey signing = Keys.of(algorithm).getPrivate();
    return fails(wanted, name, TRUST, Forge.signed(header, algorithm, signing));
  }

  private static JsonObject labelled(Algorithm algorithm, KeyPair keys) {
    Authority leaf = Draft.leaf("x", ROOT).keys(keys).sign();
    PrivateKey signing = keys.getPrivate();
    boolean fits = Algorithm.of(keys.getPublic()).filter(algorithm::equals).isPresent();
    Algorithm way =
        fits || signing.getAlgorithm().equals("RSA")
            ? algorithm
            : Algorithm.of(keys.getPublic()).orElseThrow();
    return Forge.signed(
        Forge.text(Forge.header(algorithm.name(), leaf.certificate())), way, signing);
  }

  private static SubjectPublicKeyInfo ed25519() {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112")), new byte[32]);
  }

  private static SubjectPublicKeyInfo noCurve() {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, DERNull.INSTANCE),
        new byte[65]);
  }

  private static SubjectPublicKeyInfo exponent(int exponent) {
    BigInteger modulus =
        ((java.security.interfaces.RSAPublicKey) Keys.RSA.getPublic()).getModulus();
    return info(
        PKCSObjectIdentifiers.rsaEncryption,
        DERNull.INSTANCE,
        new RSAPublicKey(modulus, BigInteger.valueOf(exponent)));
  }

  private static SubjectPublicKeyInfo secp256k1() {
    X9ECParameters curve = SECNamedCurves.getByOID(SECObjectIdentifiers.secp256k1);
    return point(SECObjectIdentifiers.secp256k1, curve.getG().getEncoded(false));
  }

  /** P-256 with the public key as its generator: whoever gives it knows a private key, 1. */
  private static SubjectPublicKeyInfo ownCurve() {
    X9ECParameters curve = SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);
    byte[] point = curve.getG().multiply(BigInteger.TWO).getEncoded(false);
    return point(
        new X9ECParameters(
            curve.getCurve(),
            new org.bouncycastle.asn1.x9.X9ECPoint(curve.getCurve(), point),
            curve.getN(),
            BigInteger.ONE),
        point);
  }

  private static SubjectPublicKeyInfo offCurve() {
    byte[] point = SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1).getG().getEncoded(false);
    point[64] ^= 1;
    return point(SECObjectIdentifiers.secp256r1, point);
  }

  private static SubjectPublicKeyInfo point(ASN1Encodable parameters, byte[] point) {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), point);
  }

  private static SubjectPublicKeyInfo info(
      ASN1ObjectIdentifier id, ASN1Encodable parameters, ASN1Encodable key) {
    try {
      return new SubjectPublicKeyInfo(
          new AlgorithmIdentifier(id, parameters), key.toASN1Primitive().getEncoded());
    } catch (java.io.IOException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
