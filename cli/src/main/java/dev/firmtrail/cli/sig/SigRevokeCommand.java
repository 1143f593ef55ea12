package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.signatures.keys.DeveloperAuthority;
import dev.firmtrail.signatures.keys.UnusableKeyException;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes certificates back. */
final class SigRevokeCommand implements Command {
  private static final Flag REASON =
      Flag.of(
              "REASON",
              "compromised, replaced, not-used or unspecified (default compromised)",
              "reason")
          .among("compromised", "replaced", "not-used", "unspecified");

  @Override
  public List<String> names() {
    return List.of("revoke");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Take certificates back that your authority made",
        "CERTIFICATE...",
        List.of(
            "Each CERTIFICATE is a file in PEM; of a chain the first one is meant. They are added to pvs/revoked.pem in the"
                + " configuration directory, a list that the authority signs and that is good for 30 days; to renew it, revoke"
                + " the same again. Give it to whoever verifies: pvr sig verify --revoked, and the policy of a hub.",
            "The authority is ca.key.pem with cacerts.default.pem; --key on the command line and --cacerts name others. Published"
                + " devices know no revocation."),
        List.of(
            "pvr sig revoke old-leaf.pem",
            "pvr sig --key /media/safe/ca.key.pem revoke --reason replaced old-leaf.pem"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(REASON);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_SIGNED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    if (call.positionals().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr sig revoke needs the certificate to take back: a file in PEM");
    }
    DeveloperAuthority.Reason reason = reason(call);
    List<X509Certificate> certificates = new ArrayList<>();
    for (String word : call.positionals()) {
      Path file = call.session().directory().resolve(word);
      certificates.add(
          SigningKeys.certificates(file).stream()
              .findFirst()
              .orElseThrow(() ->
                  new CommandFailure(
                      ExitCode.NOT_SIGNED, Shown.whole(word) + " holds no certificate in PEM")));
    }
    Path list = TrustFiles.directory(call).resolve("revoked.pem");
    // A list holds whole seconds; what is told of it is what stands in it.
    Instant now = call.session().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<byte[]> before =
        Files.exists(list) ? Optional.of(PlainFile.read(list)) : Optional.empty();
    String text;
    try {
      text =
          DeveloperAuthority.revoke(SigningKeys.authority(call), before, certificates, reason, now);
    } catch (UnusableKeyException unusable) {
      throw new CommandFailure(
          ExitCode.NOT_SIGNED, Shown.whole(String.valueOf(unusable.getMessage())), unusable);
    }
    DurableFile.write(list, text.getBytes(StandardCharsets.US_ASCII));
    tell(call, certificates, list, now.plus(DeveloperAuthority.LIST_HOLDS));
    return ExitCode.OK;
  }

  private static DeveloperAuthority.Reason reason(Invocation call) throws CommandFailure {
    String word = call.text(REASON).orElse("compromised");
    return switch (word) {
      case "compromised" -> DeveloperAuthority.Reason.COMPROMISED;
      case "replaced" -> DeveloperAuthority.Reason.REPLACED;
      case "not-used" -> DeveloperAuthority.Reason.NOT_USED;
      case "unspecified" -> DeveloperAuthority.Reason.UNSPECIFIED;
      default ->
          throw new CommandFailure(
              ExitCode.USAGE,
              "--reason is compromised, replaced, not-used or unspecified, not "
                  + Shown.text(word));
    };
  }

  private static void tell(
      Invocation call, List<X509Certificate> certificates, Path list, Instant until)
      throws IOException {
    List<String> subjects =
        certificates.stream()
            .map(certificate -> Shown.text(certificate.getSubjectX500Principal().getName()))
            .toList();
    if (call.console().wantsJson()) {
      call.console()
          .json(
              JsonObject.builder()
                  .put("list", list.toString())
                  .put("goodUntil", until.toString())
                  .put("revoked", Json.ofStrings(subjects))
                  .build());
      return;
    }
    for (String subject : subjects) {
      call.console().dataLine("Revoked " + subject);
    }
    call.console()
        .dataLine(
            call.console().name(list.toString())
                + " is good until "
                + until
                + "; give it to every hub and auditor, and renew it before that");
  }
}
