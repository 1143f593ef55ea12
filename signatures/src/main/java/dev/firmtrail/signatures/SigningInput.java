package dev.firmtrail.signatures;

import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;

/**
 * What is signed: the header, a dot, and the payload, both in base64url (RFC 7515, 5.1). The
 * payload of a state is as large as the state, so it is made piece by piece.
 */
final class SigningInput implements JsonWriter.Pieces<SignatureException> {
  private final Signature signature;
  private byte[] encoded = {};

  private SigningInput(Signature signature) {
    this.signature = signature;
  }

  /**
   * Gives all of it to a signature that is being made or verified.
   *
   * @param header in base64url
   * @param selected the keys that are protected, with their values
   * @return how many bytes the payload has
   */
  static long update(Signature signature, String header, JsonObject selected)
      throws SignatureException {
    signature.update(header.getBytes(StandardCharsets.US_ASCII));
    signature.update((byte) '.');
    return JsonWriter.CANONICAL.write(selected, new SigningInput(signature));
  }

  @Override
  public void take(byte[] piece, int length) throws SignatureException {
    byte[] payload = length == piece.length ? piece : Arrays.copyOf(piece, length);
    int encodedLength = Base64Url.length(length);
    if (encoded.length < encodedLength) {
      encoded = new byte[encodedLength];
    }
    Base64Url.encode(payload, encoded);
    signature.update(encoded, 0, encodedLength);
  }
}
