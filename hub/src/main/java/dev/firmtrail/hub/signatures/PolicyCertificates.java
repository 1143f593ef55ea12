package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.RevocationLists;
import dev.firmtrail.signatures.TrustStore;
import dev.firmtrail.state.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the PEM texts of a policy. A text that is taken holds what it should, all of it readable,
 * and nothing else: a policy stays for ever and others may read it, so that a private key in it
 * could not be taken back.
 */
final class PolicyCertificates {
  private static final String REVOCATION_LIST = "X509 CRL";

  private PolicyCertificates() {}

  /**
   * The trust store in a member.
   *
   * @param shown what the member is called in a refusal
   * @throws Refusal it is no such text, and which of its blocks is wrong
   */
  static TrustStore roots(String shown, String text) {
    try {
      return TrustStore.read(blocksOf(shown, text, Pem.CERTIFICATE, "certificates"));
    } catch (Pem.InvalidPemException broken) {
      throw Refusal.badRequest(shown + ": " + broken.getMessage());
    }
  }

  /**
   * The revocation lists in a member.
   *
   * @throws Refusal it is no such text, and which of its blocks is wrong
   */
  static RevocationLists revoked(String shown, String text) {
    try {
      return RevocationLists.read(blocksOf(shown, text, REVOCATION_LIST, "revocation lists"));
    } catch (Pem.InvalidPemException broken) {
      throw Refusal.badRequest(shown + ": " + broken.getMessage());
    }
  }

  /** A member that must be a text. */
  static String text(JsonObject document, String name, String shown) {
    return document
        .string(name)
        .orElseThrow(() -> Refusal.badRequest(shown + ": a text is expected (PEM)"));
  }

  private static byte[] blocksOf(String shown, String text, String label, String what)
      throws Pem.InvalidPemException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Pem> blocks = Pem.read(bytes);
    for (int i = 0; i < blocks.size(); i++) {
      if (!blocks.get(i).label().equals(label)) {
        throw Refusal.badRequest(
            "%s: block %d is a %s; only %s belong here, and what is set here can never be removed"
                .formatted(shown, i + 1, blocks.get(i).label(), what));
      }
    }
    return bytes;
  }
}
