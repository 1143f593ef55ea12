package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.State;
import java.io.IOException;

/** The state of a repository, or of one revision of the repository that a workspace belongs to. */
public final class RemoteState {
  private RemoteState() {}

  /**
   * Asks the hub.
   *
   * @param word a revision's number, or a reference as {@code pvr clone} takes it
   */
  public static State of(Invocation call, String word) throws CommandFailure, IOException {
    try (HubClient hub = Connection.open(call)) {
      if (!word.matches("\\d{1,18}")) {
        return hub.state(hub.remote(References.repository(word, hub, call.session()).uri()));
      }
      RepositoryReference.Url own =
          RepositoryReference.parseUrl(OwnRepository.of(call), hub.addresses().repositories());
      return hub.state(hub.remote(References.revision(own, Long.parseLong(word))));
    }
  }
}
