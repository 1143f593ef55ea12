package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The clock that a file system stamps files by. A server's may differ from this machine's, so it is
 * asked by making a file. Safe for use by many threads.
 */
final class FileSystemClock {
  private final long probed;
  private final long probedAtTick;

  private FileSystemClock(long probed, long probedAtTick) {
    this.probed = probed;
    this.probedAtTick = probedAtTick;
  }

  /**
   * Asks the clock of a directory; where no file can be made, the answer is a clock so far behind
   * that nothing is proven by it.
   */
  static FileSystemClock of(Path directory) {
    long tick = System.nanoTime();
    Path probe =
        directory.resolve(DurableFile.TEMPORARY_PREFIX + "clock" + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(probe);
      Files.createFile(probe);
      long stamped = Files.getLastModifiedTime(probe).to(TimeUnit.NANOSECONDS);
      Files.delete(probe);
      return new FileSystemClock(stamped, System.nanoTime());
    } catch (IOException cannotBeAsked) {
      return new FileSystemClock(0, tick);
    }
  }

  /**
   * Nanoseconds since 1970; never ahead of what a file written now would be stamped with, but for
   * the clock's tick.
   */
  long now() {
    return probed + (System.nanoTime() - probedAtTick);
  }
}
