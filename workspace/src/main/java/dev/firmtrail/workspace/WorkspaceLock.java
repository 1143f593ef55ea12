package dev.firmtrail.workspace;

import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to change one workspace. One command has it at a time, in whichever process or thread;
 * it is never waited for, and the kernel ends it together with the process, so nobody's death
 * leaves it taken. Whoever only reads needs none ({@code docs/formats/workspace.md}, Lock).
 *
 * <p>Take it before the workspace is opened: what is written later rests on what was read then.
 * Thread-safe.
 */
public final class WorkspaceLock implements AutoCloseable {
  /** In {@code .pvr}; the file stays, empty while nobody has the lock. */
  public static final String FILE_NAME = "firmtrail-lock";

  private static final int LONGEST_NOTE = 4096;

  /**
   * The kernel gives locks to processes, and takes them away when any channel on the file is closed
   * there. So within one process nobody may even open a file that somebody there has locked.
   */
  private static final Map<Path, LockHolder> HELD_HERE = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final Optional<String> unsupported;

  private WorkspaceLock(Path file, FileChannel channel, Optional<String> unsupported) {
    this.file = file;
    this.channel = channel;
    this.unsupported = unsupported;
  }

  /**
   * Takes the lock of the workspace at a root, or says at once who has it.
   *
   * @param command what is about to run, for whoever comes meanwhile
   * @throws WorkspaceException somebody else changes the workspace
   * @throws IOException the lock's file cannot be made, so nothing else could be changed either
   */
  public static WorkspaceLock take(Path root, String command)
      throws IOException, WorkspaceException {
    return inside(WorkspaceFiles.of(root).directory(), command);
  }

  /**
   * {@link #take} for a repository that need not be a workspace.
   *
   * @param repository the directory that holds {@code json}
   */
  public static WorkspaceLock inside(Path repository, String command)
      throws IOException, WorkspaceException {
    Path file = repository.toRealPath().resolve(FILE_NAME);
    LockHolder self = LockHolder.thisProcess(command);
    @Nullable LockHolder here = HELD_HERE.putIfAbsent(file, self);
    if (here != null) {
      throw taken(repository, Optional.of(here));
    }
    boolean isOurs = false;
    try {
      WorkspaceLock lock = open(file, self);
      isOurs = true;
      return lock;
    } finally {
      if (!isOurs) {
        HELD_HERE.remove(file);
      }
    }
  }

  private static WorkspaceLock open(Path file, LockHolder self)
      throws IOException, WorkspaceException {
    FileChannel channel = channel(file);
    boolean isOurs = false;
    try {
      Optional<String> unsupported = lock(file, channel);
      if (unsupported.isEmpty()) {
        write(self.bytes(), channel);
      }
      isOurs = true;
      return new WorkspaceLock(file, channel, unsupported);
    } finally {
      if (!isOurs) {
        channel.close();
      }
    }
  }

  /** Gives the reason where the file system has no locks. */
  private static Optional<String> lock(Path file, FileChannel channel)
      throws IOException, WorkspaceException {
    boolean isOurs;
    try {
      isOurs = Optional.ofNullable(channel.tryLock()).isPresent();
    } catch (ClosedByInterruptException | FileLockInterruptionException stopped) {
      throw stopped;
    } catch (IOException none) {
      return Optional.of(reason(none));
    }
    if (!isOurs) {
      throw taken(
          Optional.ofNullable(file.getParent()).orElse(file), LockHolder.read(note(channel)));
    }
    return Optional.empty();
  }

  private static void write(byte[] note, FileChannel channel) {
    try {
      channel.truncate(0).write(ByteBuffer.wrap(note), 0);
    } catch (IOException full) {
      // The lock holds without it, and only people read it.
      return;
    }
  }

  /** Of a plain file alone: a link or a pipe in a stranger's workspace must not be followed. */
  private static FileChannel channel(Path file) throws IOException {
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          && (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              || Files.size(file) > LONGEST_NOTE)) {
        throw new FileSystemException(
            file.toString(), null, "it is not what pvr writes there; move it away");
      }
      return FileChannel.open(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    } catch (ClosedByInterruptException stopped) {
      throw stopped;
    } catch (IOException cannot) {
      throw new IOException(
          "cannot lock the workspace, so nothing was changed: "
              + Shown.text(file.toString())
              + ": "
              + reason(cannot),
          cannot);
    }
  }

  private static String reason(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return "permission denied";
    }
    @Nullable String told =
        failed instanceof FileSystemException known ? known.getReason() : failed.getMessage();
    return told == null ? failed.getClass().getSimpleName() : told;
  }

  private static byte[] note(FileChannel channel) throws IOException {
    ByteBuffer note = ByteBuffer.allocate(LONGEST_NOTE);
    int got = 0;
    while (got >= 0 && note.hasRemaining()) {
      got = channel.read(note, note.position());
    }
    return Arrays.copyOf(note.array(), note.position());
  }

  private static WorkspaceException taken(Path repository, Optional<LockHolder> holder) {
    return new WorkspaceException(
        "%s is being changed by %s; nothing was done here. Wait until that has ended, then run this again"
            .formatted(
                Shown.text(repository.toString()),
                holder.map(LockHolder::shown).orElse("another pvr that has just begun")));
  }

  /** Why nothing keeps others from this workspace meanwhile; empty where the lock does. */
  public Optional<String> unsupported() {
    return unsupported;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (unsupported.isEmpty()) {
        write(new byte[0], channel);
      }
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
