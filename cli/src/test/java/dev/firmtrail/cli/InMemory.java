package dev.firmtrail.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Directories on Linux' file system in memory, for tests that make tens of thousands of durable
 * writes and of which durability is not the subject: a disk would take minutes for them. Elsewhere,
 * a directory like any other.
 */
public final class InMemory implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
      throws IOException {
    return Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, "firmtrail-test")
        : Files.createTempDirectory("firmtrail-test");
  }
}
