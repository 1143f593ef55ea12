package dev.firmtrail.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads a document that lies where somebody else may have put something else: whatever it is,
 * reading ends, and needs a bounded amount of memory. A symbolic link is followed.
 */
public final class PlainFile {
  /** Largest document of ours; a state of 50,000 files has a tenth of it. */
  static final int LARGEST = 64 << 20;

  private PlainFile() {}

  /**
   * All bytes of a file.
   *
   * @throws java.nio.file.NoSuchFileException there is none
   * @throws IOException it is a directory, a pipe or a device, or larger than 64 MiB
   */
  public static byte[] read(Path file) throws IOException {
    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
    if (!facts.isRegularFile()) {
      String what = facts.isDirectory() ? "a directory" : "a pipe or a device";
      throw new IOException(file + " is " + what + ", not a file; move it away");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = facts.size() > LARGEST ? new byte[0] : in.readNBytes(LARGEST + 1);
      if (facts.size() > LARGEST || content.length > LARGEST) {
        throw new IOException(file + " has more than " + (LARGEST >> 20) + " MiB; move it away");
      }
      return content;
    }
  }
}
