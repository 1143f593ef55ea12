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
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The least that a Java program can do for a row: no state, no cache, no check, no message. What it
 * costs, no program on this virtual machine can go below.
 *
 * <p>{@code look TREE} asks for each file's attributes; {@code hash TREE} reads and hashes each file
 * as well; {@code copy TREE OUT} writes each under its hash as well; {@code append TREE OUT} writes
 * all into one file. Files are shared out to one thread for each processor.
 */
final class Least {
  private static final int BUFFER = 256 * 1024;

  public static void main(String[] args) throws Exception {
    Path tree = Path.of(args[1]);
    List<Path> files;
    try (Stream<Path> all = Files.walk(tree)) {
      files = all.filter(path -> !path.startsWith(tree.resolve(".pvr")) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    if (args[0].equals("look")) {
      for (Path file : files) {
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      }
      return;
    }
    boolean append = args[0].equals("append");
    Path out = args.length > 2 ? Path.of(args[2]) : null;
    AtomicInteger next = new AtomicInteger();
    Thread[] threads = new Thread[append ? 1 : Runtime.getRuntime().availableProcessors()];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> {
        try {
          work(files, next, out, append);
        } catch (Exception broken) {
          broken.printStackTrace();
          Runtime.getRuntime().halt(1);
        }
      });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void work(List<Path> files, AtomicInteger next, Path out, boolean append) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    FileChannel one = append ? FileChannel.open(out, StandardOpenOption.CREATE, StandardOpenOption.WRITE) : null;
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      Path target = append || out == null ? null : out.resolve("t" + i);
      FileChannel to = target == null ? one : FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel in = FileChannel.open(files.get(i), StandardOpenOption.READ)) {
        while (in.read(buffer.clear()) >= 0) {
          buffer.flip();
          digest.update(buffer.duplicate());
          write(to, buffer);
        }
      }
      String name = HexFormat.of().formatHex(digest.digest());
      if (target != null) {
        to.close();
        Files.move(target, out.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
    while (to != null && bytes.hasRemaining()) {
      to.write(bytes);
    }
  }
}
