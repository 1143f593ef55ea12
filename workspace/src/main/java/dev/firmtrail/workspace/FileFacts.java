package dev.firmtrail.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What one {@code stat} says of a file.
 *
 * @param mode type and permission bits as in {@code st_mode}
 * @param links hard links to the file
 */
record FileFacts(FileStamp stamp, int mode, int links) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;
  private static final int EXECUTABLE = 0111;
  private static final int SET_ID_OR_STICKY = 07000;
  private static final int OWNER_MAY_EDIT = 0600;

  /**
   * All of them come from one system call; asking for owner or group as well would look up their
   * names.
   */
  private static final String ATTRIBUTES = "unix:mode,nlink,size,lastModifiedTime,ctime,ino,dev";

  static FileFacts ofLinkItself(Path file) throws IOException {
    return of(Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
  }

  static FileFacts following(Path file) throws IOException {
    return of(Files.readAttributes(file, ATTRIBUTES));
  }

  private static FileFacts of(Map<String, Object> attributes) {
    FileStamp stamp =
        new FileStamp(
            number(attributes, "size"),
            time(attributes, "lastModifiedTime"),
            time(attributes, "ctime"),
            number(attributes, "ino"),
            number(attributes, "dev"));
    return new FileFacts(
        stamp, (int) number(attributes, "mode"), (int) number(attributes, "nlink"));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }

  private static long time(Map<String, Object> attributes, String name) {
    return ((FileTime) Objects.requireNonNull(attributes.get(name))).to(TimeUnit.NANOSECONDS);
  }

  boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  /** Whether the mode says more than a state can hold. */
  boolean hasSpecialMode() {
    return (mode & (EXECUTABLE | SET_ID_OR_STICKY)) != 0;
  }

  /** Whether this could be a file that checkout wrote: nothing special, nobody else's inode. */
  boolean isPlain() {
    return isRegular()
        && !hasSpecialMode()
        && (mode & OWNER_MAY_EDIT) == OWNER_MAY_EDIT
        && links == 1;
  }
}
