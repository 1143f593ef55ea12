package dev.firmtrail.cli.local;

import dev.firmtrail.cli.changes.Changes;
import dev.firmtrail.cli.changes.Side;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.remote.LocalPool;
import dev.firmtrail.cli.remote.Revisions;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.state.json.JsonWriter.Escapes;
import dev.firmtrail.state.json.JsonWriter.Numbers;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Prints the merge patch from the committed state to that of the work tree, or what differs between
 * two states.
 */
public final class DiffCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("diff", "d");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Show how the work tree, or any two states, differ",
        "[STATE [STATE]]",
        List.of(
            "Without arguments it prints a JSON merge patch (RFC 7396) from the committed state to the work tree: it has a member for each path that differs; null means that it is gone. Inside JSON files only"
                + " what changed is shown. A clean work tree prints {}.",
            "With a state it prints what changed from it to the work tree, with two what changed from the first to the second:"
                + " the parts, then the files with the ids and, where they are known, the sizes of their objects, then what"
                + " changed inside JSON files. Equal states print nothing. "
                + Revisions.HELP,
            "Names of files are taken and ignored, as ever: arguments are states when one of them at least begins with @, is a"
                + " URL, names a step, or leads to a repository or an untracked export."),
        List.of(
            "pvr diff",
            "pvr diff @3                                  # from revision 3 to the work tree",
            "pvr diff @3 @4 --json                        # for a script",
            "pvr diff ada/thermostat/steps/3 @committed"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    for (String word : call.positionals()) {
      if (Revisions.isState(call, word)) {
        return states(call);
      }
    }
    Optional<Workspace> workspace = call.findWorkspace();
    if (workspace.isEmpty()) {
      call.console().data(NoWorkspace.emptyState(call));
      return ExitCode.OK;
    }
    Numbers numbers =
        call.settings().dialect() == Dialect.PUBLISHED ? Numbers.GO_DOUBLE : Numbers.AS_READ;
    JsonWriter writer = JsonWriter.pretty("\t", numbers, Escapes.GO_HTML);
    call.console().page();
    call.console().dataLine(writer.text(workspace.get().diff(call.console().progress())));
    return ExitCode.OK;
  }

  private static ExitCode states(Invocation call)
      throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.size() > 2) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr diff compares two states at most, not " + String.join(" ", words));
    }
    Side from = Revisions.of(call, words.getFirst());
    Side to = Revisions.of(call, words.size() > 1 ? words.getLast() : "@work");
    call.console().page();
    Optional<ObjectStore> pool = LocalPool.of(call);
    Changes.between(
            from, to, id -> pool.map(objects -> objects.size(id)).orElse(OptionalLong.empty()))
        .print(call.console());
    return ExitCode.OK;
  }
}
