package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.Moment;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.transfer.NoSuchRepositoryException;
import dev.firmtrail.workspace.transfer.Sources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a person names on the command line. */
final class References {
  /** For commands that print JSON of a hub. */
  static final Flag CANONICAL = Flag.on("one line of canonical JSON", "canonical", "c");

  private References() {}

  /**
   * The repository that a command about one is given, else the one that the workspace belongs to.
   */
  static RepositoryReference.Url namedOrOwn(Invocation call, HubClient hub)
      throws CommandFailure, IOException {
    List<String> words = call.positionals();
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "one repository is taken, not " + words.size() + "; see --help");
    }
    String text =
        words.isEmpty() ? OwnRepository.of(call, ExitCode.REFERENCE_REFUSED) : words.getFirst();
    return takenFromHub(text, hub, ExitCode.REFERENCE_REFUSED);
  }

  /** {@link #onHub} of what is only looked at, which may be what a device ran at a moment. */
  static RepositoryReference.Url takenFromHub(String text, HubClient hub, ExitCode refused)
      throws CommandFailure, IOException {
    Optional<Moment> moment;
    try {
      moment = Moment.of(text);
    } catch (HubException unusable) {
      throw new CommandFailure(refused, String.valueOf(unusable.getMessage()), unusable);
    }
    RepositoryReference.Url url = onHub(moment.map(Moment::reference).orElse(text), hub, refused);
    return moment.isPresent() ? hub.at(url, moment.get().time()) : url;
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

  /** Reads a reference; how it ends when it is none is the command's to say. */
  static RepositoryReference named(String text, Sources sources, ExitCode unusable)
      throws CommandFailure {
    try {
      return sources.named(text);
    } catch (HubException | NoSuchRepositoryException refused) {
      throw new CommandFailure(unusable, String.valueOf(refused.getMessage()), refused);
    }
  }

  /**
   * {@link #named} of what something is taken from, which may be what a device ran at a moment.
   *
   * @throws IOException the hub could not say which step that was
   */
  static RepositoryReference taken(String text, Sources sources, ExitCode unusable)
      throws CommandFailure, IOException {
    try {
      return sources.taken(text);
    } catch (NoSuchRepositoryException refused) {
      throw new CommandFailure(unusable, String.valueOf(refused.getMessage()), refused);
    } catch (HubException refused) {
      if (refused.kind() != HubException.Kind.INVALID) {
        throw refused;
      }
      throw new CommandFailure(unusable, String.valueOf(refused.getMessage()), refused);
    }
  }

  /**
   * A name for what is cloned: the last piece of the path. For a workspace's {@code .pvr} it is the
   * name of the workspace.
   *
   * @param directory what a path is relative to
   */
  static String lastPiece(RepositoryReference reference, Path directory) throws CommandFailure {
    String name =
        switch (reference) {
          case RepositoryReference.Url url -> lastPiece(url.uri());
          case RepositoryReference.Local(String path, String fragment) ->
              lastPiece(directory.resolve(path).normalize());
        };
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
      throw new CommandFailure(
          ExitCode.CLONE_USAGE,
          "no name for the target in " + reference.shown() + "; name one after it");
    }
    return name;
  }

  private static String lastPiece(URI uri) {
    String path = Optional.ofNullable(uri.getPath()).orElse("").replaceFirst("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String lastPiece(Path path) {
    Optional<Path> last = Optional.ofNullable(path.getFileName());
    if (last.isPresent() && last.get().toString().equals(".pvr")) {
      last = Optional.ofNullable(path.getParent()).map(Path::getFileName);
    }
    return last.map(Path::toString).orElse("");
  }

  /** One revision of the repository that a workspace belongs to. */
  static URI revision(RepositoryReference.Url repository, long revision) {
    String path =
        Optional.ofNullable(repository.uri().getRawPath()).orElse("").replaceFirst("/+$", "");
    String trail =
        path.replaceFirst("/steps/\\d+$", "").replaceFirst("^(/[^/]+/[^/]+)/\\d+$", "$1");
    // Not resolved: a path that begins with two slashes would be taken for another host.
    return URI.create(
        repository.uri().getScheme()
            + "://"
            + repository.uri().getRawAuthority()
            + trail
            + "/steps/"
            + revision);
  }
}
