package dev.firmtrail.cli.audit;

import dev.firmtrail.cli.changes.Side;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.remote.Revisions;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.archive.ArchiveSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A state that a person names: any that {@link Revisions} knows, or a file with a state's JSON. */
final class NamedState {
  private NamedState() {}

  static Side of(Invocation call, String word)
      throws CommandFailure, WorkspaceException, IOException {
    return isDocument(call, word)
        ? new Side(word, read(call.session().directory().resolve(word)))
        : Revisions.of(call, word);
  }

  /** Whether a word means a file with a state's JSON. */
  static boolean isDocument(Invocation call, String word) throws IOException {
    return !word.startsWith("@")
        && !word.contains("://")
        && isDocument(call.session().directory().resolve(word));
  }

  /** Whether there is a file that is neither a repository nor an archive. */
  static boolean isDocument(Path file) throws IOException {
    return Files.exists(file) && !Files.isDirectory(file) && !ArchiveSource.looksLikeOne(file);
  }

  static State read(Path file) throws IOException, WorkspaceException {
    try {
      return State.read(PlainFile.read(file));
    } catch (InvalidStateException broken) {
      throw new WorkspaceException(
          Shown.whole(file.toString()) + " holds no state: " + broken.getMessage(), broken);
    }
  }
}
