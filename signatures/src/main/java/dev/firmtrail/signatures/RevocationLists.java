package dev.firmtrail.signatures;

import dev.firmtrail.state.Shown;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Certificates that their authorities have taken back: X.509 revocation lists (RFC 5280, 5), read
 * from a file, never fetched. Once there is one list, each authority on a path must have one: a
 * list that is missing, out of date or not its authority's says nothing, and nothing is not "good".
 * Immutable. See {@code docs/formats/signatures.md}, Revocation.
 */
public record RevocationLists(List<X509CRL> lists) {
  /** Nothing is known, and nothing is asked for. */
  public static final RevocationLists NONE = new RevocationLists(List.of());

  private static final String PEM_LABEL = "X509 CRL";

  public RevocationLists {
    lists = List.copyOf(lists);
  }

  /**
   * Reads a PEM file of one list or several, or one list in DER.
   *
   * @throws Pem.InvalidPemException it holds none, or one that cannot be read
   */
  public static RevocationLists read(byte[] file) throws Pem.InvalidPemException {
    List<X509CRL> lists = new ArrayList<>();
    List<Pem> blocks = Pem.read(file);
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).label().equals(PEM_LABEL)) {
        lists.add(list(blocks.get(i).der(), "block " + (i + 1)));
      }
    }
    if (blocks.isEmpty()) {
      lists.add(list(file, "neither PEM nor DER"));
    }
    if (lists.isEmpty()) {
      throw new Pem.InvalidPemException("no revocation list (" + PEM_LABEL + ") in it");
    }
    return new RevocationLists(lists);
  }

  private static X509CRL list(byte[] der, String where) throws Pem.InvalidPemException {
    try {
      X509CRL read =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      if (!Arrays.equals(read.getEncoded(), der) || !Pem.isOfWholeBytes(der, read.getSignature())) {
        throw new Pem.InvalidPemException("a revocation list that is not DER alone");
      }
      return read;
    } catch (CRLException | CertificateException unreadable) {
      throw new Pem.InvalidPemException(
          "a revocation list that cannot be read (" + where + ")", unreadable);
    }
  }

  /**
   * Refuses a certificate that its authority took back, whenever that was: nobody knows when a
   * signature was really made.
   */
  void check(X509Certificate certificate, X509Certificate authority, Instant time)
      throws RefusedException {
    if (lists.isEmpty()) {
      return;
    }
    String subject = Shown.text(certificate.getSubjectX500Principal().getName());
    List<X509CRL> usable = lists.stream().filter(list -> isUsable(list, authority, time)).toList();
    if (usable.isEmpty()) {
      throw new RefusedException(
          Reason.REVOKED,
          "whether "
              + subject
              + " was revoked is not known: no list by "
              + Shown.text(authority.getSubjectX500Principal().getName())
              + " is good at "
              + time);
    }
    for (X509CRL list : usable) {
      X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
      if (entry != null) {
        throw new RefusedException(
            Reason.REVOKED, subject + " was revoked at " + entry.getRevocationDate().toInstant());
      }
    }
  }

  /** A list from later than the trusted time is as good: it knows more. */
  private static boolean isUsable(X509CRL list, X509Certificate authority, Instant time) {
    if (!list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
        || list.getNextUpdate() == null
        || list.getNextUpdate().toInstant().isBefore(time)
        || isPartial(list)) {
      return false;
    }
    try {
      list.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException notItsList) {
      return false;
    }
  }

  /** Differences, and lists about some certificates only, are marked by critical extensions. */
  private static boolean isPartial(X509CRL list) {
    return list.getCriticalExtensionOIDs() != null && !list.getCriticalExtensionOIDs().isEmpty();
  }
}
