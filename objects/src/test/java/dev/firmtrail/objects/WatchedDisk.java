package dev.firmtrail.objects;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own file system, seen through a provider that writes down what is done to it, and
 * that can be told to fail at any step or to have other sizes. What the kernel itself saw is in
 * {@link DurabilityTest}; this one shows the order of the steps in-process, and what a disk that
 * breaks at each of them leaves behind.
 */
final class WatchedDisk extends FileSystemProvider {
  enum Kind {
    OPEN,
    LOCK,
    WRITE,
    TRUNCATE,
    SYNC,
    CLOSE,
    MODE,
    MOVE,
    DELETE
  }

  /**
   * One step.
   *
   * @param file the name of the file, without its directory; of a move the new one
   */
  record Step(Kind kind, String file) {
    boolean is(Kind which) {
      return kind == which;
    }

    boolean isOfATemporary() {
      return file.startsWith(DurableFile.TEMPORARY_PREFIX);
    }
  }

  /** Is told of each step before it is done, and may prevent it. */
  @FunctionalInterface
  interface Before {
    void step(Step step) throws IOException;
  }

  private final List<Step> steps = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final WatchedFileSystem fileSystem = new WatchedFileSystem(this);

  /** Stands before each path that the machine is shown as text, so that it finds nothing there. */
  private final String hidden;

  private volatile Before before = step -> {};
  private volatile long size = 1L << 40;
  private volatile long free = 1L << 40;

  private WatchedDisk(String hidden) {
    this.hidden = hidden;
  }

  static WatchedDisk whole() {
    return new WatchedDisk("");
  }

  /** One whose paths mean nothing to the kernel, so that it has no sync of a whole file system. */
  static WatchedDisk withoutSyncOfAll() {
    return new WatchedDisk("/nowhere");
  }

  Path at(Path real) {
    return new WatchedPath(fileSystem, real, hidden);
  }

  void before(Before each) {
    before = each;
  }

  /** From now on each step that one of the kinds takes on a file of that ending fails. */
  void breakAt(Kind kind, String ending) {
    before =
        step -> {
          if (step.is(kind) && step.file().endsWith(ending)) {
            throw new IOException("the disk is broken");
          }
        };
  }

  void mend() {
    before = step -> {};
  }

  void holds(long bytes, long freeBytes) {
    size = bytes;
    free = freeBytes;
  }

  /** The steps of these kinds since the last {@link #forget}. */
  List<Step> steps(Kind... kinds) {
    return steps.stream().filter(step -> List.of(kinds).contains(step.kind())).toList();
  }

  void forget() {
    steps.clear();
  }

  /** Channels that were opened and not closed. */
  int openChannels() {
    return open.get();
  }

  void did(Kind kind, Path path) throws IOException {
    @Nullable Path name = path.getFileName();
    Step step = new Step(kind, name == null ? "" : name.toString());
    steps.add(step);
    before.step(step);
  }

  void closed() {
    open.decrementAndGet();
  }

  File file(Path real) {
    return new File(real.toString()) {
      private static final long serialVersionUID = 1;

      @Override
      public long getTotalSpace() {
        return size;
      }

      @Override
      public long getUsableSpace() {
        return free;
      }
    };
  }

  private static Path real(Path path) {
    return path instanceof WatchedPath watched ? watched.real() : path;
  }

  private static FileSystemProvider machine() {
    return FileSystems.getDefault().provider();
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    did(Kind.OPEN, path);
    FileChannel channel = FileChannel.open(real(path), options, attributes);
    open.incrementAndGet();
    return new WatchedChannel(this, path, channel);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // Closed by closing the one that is given.
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    did(Kind.OPEN, directory);
    DirectoryStream<Path> entries = Files.newDirectoryStream(real(directory));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> each = entries.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Path next() {
            return at(each.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        entries.close();
      }
    };
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    did(Kind.MOVE, target);
    Files.move(real(source), real(target), options);
  }

  @Override
  public void delete(Path path) throws IOException {
    did(Kind.DELETE, path);
    Files.delete(real(path));
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    V view = machine().getFileAttributeView(real(path), type, options);
    InvocationHandler watching =
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("set")) {
            did(Kind.MODE, path);
          }
          try {
            return method.invoke(view, arguments);
          } catch (InvocationTargetException failed) {
            throw Objects.requireNonNull(failed.getCause());
          }
        };
    ClassLoader loader = WatchedDisk.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, watching));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return Files.readAttributes(real(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    Files.setAttribute(real(path), attribute, value, options);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    Files.createDirectory(real(directory), attributes);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    machine().checkAccess(real(path), modes);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return Files.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    Files.copy(real(source), real(target), options);
  }

  @Override
  public String getScheme() {
    return "watched";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }
}
