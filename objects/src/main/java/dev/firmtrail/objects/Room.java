package dev.firmtrail.objects;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How much more a file system takes. What cannot fit is refused before it comes, so that a stranger
 * who announces or sends too much does not leave a full disk behind. Safe for use by many threads.
 */
public final class Room {
  /** Bytes that may come between two looks. */
  public static final long STEP = 16L << 20;

  /** What other programs need to go on; less on a small file system. */
  private static final long MOST_RESERVED = 256L << 20;

  private static final int RESERVED_PART = 20;

  private final Path directory;
  private final long reserve;

  private Room(Path directory, long reserve) {
    this.directory = directory;
    this.reserve = reserve;
  }

  /** All that is free. */
  static Room all(Path directory) {
    return new Room(directory, 0);
  }

  /**
   * What is free, less a reserve for other programs: a twentieth of the file system, and 256 MiB at
   * most.
   */
  public static Room forTemporary(Path directory) {
    long size = directory.toFile().getTotalSpace();
    return new Room(directory, Math.min(MOST_RESERVED, size / RESERVED_PART));
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** Bytes that may still come. */
  public long left() {
    return Math.max(0, directory.toFile().getUsableSpace() - reserve);
  }

  /**
   * Asks for room for so many bytes more; keeps none of it.
   *
   * @param what needs it, for a person
   */
  public void require(long bytes, String what) throws IOException {
    long left = left();
    if (bytes > left) {
      throw new IOException(
          "no room for %s: %d bytes more, and %s takes %d".formatted(what, bytes, directory, left));
    }
  }
}
