package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Puts signatures together by hand, so that any piece of one can be wrong. Knows the format from
 * its description, and nothing of {@link Signing}.
 */
final class Forge {
  static final String KEY = "_sigs/app.json";

  /** What {@link #header} selects of it is all but the last member. */
  static final JsonObject STATE =
      JsonObject.builder()
          .put("app/root.squashfs", "0f".repeat(32))
          .put("app/run.json", JsonObject.builder().put("name", "app").build())
          .put("other/root.squashfs", "1e".repeat(32))
          .build();

  private Forge() {}

  /** Members of an honest header. */
  static JsonObject.Builder header(String algorithm) {
    return JsonObject.builder()
        .put("alg", algorithm)
        .put(
            "pvs",
            JsonObject.builder()
                .put("include", Json.ofStrings(List.of("app/**")))
                .put("exclude", Json.ofStrings(List.of("app/src.json", KEY)))
                .build())
        .put("typ", "PVS");
  }

  static JsonObject header(String algorithm, X509Certificate... chain) {
    return header(algorithm).put("x5c", x5c(chain)).build();
  }

  static Json x5c(X509Certificate... chain) {
    return Json.ofStrings(
        Arrays.stream(chain)
            .map(certificate -> Base64.getEncoder().encodeToString(der(certificate)))
            .toList());
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException broken) {
      throw new IllegalStateException(broken);
    }
  }

  static byte[] text(JsonObject header) {
    return JsonWriter.COMPACT.bytes(header);
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What {@link #header} selects of {@link #STATE}, in base64url. */
  static String payload() {
    String text =
        "{\"app/root.squashfs\":\"" + "0f".repeat(32) + "\",\"app/run.json\":{\"name\":\"app\"}}";
    return base64(text.getBytes(UTF_8));
  }

  /** What is signed under a header. */
  static byte[] input(byte[] header) {
    return (base64(header) + "." + payload()).getBytes(UTF_8);
  }

  static byte[] sign(String jcaName, PrivateKey key, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(jcaName);
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static JsonObject.Builder document(byte[] header, byte[] signature) {
    return JsonObject.builder()
        .put("#spec", "pvs@2")
        .put("protected", base64(header))
        .put("signature", base64(signature));
  }

  /** A document over {@link #STATE} that is right but for its header. */
  static JsonObject signed(byte[] header, Algorithm algorithm, PrivateKey key) {
    return document(header, sign(algorithm.jcaName(), key, input(header))).build();
  }

  /** Signed by a leaf of P-256, whose certificate stands in front of others. */
  static JsonObject by(Draft.Authority leaf, Draft.Authority... others) {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf.certificate()));
    Arrays.stream(others).map(Draft.Authority::certificate).forEach(chain::add);
    return by(leaf, header("ES256", chain.toArray(X509Certificate[]::new)));
  }

  /** Signed by the same under another header. */
  static JsonObject by(Draft.Authority leaf, JsonObject header) {
    return signed(text(header), Algorithm.ES256, leaf.keys().getPrivate());
  }

  static JsonObject stateWith(JsonObject document) {
    return JsonObject.builder().put(KEY, document).putAll(STATE.members()).build();
  }

  static SignatureVerdict verdict(Trust trust, JsonObject document) {
    return Optional.ofNullable(
            new Verifier(trust).verify(stateWith(document)).signatures().get(KEY))
        .orElseThrow();
  }

  /** Why a document is refused; empty where it holds. */
  static Optional<Reason> reason(Trust trust, JsonObject document) {
    return switch (verdict(trust, document)) {
      case SignatureVerdict.Holds _ -> Optional.empty();
      case SignatureVerdict.Fails(Reason reason, String _) -> Optional.of(reason);
    };
  }

  static Trust under(Draft.Authority... roots) {
    return new Trust.Roots(
        new TrustStore(Arrays.stream(roots).map(Draft.Authority::certificate).toList()), Cases.NOW);
  }
}
