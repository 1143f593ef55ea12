package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.Shown;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;

/** What a person names on the command line, as the URL of a repository. */
final class References {
  private References() {}

  static RepositoryReference.Url repository(String text, HubClient hub, Session session)
      throws CommandFailure, HubException {
    return switch (RepositoryReference.parse(
        text,
        hub.addresses().repositories(),
        path -> Files.exists(session.directory().resolve(path)))) {
      case RepositoryReference.Url url -> url;
      case RepositoryReference.Local(String path, String fragment) ->
          throw new CommandFailure(
              ExitCode.NOT_CLONED,
              Shown.text(path)
                  + " is on this machine; a repository is named by a URL or USER/DEVICE here");
    };
  }

  /** A name for what is cloned: the last piece of the URL's path. */
  static String lastPiece(RepositoryReference.Url url) throws CommandFailure {
    String path = Optional.ofNullable(url.uri().getPath()).orElse("").replaceFirst("/+$", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
      throw new CommandFailure(
          ExitCode.CLONE_USAGE, "no name for the target in " + url.text() + "; name one after it");
    }
    return name;
  }

  /** One revision of the repository that a workspace belongs to. */
  static URI revision(RepositoryReference.Url repository, long revision) {
    String path =
        Optional.ofNullable(repository.uri().getRawPath()).orElse("").replaceFirst("/+$", "");
    String trail =
        path.replaceFirst("/steps/\\d+$", "").replaceFirst("^(/[^/]+/[^/]+)/\\d+$", "$1");
    return repository.uri().resolve(trail + "/steps/" + revision);
  }
}
