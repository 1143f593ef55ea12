package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.objects.archive.ArchiveWish;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.archive.Export;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes the committed state with its objects into one file. */
public final class ExportCommand implements Command {
  private static final Flag PARTS =
      Flag.of("A,B", "only these parts or paths, and the state's format", "parts", "p");
  private static final Flag DUPLICATES =
      Flag.on(
          "store an object again for each further path that needs it, as the published program does",
          "duplicates");
  private static final String STANDARD_OUTPUT = "-";

  @Override
  public List<String> names() {
    return List.of("export");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Write the committed state with its objects into one file",
        "FILE",
        List.of(
            "A tar archive, compressed if the name of FILE ends in .gz or .tgz; - is standard output, not compressed. Equal states"
                + " give equal archives, byte for byte. What the work tree has beyond the committed state is not in it.",
            "Every object is checked while it is read. FILE appears when all of it is there.",
            "With --parts the companions of a part have to be named too: app,_config/app,_sigs/app.json."),
        List.of(
            "pvr export release.tgz",
            "pvr export -p bsp,_sigs/bsp.json bsp.tar",
            "pvr export - | ssh board 'cat > state.tar'"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(PARTS, DUPLICATES);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().size() != 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr export takes one file to write; see pvr help export");
    }
    String file = call.positionals().getFirst();
    boolean toOutput = file.equals(STANDARD_OUTPUT);
    refuseMixture(call, toOutput);
    Workspace workspace = call.workspace();
    Console console = call.console();
    State state = ArchiveWish.parts(workspace.pristine(), call.text(PARTS).orElse(""));
    Export export =
        new Export(state, workspace.objects(), call.isOn(DUPLICATES), console.progress());
    if (toOutput) {
      render(export.to(console.dataStream()), "standard output", console);
    } else {
      Path target = call.session().directory().resolve(file);
      Export.Report report = export.to(target);
      if (console.wantsJson()) {
        console.json(json(report, target));
      } else {
        render(report, file, console);
      }
    }
    return ExitCode.OK;
  }

  private static void refuseMixture(Invocation call, boolean toOutput) throws CommandFailure {
    if (toOutput && call.console().wantsJson()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--json and an archive on standard output do not go together; name a file");
    }
    if (toOutput && call.session().terminals().out()) {
      throw new CommandFailure(
          ExitCode.USAGE, "an archive is not for a terminal; name a file, or put a pipe behind");
    }
  }

  private static void render(Export.Report report, String where, Console console) {
    console.notice(
        "Exported state %s to %s: %d files, %d objects checked (%d bytes)"
            .formatted(
                report.state().id(),
                where,
                report.state().entries().size(),
                report.objects(),
                report.bytes()));
  }

  private static JsonObject json(Export.Report report, Path target) {
    return JsonObject.builder()
        .put("file", target.toString())
        .put("id", report.state().id().hex())
        .put("files", report.state().entries().size())
        .put("objects", report.objects())
        .put("bytes", report.bytes())
        .build();
  }
}
