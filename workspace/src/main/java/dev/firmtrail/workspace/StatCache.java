package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what files held, so that a file is read again only when its stamp is another, or when
 * it was written so shortly before it was read that a later write may have left the same stamp
 * ({@code docs/formats/workspace.md}, Stat cache).
 *
 * <p>What it remembers are facts about content alone, true for any committed state and any dialect.
 * A cache that is lost, damaged or cannot be written costs time and nothing else. For one thread.
 */
final class StatCache {
  static final String FILE_NAME = "firmtrail-stat";

  private static final byte[] MAGIC = "FTSTAT1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_BYTES = 4;
  private static final int HASH_BYTES = 32;
  private static final int NUMBERS = 5;

  /** About two thousand files. */
  private static final int WORTH_A_THREAD = 256 * 1024;

  private static final int SETTLED = 1;
  private static final int HAS_JSON = 2;

  private final Path file;
  private final Map<String, Entry> entries;
  private boolean changed;

  private StatCache(Path file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * What a file held.
   *
   * @param settled whether the stamp proves it
   * @param content the id of its bytes
   * @param json the hash of its canonical form, where it was read as one strict JSON document
   */
  private record Entry(
      FileStamp stamp, boolean settled, ObjectId content, Optional<ObjectId> json) {}

  /** What a file with a proven stamp holds. */
  record Known(ObjectId content, Optional<ObjectId> json) {}

  /** Reads the cache in a directory; whatever is wrong with it, the answer is an empty one. */
  static StatCache load(Path directory) {
    Path file = directory.resolve(FILE_NAME);
    try {
      return new StatCache(file, decode(PlainFile.read(file)));
    } catch (IOException | BufferUnderflowException | IllegalArgumentException missingOrDamaged) {
      return new StatCache(file, new HashMap<>());
    }
  }

  /** {@link #load}, if it takes long in a thread of its own. */
  static Loading begin(Path directory) {
    FutureTask<StatCache> task = new FutureTask<>(() -> load(directory));
    if (size(directory.resolve(FILE_NAME)) < WORTH_A_THREAD) {
      task.run();
    } else {
      Thread.ofPlatform().daemon().name("firmtrail-cache").start(task);
    }
    return new Loading(task);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException missing) {
      return 0;
    }
  }

  /** A cache that is being read. */
  record Loading(FutureTask<StatCache> task) {
    /** Waits for it. */
    StatCache get() throws ClosedByInterruptException {
      try {
        return task.get();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw (ClosedByInterruptException) new ClosedByInterruptException().initCause(stop);
      } catch (ExecutionException defect) {
        throw new IllegalStateException("reading the stat cache failed", defect);
      }
    }
  }

  Optional<Known> known(String key, FileStamp stamp) {
    @Nullable Entry entry = entries.get(key);
    return entry != null && entry.settled && entry.stamp.equals(stamp)
        ? Optional.of(new Known(entry.content, entry.json))
        : Optional.empty();
  }

  /**
   * Whether the file was seen with another stamp, so that it is likely to hold something else now.
   */
  boolean wasTouched(String key, FileStamp stamp) {
    @Nullable Entry entry = entries.get(key);
    return entry != null && !entry.stamp.equals(stamp);
  }

  /**
   * Remembers what a file held.
   *
   * @param readFrom an instant of the file system's clock, before the file was read and after its
   *     stamp was taken
   */
  void remember(
      String key, FileStamp stamp, ObjectId content, Optional<ObjectId> json, long readFrom) {
    Entry entry = new Entry(stamp, stamp.isSettledAt(readFrom), content, json);
    if (!entry.equals(entries.put(key, entry))) {
      changed = true;
    }
  }

  /** Forgets all other files than these, and writes the cache if it is not what it was. */
  void save(Predicate<String> keep) {
    changed |= entries.keySet().removeIf(keep.negate());
    if (!changed) {
      return;
    }
    Path temporary =
        file.resolveSibling(
            DurableFile.TEMPORARY_PREFIX + FILE_NAME + ProcessHandle.current().pid());
    try {
      // Not synced: after a power loss the checksum tells a torn file, and a cache of yesterday is
      // as true as one of today.
      Files.write(
          temporary,
          encode(entries),
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      changed = false;
    } catch (IOException cannotBeWritten) {
      discard(temporary);
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException readOnlyDirectory) {
      return;
    }
  }

  private static byte[] encode(Map<String, Entry> entries) {
    Map<String, byte[]> keys = HashMap.newHashMap(entries.size());
    int size = MAGIC.length + Integer.BYTES + CHECKSUM_BYTES;
    for (String key : entries.keySet()) {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      keys.put(key, bytes);
      size += Short.BYTES + bytes.length + NUMBERS * Long.BYTES + 1 + 2 * HASH_BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put(MAGIC).putInt(entries.size());
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      byte[] key = keys.getOrDefault(each.getKey(), MAGIC);
      Entry entry = each.getValue();
      out.putShort((short) key.length).put(key);
      FileStamp stamp = entry.stamp;
      out.putLong(stamp.size()).putLong(stamp.modified()).putLong(stamp.changed());
      out.putLong(stamp.inode()).putLong(stamp.device());
      out.put((byte) ((entry.settled ? SETTLED : 0) | (entry.json.isPresent() ? HAS_JSON : 0)));
      out.put(HexFormat.of().parseHex(entry.content.hex()));
      if (entry.json.isPresent()) {
        out.put(HexFormat.of().parseHex(entry.json.get().hex()));
      }
    }
    CRC32C checksum = new CRC32C();
    checksum.update(out.array(), 0, out.position());
    out.putInt((int) checksum.getValue());
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  private static Map<String, Entry> decode(byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    if (end < MAGIC.length + Integer.BYTES
        || !java.util.Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException("not a stat cache");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, end);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt(end) != (int) checksum.getValue()) {
      throw new IllegalArgumentException("damaged stat cache");
    }
    in.limit(end).position(MAGIC.length);
    int count = in.getInt();
    Map<String, Entry> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String key = text(in);
      FileStamp stamp =
          new FileStamp(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
      int flags = in.get();
      ObjectId content = hash(in);
      Optional<ObjectId> json = (flags & HAS_JSON) != 0 ? Optional.of(hash(in)) : Optional.empty();
      entries.put(key, new Entry(stamp, (flags & SETTLED) != 0, content, json));
    }
    return entries;
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
  }

  private static ObjectId hash(ByteBuffer in) {
    return new ObjectId(HexFormat.of().formatHex(bytes(in, HASH_BYTES)));
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }
}
