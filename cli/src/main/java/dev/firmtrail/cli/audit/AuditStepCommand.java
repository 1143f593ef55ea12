package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.step.StepAudit;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.remote.Connection;
import dev.firmtrail.cli.remote.StepReference;
import dev.firmtrail.cli.trust.TrustFiles;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Says whether a step on a hub is complete, has the right id, and is signed. */
final class AuditStepCommand implements Command {
  private static final Flag DEEP =
      Flag.on("read the bytes of every object too; none is kept", "deep");

  @Override
  public List<String> names() {
    return List.of("step");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Say whether a step is complete, its id right and its signatures good",
        "[@REV | REPOSITORY]",
        List.of(
            "Without an argument it is the newest step of the trail that this workspace was posted to or cloned from. The state must"
                + " be canonical and have the id that the hub says, and every object must be recorded with it; with --deep each is"
                + " read and hashed.",
            "Signatures are judged as pvr sig verify does, by the strict measure. Whose count is what --pubkey or --cacerts say, or"
                + " pvs/cacerts.default.pem; where nothing says so, that is a finding of its own.",
            "--json has the members step, revision, state, verdict, objects, bytes and findings."),
        List.of(
            "pvr audit step ada/thermostat/steps/3",
            "pvr audit step @3 --deep --cacerts roots.pem --json"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(DEEP, TrustFiles.PUBKEY, TrustFiles.CACERTS, HtmlPage.HTML);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.CANNOT_TELL;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    Optional<TrustFiles> trusted = TrustFiles.find(call);
    Optional<Trust> trust = trusted.map(files -> files.trust(call.session().clock().instant()));
    boolean deep = call.isOn(DEEP);
    try (HubClient hub = Connection.open(call)) {
      StepAudit audit =
          StepAudit.of(
              hub,
              StepReference.remote(call, hub, call.positionals()),
              trust,
              deep,
              call.console().progress());
      trusted.ifPresent(files -> files.warnings().forEach(call.console()::notice));
      return show(call, audit, deep);
    }
  }

  private static ExitCode show(Invocation call, StepAudit audit, boolean deep)
      throws CommandFailure, IOException {
    String name = call.positionals().isEmpty() ? "the newest step" : call.positionals().getFirst();
    String what = "step " + audit.revision() + " (" + Shown.text(name) + ")";
    String summary =
        deep
            ? "%s read, %,d bytes".formatted(Shown.count(audit.objects(), "object"), audit.bytes())
            : "%s by the hub's record".formatted(Shown.count(audit.objects(), "object"));
    String notJudged =
        deep
            ? "when and by whom it was posted"
            : "the bytes of the objects (--deep reads them), when and by whom it was posted";
    HtmlPage page =
        new HtmlPage(
            "Audit of a step",
            what,
            "what its id, its objects and its signatures say"
                + audit.id().map(id -> ", state " + id).orElse(""),
            audit.verdict(),
            audit.findings(),
            List.of(summary),
            notJudged);
    if (!page.write(call)) {
      Console console = call.console();
      if (console.wantsJson()) {
        JsonObject.Builder json =
            JsonObject.builder().put("step", name).put("revision", audit.revision());
        audit.id().ifPresent(id -> json.put("state", id));
        console.json(
            json.put("verdict", Findings.word(audit.verdict()))
                .put("objects", audit.objects())
                .put("bytes", audit.bytes())
                .put("findings", Findings.json(audit.findings()))
                .build());
      } else {
        Findings.print(audit.findings(), console);
        console.dataLine(what + ": " + Findings.word(audit.verdict()) + ", " + summary);
      }
    }
    return Findings.end(audit.verdict(), audit.findings(), call.console());
  }
}
