package dev.firmtrail.objects;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code <id>.part}, owned by at most one {@link PartialObject} of all processes while it
 * is open.
 *
 * <p>Between processes the owner holds a lock on the file. Within one process such locks do not
 * count (and closing any other channel of the file would drop the lock), so the names in use are
 * also kept here, and a name in use is never opened.
 */
final class PartFile implements AutoCloseable {
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path name;
  private final FileChannel channel;
  private final Identity identity;
  private boolean kept;

  private PartFile(Path path, Path name, FileChannel channel, Identity identity, boolean kept) {
    this.path = path;
    this.name = name;
    this.channel = channel;
    this.identity = identity;
    this.kept = kept;
  }

  /**
   * The part of that name, new or old; when another owner has it, an empty one of another name that
   * no one goes on with.
   */
  static PartFile open(Path path) throws IOException {
    Optional<PartFile> shared = own(path, true);
    if (shared.isPresent()) {
      return shared.get();
    }
    Path fresh = TemporaryFile.newName(DurableFile.directoryOf(path));
    return own(fresh, false).orElseThrow(() -> new IOException("cannot lock " + fresh));
  }

  private static Optional<PartFile> own(Path path, boolean kept) throws IOException {
    Path name = DurableFile.directoryOf(path).toRealPath().resolve(path.getFileName());
    if (!IN_USE.add(name)) {
      return Optional.empty();
    }
    Optional<PartFile> part = Optional.empty();
    try {
      part = lock(path, name, kept);
      return part;
    } catch (IOException cannot) {
      throw Failure.of("cannot open the part", path, cannot);
    } finally {
      if (part.isEmpty()) {
        IN_USE.remove(name);
      }
    }
  }

  private static Optional<PartFile> lock(Path path, Path name, boolean kept) throws IOException {
    FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
        .close();
    Optional<Identity> before = Identity.of(path);
    Optional<FileChannel> opened = openExisting(path);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    FileChannel channel = opened.get();
    boolean owned = false;
    try {
      @Nullable FileLock lock = channel.tryLock();
      // Before the lock was ours the last owner may have finished: what we opened would then be an
      // object by now. A file that left this name never comes back, so the same file before and
      // after means that it is the one we opened.
      owned = lock != null && before.isPresent() && before.equals(Identity.of(path));
      return owned
          ? Optional.of(new PartFile(path, name, channel, before.get(), kept))
          : Optional.empty();
    } finally {
      if (!owned) {
        channel.close();
      }
    }
  }

  private static Optional<FileChannel> openExisting(Path path) throws IOException {
    try {
      return Optional.of(
          FileChannel.open(
              path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException finishedMeanwhile) {
      return Optional.empty();
    }
  }

  Path path() {
    return path;
  }

  FileChannel channel() {
    return channel;
  }

  /** Puts the synced bytes in place; the lock holds until then. */
  void renameTo(Path target) throws IOException {
    if (!Optional.of(identity).equals(Identity.of(path))) {
      throw new IOException(
          "cannot finish " + path + ": the file was removed or replaced by somebody else");
    }
    TemporaryFile.rename(path, target);
    kept = true;
  }

  /** Closing removes the file. */
  void discard() {
    kept = false;
  }

  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      // The name may have another owner by now.
      return;
    }
    try (channel) {
      if (!kept && Optional.of(identity).equals(Identity.of(path))) {
        Files.deleteIfExists(path);
      }
    } finally {
      IN_USE.remove(name);
    }
  }

  /**
   * A file as such, whatever its name. The time tells apart two files that had one inode number in
   * turn.
   */
  private record Identity(Object key, FileTime created) {
    static Optional<Identity> of(Path path) throws IOException {
      try {
        BasicFileAttributes found =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.of(new Identity(found.fileKey(), found.creationTime()));
      } catch (NoSuchFileException gone) {
        return Optional.empty();
      }
    }
  }
}
