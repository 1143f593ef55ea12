package dev.firmtrail.audit.storage;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.JsonChange;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Reads files, each once whatever number of names it has, on all processors. Safe for use by one
 * thread.
 */
final class Readings {
  private static final int BUFFER = 256 << 10;

  /** As file systems leave out. */
  private static final int BLOCK = 4096;

  private static final byte[] ZEROS = new byte[BLOCK];

  /** A larger document than any that a device was ever sent; see {@code objects.PlainFile}. */
  private static final int LARGEST_JSON = 64 << 20;

  private static final int MOST_CHANGES = 5;

  private final Map<Object, StoredFile> files = new LinkedHashMap<>();
  private final Map<Object, Json> documents = new HashMap<>();
  private final Map<Object, Reading> readings = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  /** Wants a file read. */
  void want(StoredFile file) {
    files.putIfAbsent(file.inode(), file);
  }

  /** Wants a file read as the JSON that it should be. */
  void want(StoredFile file, Json document) {
    want(file);
    documents.putIfAbsent(file.inode(), document);
  }

  /** What came of it; it must have been wanted. */
  Reading of(StoredFile file) {
    return Optional.ofNullable(readings.get(file.inode())).orElseThrow();
  }

  int count() {
    return files.size();
  }

  long bytes() {
    return bytes.get();
  }

  /** Reads all that is wanted. */
  void read(Progress progress) throws IOException {
    // The large ones first, so that no processor is left with one at the end.
    List<StoredFile> order = new ArrayList<>(files.values());
    order.sort(Comparator.comparingLong(StoredFile::size).reversed());
    progress.begin("hashing", order.stream().mapToLong(StoredFile::size).sum());
    AtomicInteger next = new AtomicInteger();
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService readers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        work.add(readers.submit(() -> readFrom(order, next, progress)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (ExecutionException broken) {
      throw new IllegalStateException("reading broke", broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the audit was interrupted");
    } finally {
      readers.shutdownNow();
      progress.end();
    }
  }

  private void readFrom(List<StoredFile> order, AtomicInteger next, Progress progress) {
    byte[] buffer = new byte[BUFFER];
    MessageDigest digest = Sha256.newDigest();
    while (!Thread.currentThread().isInterrupted()) {
      int at = next.getAndIncrement();
      if (at >= order.size()) {
        return;
      }
      StoredFile file = order.get(at);
      readings.put(file.inode(), read(file, buffer, digest, progress));
    }
  }

  private Reading read(StoredFile file, byte[] buffer, MessageDigest digest, Progress progress) {
    Optional<Json> document = Optional.ofNullable(documents.get(file.inode()));
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long size = 0;
    long zeros = 0;
    digest.reset();
    try (FileChannel in =
        FileChannel.open(file.path(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      for (int n = fill(in, buffer); n > 0; n = fill(in, buffer)) {
        digest.update(buffer, 0, n);
        zeros += zeros(buffer, n);
        size += n;
        if (document.isPresent() && size <= LARGEST_JSON) {
          kept.write(buffer, 0, n);
        }
        progress.advance(n);
      }
    } catch (IOException cannot) {
      return new Reading.Failed(reason(cannot));
    }
    bytes.addAndGet(size);
    Optional<String> unlike =
        size > LARGEST_JSON
            ? document.map(_ -> "it is larger than a JSON document may be")
            : document.flatMap(json -> unlike(json, kept.toByteArray()));
    return new Reading.Whole(ObjectId.of(digest), size, zeros, unlike);
  }

  /** A full buffer, but at the end, so that blocks begin where those of the file do. */
  private static int fill(FileChannel in, byte[] buffer) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(buffer);
    while (into.hasRemaining() && in.read(into) >= 0) {
      // Files give short answers seldom.
    }
    return into.position();
  }

  private static long zeros(byte[] buffer, int length) {
    long zeros = 0;
    for (int at = 0; at + BLOCK <= length; at += BLOCK) {
      if (buffer[at] == 0 && Arrays.equals(buffer, at, at + BLOCK, ZEROS, 0, BLOCK)) {
        zeros += BLOCK;
      }
    }
    return zeros;
  }

  private static Optional<String> unlike(Json expected, byte[] content) {
    try {
      List<JsonChange> changes = JsonChange.between(expected, JsonReader.read(content));
      if (changes.isEmpty()) {
        return Optional.empty();
      }
      String more = changes.size() > MOST_CHANGES ? " and others" : "";
      return Optional.of(
          "it says otherwise at "
              + changes.stream()
                  .limit(MOST_CHANGES)
                  .map(change ->
                      change.pointer().isEmpty() ? "its top" : Shown.text(change.pointer()))
                  .collect(Collectors.joining(", "))
              + more);
    } catch (JsonException broken) {
      return Optional.of("it is no JSON: " + broken.getMessage());
    }
  }

  /** Why something cannot be read, for a person who knows where. */
  static String reason(IOException cannot) {
    return switch (cannot) {
      case NoSuchFileException _ -> "it vanished meanwhile";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(cannot.getMessage());
    };
  }
}
