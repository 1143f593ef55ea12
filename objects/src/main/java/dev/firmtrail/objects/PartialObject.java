package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/**
 * An object on its way in, which survives an interruption as {@code <id>.part}. One owner at a
 * time, over all processes: a second one gets a fresh part of its own, which does not survive.
 * Closing without {@link #finish} keeps the part for the next attempt. For one thread.
 */
public final class PartialObject implements AutoCloseable {
  private final ObjectStore store;
  private final ObjectId id;
  private final long size;
  private final PartFile part;
  private final MessageDigest digest = Sha256.newDigest();
  private long length;

  /** A write failed: what was hashed and what is in the file may differ. */
  private boolean broken;

  private PartialObject(ObjectStore store, ObjectId id, long size, PartFile part) {
    this.store = store;
    this.id = id;
    this.size = size;
    this.part = part;
  }

  static PartialObject open(ObjectStore store, ObjectId id, long size) throws IOException {
    PartFile part = PartFile.open(store.directory().resolve(id.hex() + ObjectStore.PART_SUFFIX));
    boolean ready = false;
    try {
      PartialObject object = new PartialObject(store, id, size, part);
      object.hashWhatIsHere();
      Room.all(store.directory()).require(size - object.length, "object " + id);
      ready = true;
      return object;
    } finally {
      if (!ready) {
        part.close();
      }
    }
  }

  private void hashWhatIsHere() throws IOException {
    FileChannel channel = part.channel();
    if (channel.size() > size) {
      restart();
      return;
    }
    try (CopyBuffer buffer = CopyBuffer.lease()) {
      length =
          buffer.move(CopyBuffer.from(channel, part.path()), digest, CopyBuffer.Sink.NONE, size);
    }
  }

  /** Bytes that are already here. */
  public long length() {
    return length;
  }

  /**
   * Adds bytes up to the end of the stream; never more than the promised size. Returns how many.
   * When the stream breaks, what came before stays and counts.
   *
   * @throws WrongContentException the stream has more bytes than were promised
   */
  public long append(InputStream in) throws IOException {
    refuseBroken();
    long before = length;
    try (CopyBuffer buffer = CopyBuffer.lease()) {
      buffer.move(CopyBuffer.from(in), digest, this::write, size - length);
    }
    if (length == size && in.read() >= 0) {
      throw new WrongContentException(
          "object %s is refused: more bytes than the promised %d came".formatted(id, size));
    }
    return length - before;
  }

  private void write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    broken = true;
    TemporaryFile.writeAll(part.channel(), part.path(), bytes);
    broken = false;
    length += count;
  }

  /** Throws away what is here, to begin again (the other side does not do ranges). */
  public void restart() throws IOException {
    try {
      part.channel().truncate(0);
    } catch (IOException cannot) {
      throw Failure.of("cannot empty", part.path(), cannot);
    }
    digest.reset();
    length = 0;
    broken = false;
  }

  /**
   * Checks, makes visible and durable.
   *
   * @throws WrongContentException not the promised bytes; the part is removed
   */
  public PutResult finish() throws IOException {
    refuseBroken();
    try (part) {
      try {
        ObjectStore.refuseOther(id, size, digest, length);
      } catch (WrongContentException wrong) {
        part.discard();
        throw wrong;
      }
      if (store.holds(id, size)) {
        part.discard();
        store.syncPresent(id);
        return PutResult.ALREADY_THERE;
      }
      TemporaryFile.sync(part.channel(), part.path());
      store.refuseStranger(id);
      part.renameTo(store.path(id));
      DurableFile.syncDirectory(store.directory());
      return PutResult.INSERTED;
    }
  }

  private void refuseBroken() throws IOException {
    if (broken) {
      throw new IOException(
          "cannot go on with " + part.path() + " after a write to it failed; close it and resume");
    }
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
