package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.storage.Expected;
import dev.firmtrail.audit.storage.MountedImage;
import dev.firmtrail.audit.storage.StorageAudit;
import dev.firmtrail.audit.storage.StorageDirectory;
import dev.firmtrail.audit.storage.StorageReport;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.remote.Revisions;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says whether the storage of a device holds a state. */
final class AuditStorageCommand implements Command {
  private static final Flag AGAINST =
      Flag.of("STATE", "the state that should be there, or a file with its JSON", "against");
  private static final Flag REV =
      Flag.of("REV", "the revision to look at, such as 3 or locals/x", "rev");

  @Override
  public List<String> names() {
    return List.of("storage");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Say whether the storage of a device holds exactly a state",
        "DIR | IMAGE",
        List.of(
            "DIR is a device's storage, or a directory with one in it. IMAGE is a file system or an SD card in a file: it is mounted"
                + " read-only, for which you have to be root. "
                + Revisions.HELP,
            "Every file of the object pool and of one revision is read once. Named are files that differ, are missing or should not"
                + " be there, with both hashes, and those that could not be read. The revision is that of --rev, else that in STATE,"
                + " else the one that the device runs.",
            "Not judged: " + StorageReport.NOT_JUDGED + ".",
            "--json has the members storage, revision, current, state, verdict, files, bytes, findings and notJudged."),
        List.of(
            "pvr audit storage /mnt/card --against ada/thermostat/steps/3",
            "sudo pvr audit storage card.img --against state.json --html audit.html",
            "pvr audit storage /storage --against @3 --rev locals/trial --json"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(AGAINST, REV, HtmlPage.HTML);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.CANNOT_TELL;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().size() != 1) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL,
          "one directory or image is audited, not " + call.positionals().size() + "; see --help");
    }
    String against =
        call.text(AGAINST)
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.CANNOT_TELL,
                    "nothing to compare with: name the state that should be there with --against"));
    Path place = call.session().directory().resolve(call.positionals().getFirst());
    AgainstState state = AgainstState.of(call, against);
    if (!Files.isRegularFile(place)) {
      return judge(call, StorageDirectory.find(place), state, Optional.empty());
    }
    try (MountedImage image = MountedImage.open(place, call.session().temporaryDirectory())) {
      return judge(call, image.storage(), state, Optional.of(image.where()));
    }
  }

  private static ExitCode judge(
      Invocation call, StorageDirectory storage, AgainstState state, Optional<String> piece)
      throws CommandFailure, IOException {
    StorageReport report =
        StorageAudit.of(
            storage,
            new Expected(state.state(), state.sizes()),
            call.text(REV),
            state.revision(),
            call.console().progress());
    String where =
        piece
            .map(name -> name + " of " + call.positionals().getFirst())
            .orElse(storage.root().toString());
    String what = "revision " + report.revision() + " in " + where;
    String summary =
        "%s in %s, %,d bytes, read once"
            .formatted(
                report
                    .current()
                    .map(now -> "the device runs or tries " + now)
                    .orElse("the device has run nothing"),
                Shown.count(report.files(), "file"),
                report.bytes());
    JsonObject.Builder json =
        JsonObject.builder().put("storage", where).put("revision", report.revision());
    report.current().ifPresent(current -> json.put("current", current));
    json.put("state", state.state().id().hex())
        .put("verdict", Findings.word(report.verdict()))
        .put("files", report.files())
        .put("bytes", report.bytes())
        .put("findings", Findings.json(report.findings()))
        .put("notJudged", StorageReport.NOT_JUDGED);
    HtmlPage page =
        new HtmlPage(
            "Audit of a storage",
            what,
            state.label() + ", state " + state.state().id().hex(),
            report.verdict(),
            report.findings(),
            List.of(summary),
            StorageReport.NOT_JUDGED);
    if (!page.write(call)) {
      Console console = call.console();
      if (console.wantsJson()) {
        console.json(json.build());
      } else {
        Findings.print(report.findings(), console);
        console.dataLine(
            console.name(what)
                + ": "
                + Findings.word(report.verdict())
                + " as "
                + console.name(state.label()));
        console.dataLine("not judged: " + StorageReport.NOT_JUDGED);
      }
    }
    return Findings.end(report.verdict(), report.findings(), call.console());
  }
}
