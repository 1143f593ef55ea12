package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.Algorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import javax.crypto.KeyAgreement;

/**
 * The public key that belongs to a private one, worked out and then tried: what is given out
 * verifies what the private key signs. A public key that stands beside it in a file is not asked.
 */
final class PublicHalf {
  private static final byte[] PROBE =
      "Firmtrail looks whether two keys are a pair".getBytes(StandardCharsets.US_ASCII);

  private PublicHalf() {}

  /**
   * Works it out.
   *
   * @param name what holds the key, for messages
   * @throws UnusableKeyException it is of a kind or size that nothing is signed with, or damaged
   */
  static PublicKey of(String name, PrivateKey key) throws UnusableKeyException {
    List<PublicKey> candidates;
    try {
      candidates =
          switch (key) {
            case RSAPrivateCrtKey rsa -> List.of(ofRsa(rsa));
            case ECPrivateKey ec -> ofEc(name, ec);
            default ->
                throw new UnusableKeyException(
                    name, "holds a private key without its public part", Pkcs8.NEEDED);
          };
    } catch (GeneralSecurityException | RuntimeException noKey) {
      throw damaged(name);
    }
    refuseOthers(name, candidates.getFirst());
    for (PublicKey candidate : candidates) {
      if (pair(key, candidate)) {
        return candidate;
      }
    }
    throw damaged(name);
  }

  /** Refuses a key that no algorithm signs with. */
  static void refuseOthers(String name, PublicKey key) throws UnusableKeyException {
    if (Algorithm.of(key).filter(Algorithm::canSign).isEmpty()) {
      String held =
          switch (key) {
            case RSAPublicKey rsa -> "an RSA key of " + rsa.getModulus().bitLength() + " bits";
            case ECPublicKey ec ->
                "an EC key of "
                    + ec.getParams().getOrder().bitLength()
                    + " bits"
                    + (Algorithm.of(key).isEmpty() ? ", on another curve" : "");
            default -> "a key of the kind " + key.getAlgorithm();
          };
      throw new UnusableKeyException(name, "holds " + held, Pkcs8.NEEDED);
    }
  }

  private static UnusableKeyException damaged(String name) {
    return new UnusableKeyException(
        name,
        "holds a private key that is damaged: what it signs does not verify",
        "use a copy of it that is whole, or another key");
  }

  private static PublicKey ofRsa(RSAPrivateCrtKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
  }

  /**
   * Both points that it may be. The JDK multiplies a point with a secret number in one place that
   * programs can reach: the agreement of two keys. Agreeing with the curve's generator gives the x
   * of the public point, and the curve has two points for it.
   */
  private static List<PublicKey> ofEc(String name, ECPrivateKey key)
      throws GeneralSecurityException, UnusableKeyException {
    ECParameterSpec parameters = key.getParams();
    PublicKey generator = point(parameters.getGenerator(), parameters);
    refuseOthers(name, generator);
    EllipticCurve curve = parameters.getCurve();
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(generator, true);
    BigInteger x = new BigInteger(1, agreement.generateSecret());
    BigInteger square = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    // A root, because p of every curve that is known leaves 3 when divided by 4.
    BigInteger y = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    return List.of(
        point(new ECPoint(x, y), parameters), point(new ECPoint(x, p.subtract(y)), parameters));
  }

  private static PublicKey point(ECPoint point, ECParameterSpec parameters)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
  }

  /** Whether the one verifies what the other signs. */
  static boolean pair(PrivateKey key, PublicKey publicKey) {
    String algorithm = Algorithm.of(publicKey).orElseThrow().jcaName();
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(publicKey);
      verifier.update(PROBE);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException cannot) {
      return false;
    }
  }
}
