package dev.firmtrail.dist;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Directories of files to be committed, and what lies in them. */
final class Firmware {
  /** More than are synced one by one, so that both ways to sync a batch come up. */
  private static final int SMALL_FILES = 12;

  private static final int MEBIBYTE = 1 << 20;
  private static final int HEX_DIGITS = 64;

  private Firmware() {}

  /** Fills a directory: small objects, a big one, and inline JSON; the same from the same seed. */
  static Path write(Path directory, long seed, int bigMebibytes) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(directory.resolve("os"));
    Files.createDirectories(directory.resolve("app/lib"));
    byte[] big = new byte[bigMebibytes * MEBIBYTE];
    random.nextBytes(big);
    Files.write(directory.resolve("os/root.squashfs"), big);
    for (int i = 0; i < SMALL_FILES; i++) {
      byte[] small = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(small);
      Files.write(directory.resolve("app/lib/part-" + i + ".jar"), small);
    }
    Files.writeString(
        directory.resolve("app/run.json"),
        "{\n  \"name\": \"thermostat\",\n  \"build\": " + random.nextInt(1_000_000) + "\n}\n");
    return directory;
  }

  /** Each file's path and the SHA-256 of its bytes; without {@code .pvr}. */
  static SortedMap<String, String> content(Path root) throws IOException {
    SortedMap<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> Files.isRegularFile(file) && !file.startsWith(root.resolve(".pvr")))
          .forEach(file -> content.put(root.relativize(file).toString(), hash(file)));
    }
    return content;
  }

  /** {@link #content} of what is an object in the state. */
  static SortedMap<String, String> objects(Path root) throws IOException {
    SortedMap<String, String> objects = content(root);
    objects.keySet().removeIf(path -> path.endsWith(".json"));
    return objects;
  }

  private static String hash(Path file) {
    try {
      return ObjectId.of(Files.readAllBytes(file)).hex();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The names of all objects in a directory of objects, also while a program writes there. */
  static SortedSet<String> names(Path objects) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    if (Files.isDirectory(objects)) {
      // Not through a walk: temporary files of a running program come and go.
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(objects, "[0-9a-f]".repeat(HEX_DIGITS))) {
        files.forEach(file -> names.add(file.getFileName().toString()));
      }
    }
    return names;
  }

  /** Each of the {@link #names}, and what the bytes say that it should be. */
  static Map<String, String> stored(Path objects) throws IOException {
    Map<String, String> stored = new TreeMap<>();
    for (String name : names(objects)) {
      stored.put(name, hash(objects.resolve(name)));
    }
    return stored;
  }

  static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
