package dev.firmtrail.cli.published;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A workspace as the published program sees it. Read anew for each command. */
final class OldWorkspace {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  static final String SPEC = "#spec";

  final Path root;
  final ObjectNode pristine;
  final ObjectNode added;
  final Path objects;

  OldWorkspace(Path root) throws IOException {
    this.root = root;
    this.pristine = object(root.resolve(".pvr/json"));
    Path fresh = root.resolve(".pvr/new");
    this.added = Files.exists(fresh) ? object(fresh) : NODES.objectNode();
    String directory = object(root.resolve(".pvr/config")).path("ObjectsDir").asString("");
    this.objects = root.resolve(directory.isEmpty() ? ".pvr/objects" : directory);
  }

  private static ObjectNode object(Path file) throws IOException {
    return (ObjectNode) GoJson.first(Files.readAllBytes(file));
  }

  /** Paths of all that is no directory, links not followed. */
  List<String> tree() throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> root.relativize(path).toString())
          .sorted(GoJson.KEYS)
          .toList();
    }
  }

  boolean isTracked(String key) {
    return pristine.has(key) || added.has(key);
  }

  boolean isInline(String key) {
    return key.endsWith(".json")
        && !(pristine.has(key) && GoJson.looksLikeAnId(pristine.get(key)))
        && !added.path(key).path("ForceObject").asBoolean(false);
  }

  /**
   * The state that the tracked files make.
   *
   * @throws IllegalArgumentException a file is no JSON, or cannot be read
   */
  ObjectNode working() throws IOException {
    ObjectNode state = NODES.objectNode();
    state.put(SPEC, pristine.path(SPEC).asString("pantavisor-service-system@1"));
    for (String key : tree()) {
      if (isTracked(key)) {
        state.set(key, isInline(key) ? json(key) : NODES.stringNode(sha(root.resolve(key))));
      }
    }
    return state;
  }

  private JsonNode json(String key) throws IOException {
    try {
      return GoJson.first(Files.readAllBytes(root.resolve(key)));
    } catch (JacksonException broken) {
      throw new IllegalArgumentException("JSON Unmarshal (" + key + ")", broken);
    }
  }

  /** What a commit would change. */
  ObjectNode diff() throws IOException {
    return OldMergePatch.between(
        (ObjectNode) GoJson.asDoubles(pristine), (ObjectNode) GoJson.asDoubles(working()));
  }

  void write(String name, String text) throws IOException {
    replace(root.resolve(".pvr").resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  static void replace(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, content);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  static String sha(Path file) {
    try {
      return sha(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static String sha(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
