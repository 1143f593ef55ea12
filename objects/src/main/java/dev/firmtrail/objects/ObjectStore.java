package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.function.LongConsumer;

/**
 * A directory of objects, flat, each file named by 64 hex digits: the layout of the published
 * programs' pools, which may share the directory ({@code docs/formats/objects.md}). Safe for use by
 * many threads and processes.
 *
 * <p>Only a regular file counts as an object. A directory or a symbolic link under an id was made
 * by somebody else: it is never read, never replaced, and named in the error of whoever needs its
 * place.
 */
public final class ObjectStore {
  static final String CORRUPT_SUFFIX = ".corrupt";
  static final String PART_SUFFIX = ".part";

  private final Path directory;

  private ObjectStore(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens a store, making its directory where it is missing. The directory may be a symbolic link
   * to one.
   */
  public static ObjectStore open(Path directory) throws IOException {
    DurableFile.createDirectories(directory);
    return new ObjectStore(directory);
  }

  public Path directory() {
    return directory;
  }

  /** Where an object's bytes are, or would be. Read only; nobody but the store writes there. */
  public Path path(ObjectId id) {
    return directory.resolve(id.hex());
  }

  /** Whether a file stands under the id. Says nothing about its bytes. */
  public boolean contains(ObjectId id) {
    return size(id).isPresent();
  }

  /**
   * The size in bytes of the file under the id; empty when there is none.
   *
   * @throws UncheckedIOException the directory cannot be searched
   */
  public OptionalLong size(ObjectId id) {
    Optional<BasicFileAttributes> found = lookFor(id);
    return found.isPresent() && found.get().isRegularFile()
        ? OptionalLong.of(found.get().size())
        : OptionalLong.empty();
  }

  /**
   * {@link #lookAt} for what is most likely not there, as objects are while a tree comes in; a link
   * that leads nowhere counts as nothing.
   *
   * <p>The look that follows links tells of nothing without an exception. An exception costs more
   * than a second look at what is there.
   */
  private Optional<BasicFileAttributes> lookFor(ObjectId id) {
    Path path = path(id);
    try {
      if (path.getFileSystem().provider().readAttributesIfExists(path, BasicFileAttributes.class)
          == null) {
        return Optional.empty();
      }
    } catch (IOException cannotBeFollowed) {
      // Such as a link in a circle; what stands there is told by the look that does not follow.
    }
    return lookAt(id);
  }

  /** What stands under the id, object or not. */
  private Optional<BasicFileAttributes> lookAt(ObjectId id) {
    try {
      return Optional.of(
          Files.readAttributes(path(id), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException nothing) {
      return Optional.empty();
    } catch (IOException cannot) {
      throw new UncheckedIOException(Failure.of("cannot look at", path(id), cannot));
    }
  }

  /**
   * Stores one object. When this returns it is durable.
   *
   * @param in read to its end, or to one byte past {@code size}
   * @throws WrongContentException other bytes, or another number of them, than promised; nothing is
   *     stored
   */
  public PutResult put(InputStream in, ObjectId id, long size) throws IOException {
    try (TemporaryFile temporary = TemporaryFile.in(directory);
        CopyBuffer buffer = CopyBuffer.lease()) {
      MessageDigest digest = Sha256.newDigest();
      long moved = buffer.move(CopyBuffer.from(in), digest, temporary::write, size + 1);
      refuseOther(id, size, digest, moved);
      if (holds(id, size)) {
        syncPresent(id);
        return PutResult.ALREADY_THERE;
      }
      temporary.sync();
      publish(temporary, id);
      DurableFile.syncDirectory(directory);
      return PutResult.INSERTED;
    }
  }

  static void refuseOther(ObjectId id, long size, MessageDigest digest, long moved)
      throws WrongContentException {
    if (moved != size) {
      throw new WrongContentException(
          "object %s is refused: %s bytes than the promised %d came"
              .formatted(id, moved > size ? "more" : "fewer", size));
    }
    ObjectId got = ObjectId.of(digest);
    if (!got.equals(id)) {
      throw new WrongContentException(
          "object %s is refused: the %d bytes that came have the SHA-256 %s"
              .formatted(id, size, got));
    }
  }

  /** Begins to store many objects whose ids are not known yet, with few syncs. */
  public Batch batch() {
    return new Batch(this);
  }

  /** {@link #put} for many threads that bring objects at the same time. */
  public SharedPuts sharedPuts() {
    return new SharedPuts(this);
  }

  /**
   * Goes on with an object of which a part may have come before (an interrupted download): what is
   * there is hashed again, so a damaged part cannot get through.
   */
  public PartialObject resume(ObjectId id, long size) throws IOException {
    return PartialObject.open(this, id, size);
  }

  /**
   * Opens an object's bytes without checking them; for ranges, and for a reader that hashes them
   * itself.
   *
   * @throws NoSuchFileException the store has no such object
   */
  public FileChannel open(ObjectId id) throws IOException {
    requireObject(id);
    try {
      return FileChannel.open(path(id), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException cannot) {
      throw Failure.of("cannot read object", path(id), cannot);
    }
  }

  /**
   * A stream that gives the object's bytes and, before it reports the end, checks them.
   *
   * @throws NoSuchFileException the store has no such object
   * @throws CorruptObjectException from the read that reaches the end, when the bytes are not those
   *     of the id
   */
  public InputStream openVerified(ObjectId id) throws IOException {
    return new VerifiedInputStream(Channels.newInputStream(open(id)), id, path(id));
  }

  /**
   * Writes an object to a file that shares no writable inode with the store: checked, to a
   * temporary file beside the target, then renamed over it. The mode is 0666 less the umask. Not
   * synced: a work tree can be made again.
   *
   * @throws NoSuchFileException the store has no such object
   * @throws CorruptObjectException the target is as it was
   */
  public void copyTo(ObjectId id, Path target) throws IOException {
    try (FileChannel object = open(id);
        TemporaryFile temporary = TemporaryFile.in(DurableFile.directoryOf(target));
        CopyBuffer buffer = CopyBuffer.lease()) {
      MessageDigest digest = Sha256.newDigest();
      buffer.move(CopyBuffer.from(object, path(id)), digest, temporary::write, Long.MAX_VALUE);
      if (!ObjectId.of(digest).equals(id)) {
        throw new CorruptObjectException(id, path(id));
      }
      temporary.renameTo(target);
    }
  }

  /**
   * Reads an object and says whether its bytes are those of its id.
   *
   * @throws NoSuchFileException the store has no such object
   */
  public boolean verify(ObjectId id) throws IOException {
    return verify(id, count -> {});
  }

  /** Tells how many bytes came, as they come. */
  boolean verify(ObjectId id, LongConsumer moved) throws IOException {
    try (FileChannel object = open(id);
        CopyBuffer buffer = CopyBuffer.lease()) {
      MessageDigest digest = Sha256.newDigest();
      CopyBuffer.Sink counting = bytes -> moved.accept(bytes.remaining());
      buffer.move(CopyBuffer.from(object, path(id)), digest, counting, Long.MAX_VALUE);
      return ObjectId.of(digest).equals(id);
    }
  }

  /** The ids of all objects at this moment, sorted. */
  public SortedSet<ObjectId> ids() throws IOException {
    return Listing.of(directory).objects();
  }

  /**
   * Reads every object and says which are not what their ids say. Safe while others use the store.
   * Nothing is changed unless there is a store to repair from: then each corrupt, unreadable or
   * missing object of which that store has a good copy is replaced by it, durably and in one step.
   *
   * @param wanted ids that must be there, besides the ones that are; {@link Reachability} knows
   *     them for states
   * @throws IOException the directory cannot be listed, or a good copy cannot be written
   */
  public FsckReport fsck(
      Collection<ObjectId> wanted, Optional<ObjectStore> repairFrom, Progress progress)
      throws IOException {
    return new Fsck(this, repairFrom, progress).run(wanted);
  }

  /**
   * Moves a corrupt object out of the way (to {@code <id>.corrupt}), so that a good copy can take
   * its name. Durable.
   *
   * @throws NoSuchFileException the store has no such object
   */
  public void setAside(ObjectId id) throws IOException {
    requireObject(id);
    TemporaryFile.rename(path(id), directory.resolve(id.hex() + CORRUPT_SUFFIX));
    DurableFile.syncDirectory(directory);
  }

  /**
   * Whether an object of this size is there. One of another size is corrupt, and its place is to be
   * taken.
   */
  boolean holds(ObjectId id, long size) {
    OptionalLong there = size(id);
    return there.isPresent() && there.getAsLong() == size;
  }

  /**
   * {@link #holds} with one look.
   *
   * @throws IOException something that is no object stands there
   */
  boolean holdsOrHasRoomFor(ObjectId id, long size) throws IOException {
    Optional<BasicFileAttributes> found = lookFor(id);
    refuseStranger(id, found);
    return found.isPresent() && found.get().size() == size;
  }

  /** Puts checked bytes under an id, whatever file stands there. */
  void replace(InputStream checked, ObjectId id) throws IOException {
    try (TemporaryFile temporary = TemporaryFile.in(directory);
        CopyBuffer buffer = CopyBuffer.lease()) {
      MessageDigest digest = Sha256.newDigest();
      long size = buffer.move(CopyBuffer.from(checked), digest, temporary::write, Long.MAX_VALUE);
      refuseOther(id, size, digest, size);
      temporary.sync();
      publish(temporary, id);
      DurableFile.syncDirectory(directory);
    }
  }

  /** Gives a synced file its id. The directory is not synced. */
  void publish(TemporaryFile synced, ObjectId id) throws IOException {
    refuseStranger(id);
    synced.renameTo(path(id));
  }

  /** Another program may have put the object there a moment ago, without a sync. */
  void syncPresent(ObjectId id) throws IOException {
    try (FileChannel object = open(id)) {
      TemporaryFile.sync(object, path(id));
    }
    DurableFile.syncDirectory(directory);
  }

  void refuseStranger(ObjectId id) throws IOException {
    refuseStranger(id, lookAt(id));
  }

  private void refuseStranger(ObjectId id, Optional<BasicFileAttributes> found) throws IOException {
    if (found.isPresent() && !found.get().isRegularFile()) {
      throw new IOException(
          path(id)
              + " has the name of an object but is a directory, a link or a device; move it away and try again");
    }
  }

  private void requireObject(ObjectId id) throws IOException {
    Optional<BasicFileAttributes> found = lookAt(id);
    refuseStranger(id, found);
    if (found.isEmpty()) {
      throw new NoSuchFileException(path(id).toString(), null, "the store has no such object");
    }
  }
}
