package dev.firmtrail.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link WatchedDisk}. */
final class WatchedChannel extends FileChannel {
  private final WatchedDisk disk;
  private final Path path;
  private final FileChannel real;

  WatchedChannel(WatchedDisk disk, Path path, FileChannel real) {
    this.disk = disk;
    this.path = path;
    this.real = real;
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    return real.read(bytes);
  }

  @Override
  public long read(ByteBuffer[] bytes, int offset, int length) throws IOException {
    return real.read(bytes, offset, length);
  }

  @Override
  public int read(ByteBuffer bytes, long position) throws IOException {
    return real.read(bytes, position);
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    disk.did(WatchedDisk.Kind.WRITE, path);
    return real.write(bytes);
  }

  @Override
  public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
    disk.did(WatchedDisk.Kind.WRITE, path);
    return real.write(bytes, offset, length);
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    disk.did(WatchedDisk.Kind.WRITE, path);
    return real.write(bytes, position);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    disk.did(WatchedDisk.Kind.TRUNCATE, path);
    real.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    disk.did(WatchedDisk.Kind.SYNC, path);
    real.force(metadata);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    disk.did(WatchedDisk.Kind.LOCK, path);
    return real.tryLock(position, size, shared);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    disk.did(WatchedDisk.Kind.LOCK, path);
    return real.lock(position, size, shared);
  }

  /** The file is closed in any case, as by the kernel. */
  @Override
  protected void implCloseChannel() throws IOException {
    disk.closed();
    real.close();
    disk.did(WatchedDisk.Kind.CLOSE, path);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long to) throws IOException {
    real.position(to);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return real.transferFrom(source, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return real.map(mode, position, size);
  }
}
