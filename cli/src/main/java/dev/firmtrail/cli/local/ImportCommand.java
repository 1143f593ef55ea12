package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.archive.ArchiveSource;
import dev.firmtrail.workspace.archive.Import;
import java.io.IOException;
import java.util.List;

/** Makes the state of an archive the committed one. */
public final class ImportCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("import");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make the state of an archive the committed one",
        "FILE",
        List.of(
            "FILE is what pvr export wrote: a tar archive, plain or compressed with gzip. Every object in it is checked"
                + " against its id and stored; then its state takes the place of the committed one (pvr get and pvr merge take parts"
                + " of it). The work tree stays as it is; pvr checkout writes it.",
            "When anything is wrong with the archive the committed state stays. Nothing but the state and objects is taken from it."),
        List.of("pvr import release.tgz", "pvr import release.tgz && pvr checkout"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().size() != 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr import takes one archive to read; see pvr help import");
    }
    Workspace workspace = call.workspaceToChange();
    Console console = call.console();
    try (ArchiveSource archive =
        ArchiveSource.open(
            call.session().directory().resolve(call.positionals().getFirst()),
            call.session().temporaryDirectory())) {
      render(Import.run(workspace, archive, console.progress()), console);
    }
    return ExitCode.OK;
  }

  private static void render(Import.Report report, Console console) throws IOException {
    if (!report.passedOver().isEmpty()) {
      console.notice(
          "passed over, as no part of a state: " + String.join(", ", report.passedOver()));
    }
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("id", report.state().id().hex())
              .put("files", report.state().entries().size())
              .put("objectsChecked", report.checked())
              .put("objectsStored", report.stored())
              .put("bytesStored", report.bytes())
              .put("passedOver", Json.ofStrings(report.passedOver()))
              .build());
      return;
    }
    console.notice(
        "Imported state %s: %d files; %d objects checked, %d of them new; pvr checkout writes the files"
            .formatted(
                report.state().id(),
                report.state().entries().size(),
                report.checked(),
                report.stored()));
  }
}
