package dev.firmtrail.workspace.source;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.Map;

/**
 * Somewhere that a state and its objects can be taken from: a hub, a directory, an archive. Nothing
 * that comes from it is believed: a state is read by the rules of {@link State}, an object gets its
 * name only when its bytes have it. For one thread.
 */
public interface Source extends AutoCloseable {
  /** As a person knows it, for messages; without secrets. */
  String name();

  /**
   * The state.
   *
   * @throws WorkspaceException there is none, or it breaks the rules
   */
  State state() throws IOException, WorkspaceException;

  /**
   * Brings objects into a store. When this returns, all of them are there, checked and durable; on
   * failure, those that came whole.
   *
   * @param wanted each with a path that needs it, for messages; those that the store has are not
   *     fetched
   */
  DownloadReport fetch(Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException;

  @Override
  void close() throws IOException;
}
