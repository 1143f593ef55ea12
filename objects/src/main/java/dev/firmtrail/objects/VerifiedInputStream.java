package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Gives an object's bytes and checks them before it reports their end. For one thread. */
final class VerifiedInputStream extends InputStream {
  private final InputStream bytes;
  private final ObjectId id;
  private final Path file;
  private final MessageDigest digest = Sha256.newDigest();
  private End end = End.AHEAD;

  private enum End {
    AHEAD,
    GOOD,
    CORRUPT
  }

  VerifiedInputStream(InputStream bytes, ObjectId id, Path file) {
    this.bytes = bytes;
    this.id = id;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = bytes.read(buffer, offset, length);
    if (n >= 0) {
      digest.update(buffer, offset, n);
      return n;
    }
    if (end == End.AHEAD) {
      end = ObjectId.of(digest).equals(id) ? End.GOOD : End.CORRUPT;
    }
    if (end == End.CORRUPT) {
      throw new CorruptObjectException(id, file);
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
