package dev.firmtrail.workspace.transfer;

import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.Moment;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.archive.ArchiveSource;
import dev.firmtrail.workspace.source.DirectorySource;
import dev.firmtrail.workspace.source.HubSource;
import dev.firmtrail.workspace.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds what a reference means: a hub or device, a directory, an archive here or behind a URL
 * ({@code docs/formats/user-files.md}, References). Safe for use by many threads.
 */
public final class Sources {
  private final HubClient hub;
  private final Path directory;
  private final Path temporary;

  /**
   * Sources as a person sees them who stands in a directory.
   *
   * @param directory what relative paths are relative to; absolute
   * @param temporary for an archive that has to be fetched
   */
  public Sources(HubClient hub, Path directory, Path temporary) {
    this.hub = hub;
    this.directory = directory;
    this.temporary = temporary;
  }

  /**
   * Reads a reference. Nothing is asked of anybody yet.
   *
   * @throws HubException it has none of the forms of a reference
   * @throws NoSuchRepositoryException it is a path, and nothing is there
   */
  public RepositoryReference named(String text) throws HubException, NoSuchRepositoryException {
    RepositoryReference reference =
        RepositoryReference.parse(
            text, hub.addresses().repositories(), path -> Files.exists(directory.resolve(path)));
    if (reference instanceof RepositoryReference.Local(String path, String fragment)
        && !Files.exists(directory.resolve(path))) {
      throw new NoSuchRepositoryException(
          "cannot use the reference '%s': there is no %s"
              .formatted(reference.shown(), directory.resolve(path).normalize()));
    }
    return reference;
  }

  /**
   * {@link #named} of what something is taken from, which may be what a device ran at a moment:
   * then its hub is asked which step that was.
   *
   * @throws IOException also when the hub does not know
   */
  public RepositoryReference taken(String text) throws IOException, NoSuchRepositoryException {
    Optional<Moment> moment = isHere(text) ? Optional.empty() : Moment.of(text);
    RepositoryReference reference = named(moment.map(Moment::reference).orElse(text));
    if (moment.isEmpty()) {
      return reference;
    }
    if (reference instanceof RepositoryReference.Url url) {
      return hub.at(url, moment.get().time());
    }
    throw new NoSuchRepositoryException(
        "cannot use the reference '%s': of what is on this machine nobody keeps what ran when"
            .formatted(Shown.text(text)));
  }

  /** A file may be called like a moment. */
  private boolean isHere(String text) {
    return Files.exists(directory.resolve(text.replaceFirst("#.*", "")));
  }

  /**
   * Opens what a reference means; the caller closes it. The fragment is the caller's to apply.
   *
   * @throws WorkspaceException there is something, but no repository
   */
  public Source open(RepositoryReference reference, Progress progress)
      throws IOException, WorkspaceException {
    return switch (reference) {
      case RepositoryReference.Url url when ArchiveSource.isArchive(url.uri()) ->
          ArchiveSource.download(url.uri(), hub, temporary, progress);
      case RepositoryReference.Url url -> HubSource.open(url, hub);
      case RepositoryReference.Local(String path, String fragment) ->
          openHere(directory.resolve(path));
    };
  }

  private Source openHere(Path path) throws IOException, WorkspaceException {
    return Files.isDirectory(path)
        ? DirectorySource.open(path)
        : ArchiveSource.open(path, temporary);
  }
}
