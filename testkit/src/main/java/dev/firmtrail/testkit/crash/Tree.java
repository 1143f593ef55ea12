package dev.firmtrail.testkit.crash;

import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lies under one directory, or would lie there.
 *
 * @param nodes by path relative to the directory; a directory's path sorts before what is in it
 */
public record Tree(SortedMap<String, Node> nodes) {
  public Tree {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /** What has a name. */
  public sealed interface Node {}

  /** A directory. */
  public record Directory() implements Node {}

  /** A file. */
  public record File(Bytes content) implements Node {}

  /** A symbolic link. */
  public record Link(String target) implements Node {}

  /** Reads what is there. */
  public static Tree of(Path root) throws IOException {
    SortedMap<String, Node> nodes = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.filter(path -> !path.equals(root))::iterator) {
        nodes.put(root.relativize(path).toString(), node(path));
      }
    }
    return new Tree(nodes);
  }

  private static Node node(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return new Link(Files.readSymbolicLink(path).toString());
    }
    return Files.isDirectory(path) ? new Directory() : new File(Bytes.of(Files.readAllBytes(path)));
  }

  /** Makes a directory hold this and nothing else. Only its owner can read what lies in it. */
  public void writeTo(Path root) throws IOException {
    Directories.remove(root);
    Files.createDirectories(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (Map.Entry<String, Node> each : nodes.entrySet()) {
      Path path = root.resolve(each.getKey());
      switch (each.getValue()) {
        case Directory() -> Files.createDirectory(path);
        case File(Bytes content) -> Files.write(path, content.toArray());
        case Link(String target) -> Files.createSymbolicLink(path, Path.of(target));
      }
    }
  }

  /** The same for the same content, and for practical purposes for no other. */
  public String fingerprint() {
    MessageDigest digest = sha256();
    nodes.forEach((path, node) -> {
      update(digest, path);
      switch (node) {
        case Directory() -> update(digest, "/");
        case File(Bytes content) -> {
          update(digest, "f" + content.length());
          digest.update(content.toArray());
        }
        case Link(String target) -> update(digest, "l" + target);
      }
    });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
