package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that was read whole: a plain file of at most {@link Pem#MAX_BYTES}, never a pipe, which
 * would wait for ever, nor a device.
 */
final class KeyFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final byte[] content;
  private final Optional<String> mode;

  private KeyFile(byte[] content, Optional<String> mode) {
    this.content = content;
    this.mode = mode;
  }

  /**
   * Reads a file.
   *
   * @param name what it was called by whoever gave it
   * @throws UnusableKeyException it is not there, may not be read, is no plain file or too large
   */
  static KeyFile read(Path file, String name) throws UnusableKeyException {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      if (!facts.isRegularFile()) {
        String kind = facts.isDirectory() ? "a directory" : "a pipe or a device";
        throw new UnusableKeyException(name, "is " + kind, "give a file");
      }
      if (facts.size() <= Pem.MAX_BYTES) {
        try (InputStream in = Files.newInputStream(file)) {
          byte[] content = in.readNBytes(Pem.MAX_BYTES + 1);
          if (content.length <= Pem.MAX_BYTES) {
            return new KeyFile(content, modeOpenToOthers(file));
          }
        }
      }
      throw new UnusableKeyException(
          name, "has more than " + Pem.MAX_BYTES + " bytes", "no key file is that large");
    } catch (NoSuchFileException gone) {
      throw new UnusableKeyException(name, "is not there", "look at the path");
    } catch (AccessDeniedException denied) {
      throw new UnusableKeyException(
          name, "may not be read by this user", "look at its owner and mode");
    } catch (IOException cannot) {
      throw new UnusableKeyException(name, "cannot be read", "look at the path and the disk");
    }
  }

  private static Optional<String> modeOpenToOthers(Path file) throws IOException {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      return mode.stream().anyMatch(OTHERS::contains)
          ? Optional.of(PosixFilePermissions.toString(mode))
          : Optional.empty();
    } catch (UnsupportedOperationException noModes) {
      return Optional.empty();
    }
  }

  /** All bytes of it; the array itself, not a copy. */
  byte[] content() {
    return content;
  }

  /** Says that a secret lies open, where it does. */
  Optional<String> notice(String name) {
    return mode.map(open ->
        name + " is open to other users (" + open + "): chmod 600 " + name + " keeps them out");
  }
}
