package dev.firmtrail.objects;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Replaces a file so that after a crash, power loss included, either the old or the new content stands under its name, whole.
 *
 * <p>Written to a temporary file beside the target, synced, renamed over it, directory synced. Two writers of one target do
 * not disturb each other; the later rename wins.
 */
public final class DurableFile {
  /** Begins the name of every temporary file that this project writes; safe to delete when no process runs. */
  public static final String TEMPORARY_PREFIX = ".firmtrail-tmp-";

  private DurableFile() {}

  /** Durable when this returns. A new file gets the mode 0666 less the umask; an existing one keeps its own. */
  public static void write(Path target, byte[] content) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** As {@link #write(Path, byte[])}, with a mode such as {@code rw-------} that holds from the first instant. */
  public static void write(Path target, byte[] content, String mode) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Removes a file if it is there; durable when this returns. */
  public static void delete(Path target) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Makes renames, creations and removals in a directory durable. */
  public static void syncDirectory(Path directory) throws IOException {
    throw new UnsupportedOperationException();
  }
}
