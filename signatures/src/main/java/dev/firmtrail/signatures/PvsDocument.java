package dev.firmtrail.signatures;

import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * A signature as it stands in a state: a JWS in flattened form with its payload detached (RFC 7515,
 * 7.2.2 and appendix F), and {@code #spec}. Only its form was checked. See {@code
 * docs/formats/signatures.md}, Document.
 *
 * @param protectedHeader the header in base64url, as it was signed
 * @param signature in base64url
 * @param payload in base64url, where the signer attached it
 */
record PvsDocument(String protectedHeader, String signature, Optional<String> payload) {
  private static final String SPEC_MEMBER = "#spec";
  private static final String SPEC = "pvs@2";
  private static final String PROTECTED = "protected";
  private static final String SIGNATURE = "signature";
  private static final String PAYLOAD = "payload";
  private static final Set<String> MEMBERS = Set.of(SPEC_MEMBER, PROTECTED, SIGNATURE, PAYLOAD);

  /** Whether a value of a state claims to be a signature, wherever in the state it stands. */
  static boolean isOne(Json value) {
    return value instanceof JsonObject object
        && object.string(SPEC_MEMBER).filter(SPEC::equals).isPresent();
  }

  /** Reads one; see {@link #isOne}. */
  static PvsDocument read(JsonObject document) throws RefusedException {
    for (String name : document.members().keySet()) {
      if (!MEMBERS.contains(name)) {
        throw new RefusedException(
            Reason.MALFORMED,
            "it has a member that no signature has: "
                + Shown.text(name)
                + " (an unprotected header or other signatures are not accepted)");
      }
    }
    Optional<String> payload =
        document.get(PAYLOAD).isPresent() ? Optional.of(text(document, PAYLOAD)) : Optional.empty();
    return new PvsDocument(text(document, PROTECTED), text(document, SIGNATURE), payload);
  }

  private static String text(JsonObject document, String name) throws RefusedException {
    return document
        .string(name)
        .orElseThrow(
            () -> new RefusedException(Reason.MALFORMED, name + " is missing or is no text"));
  }

  /** The bytes of the header. */
  byte[] headerBytes() throws RefusedException {
    return decoded(PROTECTED, protectedHeader);
  }

  /** The bytes of the signature. */
  byte[] signatureBytes() throws RefusedException {
    return decoded(SIGNATURE, signature);
  }

  private static byte[] decoded(String name, String text) throws RefusedException {
    return Base64Url.decode(text)
        .orElseThrow(() ->
            new RefusedException(Reason.MALFORMED, name + " is not base64url without padding"));
  }

  /** As it stands in a state. */
  JsonObject json() {
    JsonObject.Builder members = JsonObject.builder().put(SPEC_MEMBER, SPEC);
    payload.ifPresent(attached -> members.put(PAYLOAD, attached));
    return members.put(PROTECTED, protectedHeader).put(SIGNATURE, signature).build();
  }
}
