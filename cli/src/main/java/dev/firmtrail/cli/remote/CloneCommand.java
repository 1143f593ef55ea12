package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.JsonForm;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.transfer.Clone;
import dev.firmtrail.workspace.transfer.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes a workspace of a repository. */
public final class CloneCommand implements Command {
  private static final Flag OBJECTS =
      Flag.of(
              "DIR",
              "where objects are kept (default: shared, in the configuration directory)",
              "objects",
              "o")
          .or("PVR_OBJECTS_DIR");
  private static final Flag CANONICAL =
      Flag.on("write JSON files in canonical form", "canonical", "c").or("PVR_CANONICAL_JSON");
  private static final Flag SPEC =
      Flag.of(
          "SPEC",
          "the state's format where the parts asked for leave it out (default "
              + State.DEFAULT_SPEC
              + ")",
          "spec",
          "s");

  @Override
  public List<String> names() {
    return List.of("clone", "c");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make a workspace of a revision, of another workspace, or of an export",
        "REPOSITORY [TARGET]",
        List.of(
            "REPOSITORY is a URL, or USER/DEVICE at the hub of the last login; add /steps/REV for one revision, @TIME for what the"
                + " device ran then, and #part,-part to take some parts only. It can also be a directory with a workspace or an unpacked export, or an archive, here or behind a"
                + " URL. TARGET is the last piece of the URL or path where it is not given; for a .pvr, the name of its workspace.",
            "TIME is like 2026-05-03T14:03Z, with its zone. The hub tells which step the device claimed to run, and on which of its events"
                + " that rests; where that is not known, the clone is refused and the claims before and after are named.",
            "Every object is checked when it arrives and again when its file is written. The target appears when all of it is there."
                + " A clone that was stopped goes on where it was when it is repeated."),
        List.of(
            "pvr clone https://hub.example.com/ada/thermostat",
            "pvr clone ada/thermostat/steps/3 audit-ws",
            "pvr clone ada/thermostat@2026-05-03T14:03Z as-it-was",
            "pvr clone 'ada/thermostat#bsp,app' parts",
            "pvr clone ../other-workspace copy",
            "pvr clone release.tgz copy"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(OBJECTS, CANONICAL, SPEC);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_CLONED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.isEmpty() || words.size() > 2) {
      throw new CommandFailure(
          ExitCode.CLONE_USAGE,
          "pvr clone takes a repository and perhaps a target; see pvr help clone");
    }
    Console console = call.console();
    try (HubClient hub = Connection.open(call)) {
      Path directory = call.session().directory();
      Sources sources = Connection.sources(call, hub);
      RepositoryReference from = References.taken(words.getFirst(), sources, ExitCode.NOT_CLONED);
      Path target =
          directory.resolve(
              words.size() > 1 ? words.get(1) : References.lastPiece(from, directory));
      Clone.Request request =
          new Clone.Request(
              from,
              target,
              call.text(OBJECTS)
                  .map(directory::resolve)
                  .orElse(call.settings().sharedObjects())
                  .normalize(),
              call.text(SPEC).orElse(State.DEFAULT_SPEC),
              call.isOn(CANONICAL) ? JsonForm.CANONICAL : JsonForm.PRETTY,
              call.settings().dialect());
      render(Clone.run(request, sources, console.progress()), console);
      return ExitCode.OK;
    } catch (Clone.TargetTakenException taken) {
      throw new CommandFailure(ExitCode.TARGET_TAKEN, String.valueOf(taken.getMessage()), taken);
    }
  }

  private static void render(Clone.Report report, Console console)
      throws CommandFailure, IOException {
    int objects = report.state().objects().size();
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("root", report.root().toString())
              .put("id", report.state().id().hex())
              .put("files", report.state().entries().size())
              .put("objects", objects)
              .put("objectsFetched", report.download().fetched())
              .put("bytesFetched", report.download().bytes())
              .build());
      return;
    }
    console.dataLine("Successfully cloned: " + report.root());
    console.notice(
        "State %s: %d files; %d objects checked byte for byte, %d of them fetched (%s)"
            .formatted(
                report.state().id(),
                report.state().entries().size(),
                objects,
                report.download().fetched(),
                Bytes.text(report.download().bytes())));
  }
}
