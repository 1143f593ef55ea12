package dev.firmtrail.workspace;

import dev.firmtrail.objects.CorruptObjectException;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Gives objects of a pool further names, as hard links, once their bytes were checked. */
final class LinkedObjects {
  private static final Set<PosixFilePermission> READ_ONLY =
      PosixFilePermissions.fromString("r--r--r--");
  private static final int WRITABLE = 0222;

  private final ObjectStore objects;

  LinkedObjects(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Reads each object, so that no link is made to wrong bytes.
   *
   * @throws CorruptObjectException the first that is wrong
   */
  void check(Collection<ObjectId> ids, Progress progress) throws IOException, WorkspaceException {
    long total = 0;
    for (ObjectId id : ids) {
      total += objects.size(id).orElse(0);
    }
    progress.begin("checking", total);
    List<ObjectId> each = new ArrayList<>(ids);
    InParallel.map(
        each,
        each.size() > 1,
        id -> {
          if (!objects.verify(id)) {
            throw new CorruptObjectException(id, objects.path(id));
          }
          progress.advance(objects.size(id).orElse(0));
          return id;
        });
    progress.end();
  }

  /** Whether a file is the object, under another name, and nobody may write into it. */
  boolean isLink(FileFacts file, ObjectId id) throws IOException {
    return isSame(file, id) && (file.mode() & WRITABLE) == 0;
  }

  private boolean isSame(FileFacts file, ObjectId id) throws IOException {
    FileStamp object = FileFacts.ofLinkItself(objects.path(id)).stamp();
    return file.stamp().inode() == object.inode() && file.stamp().device() == object.device();
  }

  /** Puts the object in a file's place. Its mode becomes read-only, in the pool too. */
  void link(ObjectId id, Path target) throws IOException {
    Path object = objects.path(id);
    Files.setPosixFilePermissions(object, READ_ONLY);
    // To rename one name of a file to another one of the same file does nothing.
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        && isSame(FileFacts.ofLinkItself(target), id)) {
      return;
    }
    Path temporary =
        target.resolveSibling(
            DurableFile.TEMPORARY_PREFIX
                + "link"
                + ProcessHandle.current().pid()
                + "-"
                + Thread.currentThread().threadId());
    Files.deleteIfExists(temporary);
    try {
      Files.createLink(temporary, object);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException refused) {
      throw new IOException(
          "cannot link %s to the object %s: %s; both must be on one file system that has hard links"
              .formatted(target, object, refused.getReason()),
          refused);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
