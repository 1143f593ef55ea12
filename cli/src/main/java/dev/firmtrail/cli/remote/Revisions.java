package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.changes.Side;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.source.DirectorySource;
import dev.firmtrail.workspace.source.Source;
import dev.firmtrail.workspace.transfer.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words that stand for a state on the command line: {@code @} or {@code @committed}, {@code
 * @work}, {@code @REV} for a revision of the workspace's own repository, and every reference that
 * {@code pvr clone} takes ({@code docs/formats/user-files.md}, References).
 */
public final class Revisions {
  /** What help says of these words. */
  public static final String HELP =
      "A state is @ or @committed (the last commit), @work (the work tree, as a commit would make it), @REV (a revision"
          + " of the repository that this workspace was posted to or cloned from), a URL, USER/DEVICE[/steps/REV], or the"
          + " path of a repository or an export.";

  private static final String COMMITTED = "@committed";
  private static final String WORK = "@work";
  private static final Pattern REVISION = Pattern.compile("@?(\\d{1,18})");
  private static final Pattern STEP_OF_A_DEVICE =
      Pattern.compile("[^/]+/[^/]+/steps/\\d{1,18}(#.*)?");
  private static final Pattern EXPORT = Pattern.compile(".*\\.(tgz|tar|tar\\.gz)");

  private Revisions() {}

  /**
   * The state that a word stands for.
   *
   * @throws CommandFailure there is no such word, or no workspace where the word needs one
   */
  public static Side of(Invocation call, String word)
      throws CommandFailure, WorkspaceException, IOException {
    if (word.equals("@") || word.equals(COMMITTED)) {
      return new Side(COMMITTED, call.workspace().pristine());
    }
    if (word.equals(WORK)) {
      return new Side(WORK, call.workspace().working(call.console().progress()));
    }
    Optional<String> revision = revision(word);
    if (revision.isPresent()) {
      return new Side("@" + revision.get(), RemoteState.of(call, revision.get()));
    }
    refuseUnknown(word);
    return new Side(word, RemoteState.of(call, word));
  }

  /**
   * Where the state that a word stands for lies, with its objects; for what takes the whole of it
   * from there. The work tree is no such place: its objects are in no pool.
   *
   * @throws CommandFailure there is no such word, or it asks for a part
   */
  static Source source(Invocation call, HubClient hub, String word)
      throws CommandFailure, WorkspaceException, IOException {
    if (word.equals("@") || word.equals(COMMITTED)) {
      return DirectorySource.open(call.workspace().root());
    }
    Sources sources = Connection.sources(call, hub);
    Optional<String> revision = revision(word);
    RepositoryReference reference;
    if (revision.isPresent()) {
      RepositoryReference.Url own =
          References.onHub(OwnRepository.of(call, ExitCode.USAGE), hub, ExitCode.USAGE);
      reference =
          References.onHub(
              References.revision(own, Long.parseLong(revision.get())).toString(),
              hub,
              ExitCode.USAGE);
    } else {
      refuseUnknown(word);
      reference = References.taken(word, sources, ExitCode.USAGE);
    }
    if (!reference.fragment().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "the whole state is taken from " + reference.shown() + "; name no part");
    }
    return sources.open(reference, call.console().progress());
  }

  /** The number in a word that stands for a revision. */
  static Optional<String> revision(String word) {
    var number = REVISION.matcher(word);
    return number.matches() ? Optional.of(number.group(1)) : Optional.empty();
  }

  private static void refuseUnknown(String word) throws CommandFailure {
    if (word.startsWith("@")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "'"
              + Shown.text(word)
              + "' is no state; there are @committed, @work and @REV, such as @3");
    }
  }

  /**
   * Whether a word cannot but stand for a state, where it could also be the name of a file. A path
   * is meant as a state when it leads to a repository outside the workspace, or to an export that
   * is not tracked.
   */
  public static boolean isState(Invocation call, String word) throws CommandFailure {
    if (word.startsWith("@") || word.contains("://") || STEP_OF_A_DEVICE.matcher(word).matches()) {
      return true;
    }
    int hash = word.indexOf('#');
    Path path =
        call.session().directory().resolve(hash < 0 ? word : word.substring(0, hash)).normalize();
    if (Files.isDirectory(path)) {
      boolean repository =
          Files.isRegularFile(path.resolve(".pvr/json"))
              || (path.endsWith(".pvr") && Files.isRegularFile(path.resolve("json")));
      return repository && keyOf(call, path).isEmpty();
    }
    return EXPORT.matcher(path.toString()).matches()
        && Files.isRegularFile(path)
        && !isTracked(call, path);
  }

  /** The key of a path that lies in the workspace; that of the root is empty text. */
  private static Optional<String> keyOf(Invocation call, Path path) throws CommandFailure {
    return call.findWorkspace()
        .map(Workspace::root)
        .filter(path::startsWith)
        .map(root -> root.relativize(path).toString());
  }

  private static boolean isTracked(Invocation call, Path path) throws CommandFailure {
    Optional<String> key = keyOf(call, path);
    if (key.isEmpty()) {
      return false;
    }
    Workspace workspace = call.workspace();
    return workspace.added().contains(key.get())
        || workspace.pristine().json().get(key.get()).isPresent();
  }
}
