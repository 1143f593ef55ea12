package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceConfig;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** What a person names on the command line, as the URL of a repository. */
final class References {
  /** For commands that print JSON of a hub. */
  static final Flag CANONICAL = Flag.on("one line of canonical JSON", "canonical", "c");

  private References() {}

  /** The repository that a command about one is given, else the one that the workspace belongs to. */
  static RepositoryReference.Url namedOrOwn(Invocation call, HubClient hub) throws CommandFailure {
    List<String> words = call.positionals();
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "one repository is taken, not " + words.size() + "; see --help");
    }
    String text = words.isEmpty() ? own(call) : words.getFirst();
    return onHub(text, hub, ExitCode.REFERENCE_REFUSED);
  }

  private static String own(Invocation call) throws CommandFailure {
    Optional<WorkspaceConfig> config = call.findWorkspace().map(Workspace::config);
    return config
        .flatMap(c -> c.url(WorkspaceConfig.Url.POST).or(() -> c.url(WorkspaceConfig.Url.GET)))
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.REFERENCE_REFUSED,
                    "no workspace here that was cloned or posted, so name the repository: USER/DEVICE, or a URL"));
  }

  /** A reference where nothing on this machine can be meant, even if a file has such a name. */
  static RepositoryReference.Url onHub(String text, HubClient hub, ExitCode refused)
      throws CommandFailure {
    try {
      return switch (RepositoryReference.parse(
          text, hub.addresses().repositories(), path -> false)) {
        case RepositoryReference.Url url -> url;
        case RepositoryReference.Local(String path, String fragment) ->
            throw new CommandFailure(
                refused,
                Shown.text(path)
                    + " is on this machine; a repository on a hub is named by a URL or USER/DEVICE");
      };
    } catch (HubException unusable) {
      throw new CommandFailure(refused, String.valueOf(unusable.getMessage()), unusable);
    }
  }

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
