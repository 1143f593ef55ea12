package dev.firmtrail.workspace.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory with a workspace and a pool of its own. */
record Shed(Path directory) {
  static final Path VECTORS =
      Path.of(System.getProperty("firmtrail.root"), "vectors", "pvr", "21-export-import");

  static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  static Shed in(Path directory) throws Exception {
    Shed shed = new Shed(directory);
    assertThat(
            Workspace.init(
                directory.resolve("ws"),
                directory.resolve("pool"),
                State.DEFAULT_SPEC,
                Dialect.EXACT))
        .isPresent();
    return shed;
  }

  Workspace open() throws Exception {
    return Workspace.open(directory.resolve("ws"), Dialect.EXACT);
  }

  ObjectStore pool() throws IOException {
    return ObjectStore.open(directory.resolve("pool"));
  }

  ObjectId put(byte[] content) throws IOException {
    ObjectId id = ObjectId.of(content);
    pool().put(new ByteArrayInputStream(content), id, content.length);
    return id;
  }

  /** A state with a file for each text, all of them objects in the pool. */
  State state(Map<String, String> files) throws Exception {
    Map<StatePath, StateEntry> entries = new TreeMap<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      ObjectId id = put(bytes(file.getValue()));
      entries.put(new StatePath(file.getKey()), new StateEntry.ObjectRef(id));
    }
    return State.of(State.DEFAULT_SPEC, entries);
  }

  Path export(State state, String name) throws Exception {
    Path file = directory.resolve(name);
    new Export(state, pool(), false, Progress.NONE).to(file);
    return file;
  }

  Import.Report take(Path archive) throws Exception {
    try (ArchiveSource source = ArchiveSource.open(archive, TEMPORARY)) {
      return Import.run(open(), source, Progress.NONE);
    }
  }

  Path file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  /** Every path below the directory but those in the pool, with the content of files. */
  Map<String, String> tree() throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(p -> !p.startsWith(directory.resolve("pool"))).toList()) {
        String content =
            Files.isRegularFile(path) ? ObjectId.of(Files.readAllBytes(path)).hex() : "";
        tree.put(directory.relativize(path).toString(), content);
      }
    }
    return tree;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
