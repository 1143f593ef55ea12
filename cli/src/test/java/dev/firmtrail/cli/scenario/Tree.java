package dev.firmtrail.cli.scenario;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Directories, written and read in the record's terms. */
final class Tree {
  /** A file of ours in {@code .pvr} that the published program does not have and does not mind. */
  private static final Set<String> OURS_ALONE = Set.of("firmtrail-stat", "firmtrail-lock");

  private static final String WITH_A_PLACE = "file that names its place";

  private static final int LONG = 300;

  private Tree() {}

  /** Puts an archive in the place of everything but {@code .pvr}. */
  static void replace(Path directory, Path archive) throws IOException, InterruptedException {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.filter(path -> !path.endsWith(".pvr")).toList()) {
        Directories.remove(entry);
      }
    }
    Process tar =
        new ProcessBuilder("tar", "-xpf", archive.toString(), "-C", directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tar.waitFor() != 0) {
      throw new IOException("tar cannot unpack " + archive + ": " + said);
    }
  }

  static void write(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** The names in a {@code .pvr}, sorted. */
  static String names(Path pvr) throws IOException {
    try (Stream<Path> entries = Files.list(pvr)) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(name -> !OURS_ALONE.contains(name))
          .sorted()
          .collect(Collectors.joining(" "));
    }
  }

  /** A recorded pool: {@code id size mode} for each object. */
  static String objects(JsonObject recorded) {
    return recorded.members().entrySet().stream()
        .map(entry -> {
          List<Json> facts = ((JsonArray) entry.getValue()).items();
          return entry.getKey()
              + " "
              + ((JsonNumber) facts.get(0)).text()
              + " "
              + ((JsonString) facts.get(1)).value();
        })
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** A pool on the disk, in the same form. */
  static String objects(Path pool) throws IOException {
    if (!Files.isDirectory(pool)) {
      return "";
    }
    try (Stream<Path> entries = Files.list(pool)) {
      TreeMap<String, String> lines = new TreeMap<>();
      for (Path entry : entries.toList()) {
        lines.put(entry.getFileName().toString(), Files.size(entry) + " " + mode(entry));
      }
      return lines.entrySet().stream()
          .map(line -> line.getKey() + " " + line.getValue())
          .collect(Collectors.joining("\n"));
    }
  }

  /** A recorded listing: facts by path. */
  static Map<String, String> entries(List<JsonObject> recorded) {
    Map<String, String> entries = new TreeMap<>();
    for (JsonObject entry : recorded) {
      String facts =
          entry
              .string("link")
              .map(target -> "link " + target)
              .or(() -> entry.get("dir").map(yes -> "dir " + entry.string("mode").orElse("")))
              .orElseGet(() ->
                  "file "
                      + entry.string("mode").orElse("")
                      + " nlink "
                      + entry.integer("nlink").orElse(0L)
                      + " "
                      + entry.string("sha256").orElse(""));
      String name = entry.string("path").orElseThrow();
      entries.put(name, namesItsPlace(name) ? WITH_A_PLACE : facts);
    }
    return entries;
  }

  /**
   * Holds the path of the pool, so its bytes cannot be those of the record; snapshots compare it.
   */
  private static boolean namesItsPlace(String name) {
    return name.equals(".pvr/config") || name.endsWith("/.pvr/config");
  }

  /** A tree on the disk, in the same form. */
  static Map<String, String> entries(Path root) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.filter(each -> !each.equals(root)).toList()) {
        String name = root.relativize(path).toString();
        if (!OURS_ALONE.contains(path.getFileName().toString())) {
          entries.put(name, namesItsPlace(name) ? WITH_A_PLACE : facts(path));
        }
      }
    }
    return entries;
  }

  private static String facts(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path)) {
      return "dir " + mode(path);
    }
    return "file "
        + mode(path)
        + " nlink "
        + Files.getAttribute(path, "unix:nlink")
        + " "
        + sha256(Files.readAllBytes(path));
  }

  /** Permission bits, as the record writes them. */
  static String mode(Path path) throws IOException {
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return "0o" + Integer.toOctalString(mode & 07777);
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A long text is named by its hash. */
  static String brief(String text) {
    return text.length() <= LONG
        ? text
        : "sha256 " + sha256(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
