package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A workspace on a real disk, with the hands to work on it. */
record Bench(Path root, Path pool, Dialect dialect) {
  static final Path VECTORS = Path.of(System.getProperty("firmtrail.root"), "vectors", "pvr");

  static Bench make(Path directory, Dialect dialect) throws Exception {
    Bench bench = new Bench(directory.resolve("ws"), directory.resolve("pool"), dialect);
    assertThat(Workspace.init(bench.root, bench.pool, State.DEFAULT_SPEC, dialect)).isPresent();
    return bench;
  }

  Workspace open() throws Exception {
    return Workspace.open(root, dialect);
  }

  Bench write(String key, String content) throws IOException {
    Path file = root.resolve(key);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
    return this;
  }

  /**
   * Sets the time of the last write back, and waits until no stamp made before now can be made
   * again.
   */
  void settle() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(f -> !f.startsWith(root.resolve(".pvr")))
              .toList()) {
        Files.setLastModifiedTime(
            file, FileTime.from(Instant.ofEpochSecond(1_600_000_000, 123_456_789)));
      }
    }
    Path probe = root.resolve(".pvr/probe");
    FileStamp last = stampOf(probe);
    while (!last.isSettledAt(stampOf(probe).changed())) {
      Thread.onSpinWait();
    }
    Files.delete(probe);
  }

  private static FileStamp stampOf(Path probe) throws IOException {
    Files.write(probe, new byte[1]);
    FileStamp stamp = FileFacts.ofLinkItself(probe).stamp();
    return new FileStamp(1, stamp.modified() | 1, stamp.changed() | 1, 0, 0);
  }

  Bench addAll() throws Exception {
    open().add(List.of("."), root, false, Progress.NONE);
    return this;
  }

  CommitReport commit() throws Exception {
    return open().commit("a message", Progress.NONE);
  }

  Status status() throws Exception {
    return open().status(Progress.NONE);
  }

  /** Bytes of files that a status had to read. */
  long bytesReadByStatus() throws Exception {
    Counting progress = new Counting();
    open().status(progress);
    return progress.bytes.get();
  }

  String json() throws IOException {
    return Files.readString(root.resolve(".pvr/json"));
  }

  String pvr(String name) throws IOException {
    return Files.readString(root.resolve(".pvr").resolve(name));
  }

  String working() throws Exception {
    return new String(open().working(Progress.NONE).canonicalBytes(), StandardCharsets.UTF_8);
  }

  String diff() throws Exception {
    return JsonWriter.CANONICAL.text(open().diff(Progress.NONE));
  }

  List<String> poolNames() throws IOException {
    try (Stream<Path> files = Files.list(pool)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  Bench unpack(String scenario, String archive) throws Exception {
    run("tar", "-C", root.toString(), "-xf", VECTORS.resolve(scenario).resolve(archive).toString());
    return this;
  }

  static String recorded(String scenario, String file) throws IOException {
    return Files.readString(VECTORS.resolve(scenario).resolve(file));
  }

  static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  /** Counts the bytes that work reports. */
  static final class Counting implements Progress {
    final AtomicLong bytes = new AtomicLong();
    final List<String> phases = new ArrayList<>();

    @Override
    public void begin(String what, long totalBytes) {
      phases.add(what);
    }

    @Override
    public void advance(long moved) {
      bytes.addAndGet(moved);
    }

    @Override
    public void end() {}
  }
}
