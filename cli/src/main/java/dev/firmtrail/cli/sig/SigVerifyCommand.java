package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.Oem;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.RevocationLists;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.signatures.device.DeviceMode;
import dev.firmtrail.signatures.device.DeviceRehearsal;
import dev.firmtrail.signatures.device.DeviceTrust;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Says who signed which key of a state, and whether that is enough. */
final class SigVerifyCommand implements Command {
  private static final Flag LENIENT =
      Flag.on("accept keys that nobody signed, as devices do that nobody configured", "lenient");
  private static final Flag AT =
      Flag.of(
          "TIME", "when certificates have to be valid (default now): 2026-12-24T12:00:00Z", "at");
  private static final Flag OEM =
      Flag.of("NAME=PEM", "a maker with trusted certificates of its own", "oem");
  private static final Flag REVOKED = Flag.of("FILE", "revocation lists, in PEM or DER", "revoked");

  @Override
  public List<String> names() {
    return List.of("verify");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Say who signed which key of a state, and whether that is enough",
        "[STATE | FILE]",
        List.of(
            "Without an argument it is the committed state. " + VerifiedState.HELP,
            "Prints for each key whose signature covers it, or why nobody's does; then each signature, and why it fails where it"
                + " does; then what the state is worth: by the strict measure, which wants a good signature over every key, by"
                + " the lenient one, which wants no bad signature, and what a published device would say that trusts the same.",
            "Ends with 0 when the strict measure accepts it, with --lenient the lenient one, and with 13 when not. Whose"
                + " signatures count is what --pubkey or --cacerts say, or pvs/cacerts.default.pem; a certificate must be valid"
                + " at --at, and must not be in a list of --revoked.",
            "--json has the members state, id, trust, at, measure, accepted, verdicts (strict, lenient, deviceStrict,"
                + " deviceLenient), keys, signatures, hazards and notes, in this order."),
        List.of(
            "pvr sig verify",
            "pvr sig verify @3 --at 2026-12-24T12:00:00Z",
            "pvr sig --cacerts roots.pem verify ada/thermostat/steps/3 --revoked revoked.pem",
            "pvr sig --cacerts roots.pem verify release.tgz --oem acme=acme-roots.pem --json"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(LENIENT, AT, OEM, REVOKED);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "one state is verified, not " + call.positionals().size() + "; see --help");
    }
    SigCommands.sayNothingIsDownloaded(call);
    TrustFiles trusted = TrustFiles.of(call);
    Optional<Oem> oem = oem(call);
    Instant at = at(call);
    Verifier verifier = new Verifier(trusted.trust(oem, revoked(call), at));
    VerifiedState state = VerifiedState.of(call);
    trusted.warnings().forEach(call.console()::notice);
    StateReport report = verifier.verify(state.document());
    DeviceRehearsal device = new DeviceRehearsal(device(trusted, oem));
    Verdicts verdicts =
        new Verdicts(
            state,
            trusted.file(),
            at,
            call.isOn(LENIENT),
            report,
            device.judge(state.document(), DeviceMode.STRICT),
            device.judge(state.document(), DeviceMode.LENIENT));
    call.console().page();
    if (call.console().wantsJson()) {
      call.console().json(VerdictsJson.of(verdicts));
    } else {
      new VerdictsText(call.console()).print(verdicts);
    }
    return end(verdicts);
  }

  private static ExitCode end(Verdicts verdicts) throws CommandFailure {
    String measure = verdicts.lenient() ? "lenient" : "strict";
    return switch (verdicts.asked()) {
      case Judgement.Accepted() -> ExitCode.OK;
      case Judgement.NotCovered(var keys) ->
          throw new CommandFailure(
              ExitCode.NOT_ACCEPTED,
              "not accepted by the %s measure: nobody who is trusted signed %s"
                  .formatted(measure, Shown.count(keys.size(), "key")));
      case Judgement.Refused(var problems) ->
          throw new CommandFailure(
              ExitCode.NOT_ACCEPTED,
              "not accepted by the %s measure: %s".formatted(measure, problems.getFirst()));
    };
  }

  private static Instant at(Invocation call) throws CommandFailure {
    Optional<String> word = call.text(AT);
    if (word.isEmpty()) {
      return call.session().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return Instant.parse(word.get());
    } catch (DateTimeParseException none) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--at is a time such as 2026-12-24T12:00:00Z, not " + Shown.text(word.get()),
          none);
    }
  }

  private static Optional<Oem> oem(Invocation call) throws CommandFailure {
    Optional<String> word = call.text(OEM);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    int equals = word.get().lastIndexOf('=');
    try {
      return Optional.of(
          new Oem(
              word.get().substring(0, Math.max(0, equals)),
              TrustFiles.store(
                  call.session().directory().resolve(word.get().substring(equals + 1)))));
    } catch (IllegalArgumentException noName) {
      throw new CommandFailure(
          ExitCode.USAGE, "--oem is NAME=FILE: " + noName.getMessage(), noName);
    }
  }

  private static RevocationLists revoked(Invocation call) throws CommandFailure {
    Optional<String> word = call.text(REVOKED);
    if (word.isEmpty()) {
      return RevocationLists.NONE;
    }
    Path file = call.session().directory().resolve(word.get());
    try {
      return RevocationLists.read(PlainFile.read(file));
    } catch (IOException unreadable) {
      throw CommandFailure.of(ExitCode.NOT_ACCEPTED, unreadable);
    } catch (Pem.InvalidPemException broken) {
      throw new CommandFailure(
          ExitCode.NOT_ACCEPTED,
          "cannot use " + Shown.whole(file.toString()) + ": " + broken.getMessage(),
          broken);
    }
  }

  private static DeviceTrust device(TrustFiles trusted, Optional<Oem> oem) {
    return new DeviceTrust(
        trusted.store().map(store -> store.certificates()).orElse(List.of()),
        oem.map(maker -> new DeviceTrust.Oem(maker.name(), maker.roots().certificates())),
        trusted.keys().map(keys -> keys.keys().getFirst()));
  }
}
