package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.Remote;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.hubclient.Trail;
import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The step of a trail that a person names, for commands that look at steps. */
public final class StepReference {
  private StepReference() {}

  /**
   * Asks the hub for the trail.
   *
   * @param words none is the newest step of the workspace's own repository; else {@code @REV},
   *     {@code REV} or a reference to a repository on a hub
   */
  static Trail trail(Invocation call, HubClient hub, List<String> words)
      throws CommandFailure, IOException {
    return hub.trail(remote(call, hub, words));
  }

  /** The same, as a repository. */
  public static Remote remote(Invocation call, HubClient hub, List<String> words)
      throws CommandFailure, IOException {
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "one repository or revision is taken, not " + String.join(" ", words));
    }
    return hub.remote(words.isEmpty() ? own(call, hub).uri() : uri(call, hub, words.getFirst()));
  }

  /**
   * The URL of the step that a word names, {@code …/steps/REV}. Asks the hub which that is.
   *
   * @param word {@code @REV} or {@code REV} of the workspace's own repository, or a reference to a
   *     step on a hub
   */
  public static URI step(Invocation call, HubClient hub, String word)
      throws CommandFailure, IOException {
    URI uri = uri(call, hub, word);
    Trail trail = hub.trail(hub.remote(uri));
    return References.revision(new RepositoryReference.Url(uri, ""), trail.revision());
  }

  private static RepositoryReference.Url own(Invocation call, HubClient hub) throws CommandFailure {
    ExitCode none = call.command().failure();
    return References.onHub(OwnRepository.of(call, none), hub, none);
  }

  private static URI uri(Invocation call, HubClient hub, String word)
      throws CommandFailure, IOException {
    Optional<String> revision = Revisions.revision(word);
    if (revision.isPresent()) {
      return References.revision(own(call, hub), Long.parseLong(revision.get()));
    }
    if (word.startsWith("@")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "'"
              + Shown.text(word)
              + "' is no step of a trail; there are @REV, such as @3, and repositories");
    }
    return References.takenFromHub(word, hub, ExitCode.USAGE).uri();
  }
}
