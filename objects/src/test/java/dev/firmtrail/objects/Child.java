package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program of its own that writes to a store, to be traced, killed, or run next to others. */
final class Child {
  /** Larger than one buffer, so that a kill may fall between two writes. */
  private static final int BIG = 700_000;

  static final int TOGETHER = 32;

  private Child() {}

  /** The command that runs this program on the JDK and the classes of the test. */
  static List<String> command(String what, Path pool, long seed) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.addAll(List.of(what, pool.toString(), Long.toString(seed)));
    return command;
  }

  static byte[] content(long seed) {
    Random random = new Random(seed);
    byte[] content = new byte[seed % 4 == 0 ? BIG : 100];
    random.nextBytes(content);
    return content;
  }

  static ObjectId put(ObjectStore store, long seed) throws IOException {
    byte[] content = content(seed);
    ObjectId id = ObjectId.of(content);
    store.put(new ByteArrayInputStream(content), id, content.length);
    return id;
  }

  public static void main(String[] arguments) throws IOException {
    Path pool = Path.of(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    ObjectStore store = ObjectStore.open(pool);
    switch (arguments[0]) {
      case "put" -> answer(put(store, seed));
      case "batch-of-few" -> batch(store, seed, Batch.FEW_FILES);
      case "batch-of-many" -> batch(store, seed, 3 * Batch.FEW_FILES);
      case "together" -> together(store, seed);
      case "part" -> part(store, seed);
      case "file" -> DurableFile.write(pool.resolve("file"), content(seed));
      case "tree" -> {
        Path inside = Files.createDirectories(pool.resolve("a/b"));
        Files.write(inside.resolve("file"), content(seed));
        Files.createSymbolicLink(inside.resolve("link"), Path.of("nowhere"));
        DurableFile.syncTree(pool);
      }
      case "same-again" -> {
        for (int i = 0; i < 50; i++) {
          put(store, seed + i);
        }
      }
      case "same-parts-again" -> {
        for (int i = 0; i < 50; i++) {
          part(store, seed + i);
        }
      }
      case "until-killed" -> {
        for (long at = seed; ; at += 100) {
          answer(put(store, at));
          batch(store, at + 1, 20);
          part(store, at + 40);
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void batch(ObjectStore store, long seed, int count) throws IOException {
    List<ObjectId> ids = new ArrayList<>();
    try (Batch batch = store.batch()) {
      for (int i = 0; i < count; i++) {
        ids.add(batch.put(new ByteArrayInputStream(content(seed + i))).id());
      }
      batch.flush();
    }
    ids.forEach(Child::answer);
  }

  /** Many at once, all of whose bytes came at the same moment. */
  private static void together(ObjectStore store, long seed) throws IOException {
    CyclicBarrier ready = new CyclicBarrier(TOGETHER);
    try (SharedPuts puts = store.sharedPuts();
        ExecutorService threads = Executors.newFixedThreadPool(TOGETHER)) {
      for (int i = 0; i < TOGETHER; i++) {
        byte[] content = content(seed + i);
        ObjectId id = ObjectId.of(content);
        var _ =
            threads.submit(() -> {
              ready.await();
              puts.put(new ByteArrayInputStream(content), id, content.length);
              answer(id);
              return id;
            });
      }
    }
  }

  private static void part(ObjectStore store, long seed) throws IOException {
    byte[] content = content(seed);
    ObjectId id = ObjectId.of(content);
    try (PartialObject object = store.resume(id, content.length)) {
      int here = (int) object.length();
      object.append(new ByteArrayInputStream(content, here, content.length - here));
      object.finish();
    }
    answer(id);
  }

  /** What a hub would do only now: say that it has the object. One write, whole, at once. */
  private static synchronized void answer(ObjectId id) {
    System.out.write((id.hex() + "\n").getBytes(StandardCharsets.UTF_8), 0, id.hex().length() + 1);
    System.out.flush();
  }
}
