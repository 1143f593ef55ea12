package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The objects that are on this machine anyway. */
public final class LocalPool {
  private LocalPool() {}

  /** The pool of the workspace, else the shared one; empty when there is neither. */
  public static Optional<ObjectStore> of(Invocation call) throws CommandFailure, IOException {
    Optional<Workspace> workspace = call.findWorkspace();
    if (workspace.isPresent()) {
      return Optional.of(workspace.get().objects());
    }
    Path shared = call.settings().sharedObjects();
    return Files.isDirectory(shared) ? Optional.of(ObjectStore.open(shared)) : Optional.empty();
  }
}
