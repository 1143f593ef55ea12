package dev.firmtrail.cli.sig;

import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.state.Part;
import dev.firmtrail.workspace.Status;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.stream.Stream;

/** Says that what is signed is not what lies in the work tree, where that is so. */
final class Uncommitted {
  private Uncommitted() {}

  static void tell(Workspace workspace, Console console) throws IOException, WorkspaceException {
    Status status = workspace.status(console.progress());
    boolean other =
        Stream.of(status.added(), status.changed(), status.removed())
            .flatMap(keys -> keys.stream())
            .anyMatch(key -> !key.startsWith(Part.SIGNATURES));
    if (other) {
      console.notice(
          "the work tree has changes that are not committed; they are not signed: commit first, then sign");
    }
  }
}
