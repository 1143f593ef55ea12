package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.transfer.Sources;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Prints the state of a repository. */
public final class InspectCommand implements Command {
  private static final Flag CANONICAL =
      Flag.on("one line, the bytes that are hashed", "canonical", "c");

  /** Numbers as the repository has them. */
  private static final JsonWriter INDENTED =
      JsonWriter.pretty("\t", JsonWriter.Numbers.AS_READ, JsonWriter.Escapes.GO_HTML);

  @Override
  public List<String> names() {
    return List.of("inspect");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print the state of a repository",
        "[REPOSITORY]",
        List.of(
            "REPOSITORY is what pvr get takes; #part,-part prints some parts only. Without REPOSITORY: the committed state of this"
                + " workspace. Nothing is fetched but the state."),
        List.of(
            "pvr inspect",
            "pvr inspect 'ada/thermostat/steps/3#bsp'",
            "pvr inspect -c release.tgz | tr -d '\\n' | sha256sum   # the state's id"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(CANONICAL);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_INSPECTED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "one repository is inspected, not " + words.size() + ": see --help");
    }
    State state = words.isEmpty() ? own(call) : other(call, words.getFirst());
    JsonWriter writer = call.isOn(CANONICAL) ? JsonWriter.CANONICAL : INDENTED;
    call.console().page();
    call.console().dataLine(writer.text(state.json()));
    return ExitCode.OK;
  }

  private static State own(Invocation call) throws CommandFailure {
    Optional<Workspace> here = call.findWorkspace();
    return here.map(Workspace::pristine)
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.NOTHING_TO_INSPECT,
                "no workspace in "
                    + call.session().directory()
                    + " or above; name a repository to inspect"));
  }

  private static State other(Invocation call, String word)
      throws CommandFailure, WorkspaceException, IOException {
    try (HubClient hub = Connection.open(call)) {
      Sources sources = Connection.sources(call, hub);
      return RemoteState.of(
          sources,
          References.taken(word, sources, ExitCode.NOTHING_TO_INSPECT),
          call.console().progress());
    }
  }
}
