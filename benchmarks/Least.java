import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The least that a Java program can do for a row: no state, no cache, no check, no message. What it
 * costs, no program on this virtual machine can go below.
 *
 * <p>{@code look TREE} asks for each file's attributes; {@code hash TREE} reads and hashes each file
 * as well; {@code copy TREE OUT} writes each under its hash as well; {@code append TREE OUT} writes
 * all into one file. Files are shared out to one thread for each processor, but for append.
 */
final class Least {
  private static final int BUFFER = 256 * 1024;

  private Least() {}

  /** What becomes of a file's bytes, once they are hashed. */
  private interface Output {
    void write(ByteBuffer bytes) throws IOException;
  }

  public static void main(String[] args) throws Exception {
    Path tree = Path.of(args[1]);
    List<Path> files;
    try (Stream<Path> all = Files.walk(tree)) {
      files = all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    switch (args[0]) {
      case "look" -> {
        for (Path file : files) {
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
      }
      case "hash" -> share(files, (file, worker) -> worker.hash(file, bytes -> {}));
      case "copy" -> share(files, (file, worker) -> worker.copy(file, Path.of(args[2])));
      case "append" -> {
        Worker worker = new Worker();
        try (FileChannel out = open(Path.of(args[2]), StandardOpenOption.CREATE)) {
          for (Path file : files) {
            worker.hash(file, bytes -> writeAll(out, bytes));
          }
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private interface Work {
    void on(Path file, Worker worker) throws Exception;
  }

  private static void share(List<Path> files, Work work) throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    AtomicInteger next = new AtomicInteger();
    Callable<Void> share =
        () -> {
          Worker worker = new Worker();
          for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
            work.on(files.get(i), worker);
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(processors)) {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < processors; i++) {
        running.add(threads.submit(share));
      }
      for (Future<Void> each : running) {
        each.get();
      }
    }
  }

  private static FileChannel open(Path file, StandardOpenOption how) throws IOException {
    return FileChannel.open(file, how, StandardOpenOption.WRITE);
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** What one thread uses again for each file. */
  private static final class Worker {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final MessageDigest digest;
    private int copied;

    Worker() throws Exception {
      digest = MessageDigest.getInstance("SHA-256");
    }

    String hash(Path file, Output output) throws IOException {
      try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
        while (in.read(buffer.clear()) >= 0) {
          digest.update(buffer.flip().duplicate());
          output.write(buffer);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    void copy(Path file, Path directory) throws IOException {
      Path temporary = directory.resolve("t" + Thread.currentThread().threadId() + "-" + copied++);
      String name;
      try (FileChannel out = open(temporary, StandardOpenOption.CREATE_NEW)) {
        name = hash(file, bytes -> writeAll(out, bytes));
      }
      Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
