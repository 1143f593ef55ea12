package dev.firmtrail.fuzz;

import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for a target that needs files: in memory where there is such a place, since a disk's
 * syncs would be most of the time. Removed when the process ends.
 */
public final class Workplace {
  private static final Path MEMORY = Path.of("/dev/shm");

  private Workplace() {}

  public static Path make() throws IOException {
    Path directory =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "firmtrail-fuzz-")
            : Files.createTempDirectory("firmtrail-fuzz-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
    return directory;
  }

  /** All that is below a directory, without itself. */
  public static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> !path.equals(directory)).sorted().toList();
    }
  }

  private static void remove(Path directory) {
    try {
      Directories.remove(directory);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
