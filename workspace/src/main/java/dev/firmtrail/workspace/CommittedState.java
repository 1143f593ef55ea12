package dev.firmtrail.workspace;

import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.TolerantState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the state that a repository on this machine keeps in its file {@code json}: by the strict
 * rules, and where those refuse it by the tolerant ones, since old programs wrote what is not
 * strict ({@code docs/formats/state.md}, Tolerant reading).
 */
public final class CommittedState {
  private CommittedState() {}

  /**
   * Reads the file once.
   *
   * @throws NoSuchFileException there is none
   * @throws WorkspaceException it is no plain file, or even the tolerant rules refuse it
   */
  public static TolerantState read(Path json) throws IOException, WorkspaceException {
    if (Files.exists(json) && !Files.isRegularFile(json)) {
      throw new WorkspaceException(json + " is not a file; move it away");
    }
    byte[] document = PlainFile.read(json);
    try {
      return new TolerantState(State.read(document), List.of());
    } catch (InvalidStateException strict) {
      return tolerant(json, document);
    }
  }

  private static TolerantState tolerant(Path json, byte[] document) throws WorkspaceException {
    try {
      return State.readTolerant(document);
    } catch (InvalidStateException broken) {
      throw new WorkspaceException(
          json
              + " is damaged: "
              + broken.getMessage()
              + "; take the state from a hub or a backup again",
          broken);
    }
  }
}
