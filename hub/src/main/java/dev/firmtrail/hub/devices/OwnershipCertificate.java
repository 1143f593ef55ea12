package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.JsonObject;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * What is kept of a device's certificate.
 *
 * @param sha256 of all of it, in hex
 * @param publicKey SHA-256 of its public key (SubjectPublicKeyInfo), in hex
 * @param issuer as text (RFC 2253)
 * @param deviceNames each serialNumber (X.520, 2.5.4.5) of the subject that has the form of an id
 */
record OwnershipCertificate(
    String sha256,
    String publicKey,
    String issuer,
    String subject,
    Instant notAfter,
    List<HubId> deviceNames) {
  private static final int LONGEST_NAME = 1000;
  private static final String SERIAL_NUMBER = "2.5.4.5";

  static OwnershipCertificate of(X509Certificate shown) {
    try {
      return new OwnershipCertificate(
          Sha256.hex(shown.getEncoded()),
          Sha256.hex(shown.getPublicKey().getEncoded()),
          bounded(shown.getIssuerX500Principal()),
          bounded(shown.getSubjectX500Principal()),
          shown.getNotAfter().toInstant(),
          deviceNames(shown.getSubjectX500Principal()));
    } catch (CertificateEncodingException | NamingException unreadable) {
      throw Refusal.forbidden("the client certificate: it cannot be read");
    }
  }

  private static String bounded(X500Principal name) {
    String text = name.getName();
    if (text.length() > LONGEST_NAME) {
      throw Refusal.forbidden(
          "the client certificate: a name in it has more than " + LONGEST_NAME + " characters");
    }
    return text;
  }

  private static List<HubId> deviceNames(X500Principal subject) throws NamingException {
    String keyword = "serialNumber";
    String text = subject.getName(X500Principal.RFC2253, Map.of(SERIAL_NUMBER, keyword));
    List<HubId> names = new ArrayList<>();
    for (Rdn part : new LdapName(text).getRdns()) {
      // There may be several attributes in one part.
      Optional<Attribute> numbers = Optional.ofNullable(part.toAttributes().get(keyword));
      if (numbers.isPresent()) {
        for (Object each : Collections.list(numbers.get().getAll())) {
          HubId.parse(each.toString()).ifPresent(names::add);
        }
      }
    }
    return names;
  }

  /** As the body of an event. */
  JsonObject document() {
    return JsonObject.builder()
        .put("certificate", sha256)
        .put("issuer", issuer)
        .put("not-after", Times.wire(notAfter))
        .put("public-key", publicKey)
        .put("subject", subject)
        .build();
  }
}
