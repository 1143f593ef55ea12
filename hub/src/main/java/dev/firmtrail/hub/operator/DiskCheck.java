package dev.firmtrail.hub.operator;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.Finding;
import java.io.File;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** That the disk has room for a while. */
public final class DiskCheck implements Check {
  private static final long ENOUGH = 1L << 30;
  private static final int ENOUGH_PART = 20;

  private final DataDirectory data;

  public DiskCheck(DataDirectory data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    File disk = data.path().toFile();
    look(disk.getUsableSpace(), disk.getTotalSpace(), found);
  }

  /** Sizes in bytes. */
  void look(long free, long size, Consumer<Finding> found) {
    if (free < Math.min(ENOUGH, size / ENOUGH_PART)) {
      found.accept(
          new Finding(
              data.path().toString(),
              "only %d MiB of its disk are free".formatted(free >> 20),
              "make room, or move the data to a larger disk: a hub whose disk is full takes nothing more"));
    }
  }
}
