package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.signatures.Oem;
import dev.firmtrail.signatures.RevocationLists;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.TrustStore;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose signatures count under a policy; every certificate and list in it was read. */
record PolicyTrust(TrustStore roots, Optional<Oem> oem, RevocationLists revoked) {
  private static final int LONGEST_NAME = 256;

  /**
   * Reads the members {@code roots}, {@code oem} and {@code revoked} of a policy.
   *
   * @throws Refusal what of them cannot be used
   */
  static PolicyTrust read(JsonObject document) {
    TrustStore roots =
        PolicyCertificates.roots("roots", PolicyCertificates.text(document, "roots", "roots"));
    RevocationLists revoked =
        document.get("revoked").isEmpty()
            ? RevocationLists.NONE
            : PolicyCertificates.revoked(
                "revoked", PolicyCertificates.text(document, "revoked", "revoked"));
    return new PolicyTrust(roots, document.get("oem").map(PolicyTrust::oem), revoked);
  }

  private static Oem oem(Json member) {
    if (!(member instanceof JsonObject oem)) {
      throw Refusal.badRequest("oem: an object of name and roots is expected");
    }
    SignaturePolicy.refuseOthers(oem, List.of("name", "roots"), "oem: ");
    String name = oem.string("name").orElse("");
    if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('/') >= 0) {
      throw Refusal.badRequest(
          "oem.name: the common name of the maker's certificates, which is its directory too, is expected");
    }
    return new Oem(
        name,
        PolicyCertificates.roots("oem.roots", PolicyCertificates.text(oem, "roots", "oem.roots")));
  }

  /** For a state that is judged at this moment. */
  Trust.Roots at(Instant time) {
    return new Trust.Roots(roots, oem, revoked, time);
  }

  /** Refuses certificates that would let anybody sign. */
  void refusePublishedKeys() {
    List<X509Certificate> published =
        Stream.concat(Stream.of(roots), oem.map(Oem::roots).stream())
            .flatMap(store -> store.publishedKeys().stream())
            .toList();
    if (!published.isEmpty()) {
      throw Refusal.badRequest(
          "the private key behind %s was published for developers, so anybody can sign under it: strict would protect nothing; leave it out, or use warn"
              .formatted(Shown.text(published.getFirst().getSubjectX500Principal().getName())));
    }
  }
}
