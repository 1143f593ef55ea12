package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.hubclient.UploadReport;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceConfig;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.transfer.LocalPut;
import dev.firmtrail.workspace.transfer.RemotePut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Puts the committed state in the place of the one that another repository has. */
public final class PutCommand implements Command {
  private static final Flag FORCE =
      Flag.on("send objects even when the hub says it has them", "force", "f");

  @Override
  public List<String> names() {
    return List.of("put", "p");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Put the committed state in the place of another repository's",
        "[REPOSITORY]",
        List.of(
            "REPOSITORY is a directory with a workspace or an unpacked export, or a URL or USER/DEVICE whose host takes that. Its objects"
                + " are sent and checked before its state is replaced; its work tree stays as it is. Without REPOSITORY: the one that"
                + " was used before.",
            "A hub that keeps a trail of steps takes none of this: use pvr post."),
        List.of("pvr put ../other-workspace", "pvr put http://192.168.1.3:12368/cgi-bin/pvr"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(FORCE);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_PUT;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.POST_USAGE, "one repository is put to, not " + words.size() + ": see --help");
    }
    Workspace workspace = call.workspaceToChange();
    String word = words.isEmpty() ? remembered(workspace) : words.getFirst();
    Path directory = call.session().directory();
    try (HubClient hub = Connection.open(call)) {
      Progress progress = call.console().progress();
      UploadReport report =
          switch (References.named(word, Connection.sources(call, hub), failure())) {
            case RepositoryReference.Url url ->
                RemotePut.run(workspace, url, hub, call.isOn(FORCE), progress);
            case RepositoryReference.Local(String path, String fragment) ->
                LocalPut.run(workspace, directory.resolve(path), word, progress);
          };
      render(workspace, report, call);
      return ExitCode.OK;
    }
  }

  private static String remembered(Workspace workspace) throws CommandFailure {
    Optional<String> last = workspace.config().url(WorkspaceConfig.Url.PUT);
    return last.orElseThrow(() ->
        new CommandFailure(
            ExitCode.NOT_PUT,
            "this workspace remembers no repository; name one: a directory, a URL or USER/DEVICE"));
  }

  private static void render(Workspace workspace, UploadReport report, Invocation call)
      throws CommandFailure, IOException {
    if (call.console().wantsJson()) {
      call.console()
          .json(
              JsonObject.builder()
                  .put("id", workspace.pristine().id().hex())
                  .put("objectsSent", report.sent())
                  .put("bytesSent", report.bytes())
                  .put("objectsAlreadyThere", report.alreadyThere())
                  .build());
      return;
    }
    call.console()
        .notice(
            "Put state %s: %d objects sent (%s), %d were there"
                .formatted(
                    workspace.pristine().id(),
                    report.sent(),
                    Bytes.text(report.bytes()),
                    report.alreadyThere()));
  }
}
