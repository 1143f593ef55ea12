package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.gate.Build;
import dev.firmtrail.audit.gate.DeployDirectory;
import dev.firmtrail.audit.gate.GateFile;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.archive.ArchiveSource;
import dev.firmtrail.workspace.source.DirectorySource;
import dev.firmtrail.workspace.transfer.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a person calls a build. Objects of an export lie in a temporary directory until it is
 * closed.
 *
 * @param notices what should be known before anything is said of it
 */
record NamedBuild(Build build, List<String> notices, Optional<Path> temporary)
    implements AutoCloseable {

  /**
   * Reads it.
   *
   * @param map which file of a deploy directory is which path, where it is one
   */
  static NamedBuild of(Invocation call, Optional<GatePolicies.Named> map, State against)
      throws CommandFailure, WorkspaceException, IOException {
    String word = call.positionals().getFirst();
    Path path = call.session().directory().resolve(word);
    Progress progress = call.console().progress();
    if (!Files.exists(path)) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL,
          "there is no build " + Shown.whole(path.toString()) + "; name what was built");
    }
    if (Files.isDirectory(path)) {
      return map.isPresent()
          ? kept(
              DeployDirectory.read(path, map.get().content(), map.get().file(), against, progress))
          : repository(call, path);
    }
    if (map.isPresent()) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL,
          Shown.whole(word) + " is a file, and only the files of a directory can be mapped");
    }
    return NamedState.isDocument(path)
        ? kept(Build.of(NamedState.read(path), Optional.empty()))
        : export(call, path);
  }

  private static NamedBuild kept(Build build) {
    return new NamedBuild(build, List.of(), Optional.empty());
  }

  private static NamedBuild repository(Invocation call, Path path)
      throws CommandFailure, WorkspaceException, IOException {
    Optional<Path> repository = DirectorySource.repositoryIn(path);
    if (repository.isEmpty()) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL,
          Shown.whole(path.toString())
              + " is no workspace, and no "
              + GateFile.NAME
              + " with files in it says which of its files becomes which path");
    }
    try (DirectorySource source = DirectorySource.open(path)) {
      Path objects = DirectorySource.objectsOf(repository.get());
      Optional<Build.Bytes> bytes =
          Files.isDirectory(objects)
              ? Optional.of(Build.Bytes.in(ObjectStore.open(objects)))
              : Optional.empty();
      return new NamedBuild(
          Build.of(source.state(), bytes), uncommitted(call, path), Optional.empty());
    }
  }

  /** The gate judges what is committed: that is what would be posted. */
  private static List<String> uncommitted(Invocation call, Path path) throws IOException {
    if (!Files.exists(path.resolve(".pvr/json"))) {
      return List.of();
    }
    try {
      Workspace workspace = Workspace.open(path, call.settings().dialect());
      return workspace.status(call.console().progress()).isClean()
          ? List.of()
          : List.of(
              "the work tree has changes that are not committed; the gate judges what is committed");
    } catch (WorkspaceException unreadable) {
      return List.of(
          "the work tree cannot be compared with what is committed: " + unreadable.getMessage());
    }
  }

  private static NamedBuild export(Invocation call, Path path)
      throws WorkspaceException, IOException {
    Path temporary = call.session().temporaryDirectory();
    try (ArchiveSource source = ArchiveSource.open(path, temporary)) {
      State state = source.state();
      Path objects = Files.createTempDirectory(temporary, "firmtrail-gate-");
      NamedBuild build =
          new NamedBuild(
              Build.of(state, Optional.of(Build.Bytes.in(ObjectStore.open(objects)))),
              List.of(),
              Optional.of(objects));
      try {
        source.fetch(state.objectPaths(), ObjectStore.open(objects), call.console().progress());
        return build;
      } catch (IOException | WorkspaceException failed) {
        build.close();
        throw failed;
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (temporary.isPresent()) {
      Removal.of(temporary.get());
    }
  }
}
