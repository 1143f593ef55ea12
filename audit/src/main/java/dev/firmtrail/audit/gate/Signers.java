package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.SignatureVerdict;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.TrustStore;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Those whose signatures the policy {@code signed-by} counts. Immutable.
 *
 * @param roots their certificates
 */
public record Signers(TrustStore roots) {

  /**
   * Finds whom the policy names.
   *
   * @param names what contains a {@code =} is the subject of a certificate of {@code known} (RFC
   *     2253); anything else is a PEM file of certificates
   * @param directory what files are relative to: where the gate file is
   * @param known the certificates that this machine trusts; names say nothing without them
   * @throws WorkspaceException a name leads to no certificate
   */
  public static Signers of(List<String> names, Path directory, Optional<TrustStore> known)
      throws IOException, WorkspaceException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String name : names) {
      certificates.addAll(
          name.indexOf('=') >= 0 ? named(name, known) : inFile(directory.resolve(name)));
    }
    return new Signers(new TrustStore(certificates));
  }

  private static List<X509Certificate> named(String name, Optional<TrustStore> known)
      throws WorkspaceException {
    X500Principal subject;
    try {
      subject = new X500Principal(name);
    } catch (IllegalArgumentException none) {
      throw new WorkspaceException(
          "signed-by: " + Shown.text(name) + " is no name, such as CN=Releases,O=Acme", none);
    }
    List<X509Certificate> found =
        known.stream()
            .flatMap(store -> store.certificates().stream())
            .filter(certificate -> certificate.getSubjectX500Principal().equals(subject))
            .toList();
    if (found.isEmpty()) {
      throw new WorkspaceException(
          "signed-by: no certificate of "
              + Shown.text(name)
              + " is trusted on this machine; name its file in signed-by instead, or PVR_SIG_CACERTS");
    }
    return found;
  }

  private static List<X509Certificate> inFile(Path file) throws IOException, WorkspaceException {
    try {
      return TrustStore.read(PlainFile.read(file)).certificates();
    } catch (Pem.InvalidPemException broken) {
      throw new WorkspaceException(
          "signed-by: cannot use " + Shown.text(file.toString()) + ": " + broken.getMessage(),
          broken);
    }
  }

  /** Whether each key of a state stands under a signature whose chain ends at one of them. */
  Check check(State state, Set<String> parts, Instant now) {
    StateReport report = new Verifier(new Trust.Roots(roots, now)).verify(state.json());
    List<Finding> findings = new ArrayList<>();
    for (String hazard : report.hazards()) {
      findings.add(finding(State.SPEC_KEY, Finding.Kind.DIFFERENT, hazard));
    }
    report
        .signatures()
        .forEach((key, verdict) -> {
          if (verdict instanceof SignatureVerdict.Fails(var reason, String detail)) {
            findings.add(finding(key, Finding.Kind.DIFFERENT, detail + " (" + reason.word() + ")"));
          }
        });
    for (String key : report.uncovered()) {
      if (isWanted(key, parts)) {
        findings.add(
            finding(key, Finding.Kind.MISSING, "nobody whom signed-by names has signed it"));
      }
    }
    if (report.signatures().isEmpty() && findings.isEmpty()) {
      findings.add(finding(Part.SIGNATURES, Finding.Kind.MISSING, "there is no signature at all"));
    }
    return new Check(Check.Kind.POLICY, "signed-by", findings);
  }

  private static boolean isWanted(String key, Set<String> parts) {
    return parts.isEmpty()
        || StatePath.parse(key).filter(path -> !parts.contains(Part.nameOf(path))).isEmpty();
  }

  private static Finding finding(String path, Finding.Kind kind, String detail) {
    return new Finding(path, kind, Optional.empty(), Optional.empty(), detail);
  }
}
