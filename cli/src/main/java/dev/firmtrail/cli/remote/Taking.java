package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceConfig;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.transfer.Sources;
import dev.firmtrail.workspace.transfer.Take;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What {@code get} and {@code merge} have in common. */
final class Taking {
  private Taking() {}

  /**
   * Takes from the one repository that is named, or from the one that the workspace remembers.
   *
   * @param unusable how it ends when the reference is none
   */
  static ExitCode run(Invocation call, Take.How how, ExitCode unusable)
      throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "one repository is taken from, not " + words.size() + ": see --help");
    }
    try (HubClient hub = Connection.open(call)) {
      Sources sources = Connection.sources(call, hub);
      Optional<RepositoryReference> named =
          words.isEmpty()
              ? Optional.empty()
              : Optional.of(References.taken(words.getFirst(), sources, unusable));
      Workspace workspace = call.workspaceToChange();
      String word = words.isEmpty() ? remembered(workspace, call) : words.getFirst();
      RepositoryReference from =
          named.isPresent() ? named.get() : References.taken(word, sources, ExitCode.FAILED);
      Take.Request request =
          new Take.Request(workspace, from, kept(word, from, how), how, call.settings().dialect());
      render(Take.run(request, sources, call.console().progress()), from, workspace, call);
      return ExitCode.OK;
    }
  }

  private static String remembered(Workspace workspace, Invocation call) throws CommandFailure {
    Optional<String> usual = workspace.config().url(WorkspaceConfig.Url.PUT);
    if (usual.isPresent()) {
      return usual.get();
    }
    Optional<String> last = workspace.config().url(WorkspaceConfig.Url.GET);
    last.ifPresent(url -> call.console().notice("taking from " + url + " as the last time"));
    return last.orElseThrow(() ->
        new CommandFailure(
            ExitCode.FAILED,
            "this workspace remembers no repository; name one: a path, a URL or USER/DEVICE"));
  }

  /** The published program keeps what get read, and what merge was given. */
  private static String kept(String word, RepositoryReference from, Take.How how) {
    boolean asTyped =
        how == Take.How.MERGE
            && (from instanceof RepositoryReference.Local || word.contains("://"));
    return asTyped ? word : from.text();
  }

  private static void render(
      Take.Report report, RepositoryReference from, Workspace workspace, Invocation call)
      throws CommandFailure, IOException {
    Console console = call.console();
    // As published: from here, each file that is an object; over a network, what had to travel.
    int imported =
        from instanceof RepositoryReference.Local
            ? report.objectPaths()
            : report.download().fetched();
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("id", report.state().id().hex())
              .put("files", report.state().entries().size())
              .put("objectsFetched", report.download().fetched())
              .put("bytesFetched", report.download().bytes())
              .build());
      return;
    }
    console.data(
        "\nImported %d objects to %s\n\n\nRun pvr checkout to checkout the changed files into the workspace.\n"
            .formatted(imported, console.name(workspace.objects().directory().toString())));
    console.notice(
        "State %s is committed: %d files; %d objects had to be fetched (%s)"
            .formatted(
                report.state().id(),
                report.state().entries().size(),
                report.download().fetched(),
                Bytes.text(report.download().bytes())));
  }
}
