package dev.firmtrail.signatures;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Makes signatures, in the very form of the published program. See {@code
 * docs/formats/signatures.md}.
 */
public final class Signing {
  private static final String TYPE = "PVS";

  private Signing() {}

  /**
   * Signs what a selection takes of a state.
   *
   * @param attachPayload whether the document carries the payload along; nobody needs it
   * @return the document for {@code _sigs/NAME.json}
   * @throws SigningException the selection is empty, or the key did not sign
   */
  public static JsonObject sign(
      JsonObject state, Selection selection, SigningKey key, boolean attachPayload)
      throws SigningException {
    JsonObject selected = selection.of(state).selected();
    if (selected.isEmpty()) {
      throw new SigningException(
          "nothing to sign: the patterns select no key of the state; " + selection);
    }
    String header = Base64Url.of(JsonWriter.AS_BUILT.bytes(header(selection, key)));
    return new PvsDocument(
            header,
            Base64Url.of(bytes(key, header, selected)),
            attachPayload
                ? Optional.of(Base64Url.of(JsonWriter.CANONICAL.bytes(selected)))
                : Optional.empty())
        .json();
  }

  /**
   * The patterns that a document says it was signed with. Nobody vouches for them: the document was
   * not verified.
   *
   * @throws SigningException it is none, or the patterns cannot be read
   */
  public static Selection selection(JsonObject document) throws SigningException {
    try {
      return ProtectedHeader.selectionIn(PvsDocument.read(document).headerBytes());
    } catch (RefusedException refused) {
      throw new SigningException(refused.detail(), refused);
    }
  }

  private static JsonObject header(Selection selection, SigningKey key) throws SigningException {
    JsonObject.Builder header =
        JsonObject.builder()
            .put("alg", key.algorithm().name())
            .put("jwk", Jwk.of(key.publicKey()))
            .put(
                "pvs",
                JsonObject.builder()
                    .put("include", Json.ofStrings(selection.include()))
                    .put("exclude", Json.ofStrings(selection.exclude()))
                    .build())
            .put("typ", TYPE);
    if (!key.chain().isEmpty()) {
      header.put("x5c", x5c(key.chain()));
    }
    return header.build();
  }

  private static JsonArray x5c(List<X509Certificate> chain) throws SigningException {
    List<Json> texts = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      try {
        texts.add(Json.of(Base64.getEncoder().encodeToString(certificate.getEncoded())));
      } catch (CertificateEncodingException broken) {
        throw new SigningException("a certificate cannot be written", broken);
      }
    }
    return new JsonArray(texts);
  }

  private static byte[] bytes(SigningKey key, String header, JsonObject selected)
      throws SigningException {
    try {
      Signature signature = Signature.getInstance(key.algorithm().jcaName());
      signature.initSign(key.key());
      SigningInput.update(signature, header, selected);
      return signature.sign();
    } catch (GeneralSecurityException failed) {
      throw new SigningException("the key did not sign: " + failed.getMessage(), failed);
    }
  }
}
