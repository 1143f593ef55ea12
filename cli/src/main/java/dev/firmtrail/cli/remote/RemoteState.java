package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.hubclient.Trail;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.InvalidFragmentException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.source.Source;
import dev.firmtrail.workspace.transfer.NoSuchRepositoryException;
import dev.firmtrail.workspace.transfer.Sources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a repository, or of one revision of the repository that a workspace belongs to. */
public final class RemoteState {
  private RemoteState() {}

  /**
   * Reads the state, or asks a hub for it.
   *
   * @param word a revision's number, or a reference as {@code pvr clone} takes it; of what is
   *     behind its {@code #} that part of the state
   */
  public static State of(Invocation call, String word)
      throws CommandFailure, WorkspaceException, IOException {
    try (HubClient hub = Connection.open(call)) {
      Sources sources = Connection.sources(call, hub);
      if (word.matches("\\d{1,18}")) {
        RepositoryReference.Url own =
            RepositoryReference.parseUrl(
                OwnRepository.of(call, call.command().failure()), hub.addresses().repositories());
        return hub.state(hub.remote(References.revision(own, Long.parseLong(word))));
      }
      return of(
          sources,
          References.taken(word, sources, call.command().failure()),
          call.console().progress());
    }
  }

  /**
   * The sizes of the objects of a state in bytes, as far as a hub tells them; none of what is on
   * this machine.
   *
   * @param word as {@link Revisions#of} takes it
   */
  public static Map<ObjectId, Long> sizes(Invocation call, String word)
      throws CommandFailure, IOException {
    Optional<String> number = Revisions.revision(word);
    if (number.isEmpty() && word.startsWith("@")) {
      return Map.of();
    }
    try (HubClient hub = Connection.open(call)) {
      if (number.isEmpty()
          && Connection.sources(call, hub).named(word) instanceof RepositoryReference.Local) {
        return Map.of();
      }
      Trail trail = StepReference.trail(call, hub, List.of(word));
      return trail.sizes(trail.revision());
    } catch (HubException | NoSuchRepositoryException untold) {
      if (untold instanceof HubException hub && hub.kind() == HubException.Kind.INTERRUPTED) {
        throw hub;
      }
      return Map.of();
    }
  }

  /** The part of a repository's state that a reference asks for. */
  static State of(Sources sources, RepositoryReference reference, Progress progress)
      throws WorkspaceException, IOException {
    try (Source source = sources.open(reference, progress)) {
      return Fragment.parse(reference.fragment()).select(source.state());
    } catch (InvalidFragmentException refused) {
      throw new WorkspaceException(String.valueOf(refused.getMessage()), refused);
    }
  }
}
