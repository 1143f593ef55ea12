package dev.firmtrail.cli.model;

import dev.firmtrail.cli.published.GoJson;
import dev.firmtrail.cli.published.OldMergePatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a workspace must hold, in memory. */
final class ModelWorkspace {
  static final String SPEC = "#spec";
  static final String DEFAULT_SPEC = "pantavisor-service-system@1";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  final String name;

  /** Contents by path. */
  final TreeMap<String, String> files = new TreeMap<>(GoJson.KEYS);

  final TreeSet<String> directories = new TreeSet<>(GoJson.KEYS);

  /** What was added: whether raw, and the content's id at that time. */
  final TreeMap<String, Added> added = new TreeMap<>(GoJson.KEYS);

  /** The texts of {@code .pvr/json}, {@code .pvr/new} and {@code .pvr/commitmsg}. */
  String json = "{ \"#spec\": \"" + DEFAULT_SPEC + "\" }";

  Optional<String> message = Optional.empty();
  boolean hasNew;

  private final Map<String, String> objects;
  private ObjectNode committed = NODES.objectNode().put(SPEC, DEFAULT_SPEC);

  record Added(boolean raw, String sha) {}

  /**
   * The tree held against the committed state.
   *
   * @param next what a commit would make
   * @param lines what status prints
   */
  record Compared(ObjectNode next, List<String> lines) {}

  /**
   * @param objects the pool, contents by id; shared
   */
  ModelWorkspace(String name, Map<String, String> objects) {
    this.name = name;
    this.objects = objects;
  }

  ObjectNode committed() {
    return committed;
  }

  /** Makes a state the committed one. */
  void adopt(ObjectNode state) {
    committed = state;
    json = GoJson.canonical(state);
  }

  void forgetAdded() {
    added.clear();
    hasNew = false;
  }

  void add(String key, boolean raw) {
    if (!key.startsWith(".pv") || isTracked(key)) {
      added.put(key, new Added(raw, Sha.of(files.getOrDefault(key, ""))));
    }
  }

  String newText() {
    ObjectNode entries = NODES.objectNode();
    added.forEach(
        (key, entry) -> entries.putObject(key).put("ForceObject", entry.raw).put("Sha", entry.sha));
    return GoJson.canonical(entries);
  }

  boolean isTracked(String key) {
    return committed.has(key) || added.containsKey(key);
  }

  static boolean isObject(String key, JsonNode value) {
    return !key.equals(SPEC) && (!key.endsWith(".json") || GoJson.looksLikeAnId(value));
  }

  /** Empty when a tracked file that should be JSON is none. */
  Optional<Compared> compare() {
    ObjectNode next = NODES.objectNode().put(SPEC, committed.path(SPEC).asString());
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      String key = file.getKey();
      if (!isTracked(key)) {
        lines.add("? " + key);
        continue;
      }
      JsonNode now;
      try {
        now = entry(key, file.getValue());
      } catch (JacksonException | IllegalArgumentException noJson) {
        return Optional.empty();
      }
      Optional<JsonNode> before = Optional.ofNullable(committed.get(key));
      boolean same = before.filter(then -> isSame(key, now, then)).isPresent();
      if (!same) {
        lines.add((before.isPresent() ? "C " : "A ") + key);
      }
      next.set(key, before.filter(then -> same).orElse(now));
    }
    committed.propertyNames().stream()
        .filter(key -> !key.equals(SPEC) && !files.containsKey(key))
        .forEach(key -> lines.add("D " + key));
    return Optional.of(new Compared(next, lines));
  }

  private JsonNode entry(String key, String content) {
    boolean raw =
        !key.endsWith(".json")
            || (added.containsKey(key) && added.get(key).raw)
            || (committed.has(key) && isObject(key, committed.get(key)));
    if (!raw) {
      JsonNode value = GoJson.whole(Sha.utf8(content));
      if (!GoJson.looksLikeAnId(value)) {
        return value;
      }
    }
    return NODES.stringNode(Sha.of(content));
  }

  /** What the published program's commit would have left of a value counts as that value. */
  private static boolean isSame(String key, JsonNode now, JsonNode before) {
    if (now.equals(before)) {
      return true;
    }
    if (isObject(key, now) || isObject(key, before)) {
      return false;
    }
    try {
      return OldMergePatch.withoutNulls(GoJson.asDoubles(now)).equals(before);
    } catch (IllegalArgumentException beyondDoubles) {
      return false;
    }
  }

  void commit(ObjectNode next, String text) {
    files.forEach((key, content) -> {
      if (next.has(key) && isObject(key, next.get(key))) {
        objects.put(Sha.of(content), content);
      }
    });
    adopt(next);
    message = Optional.of(text);
    forgetAdded();
  }

  /** Whether something in the tree stands where the committed state needs something else. */
  boolean canCheckOut() {
    for (String key : committed.propertyNames()) {
      if (!key.equals(SPEC) && (directories.contains(key) || isBelowAFile(key))) {
        return false;
      }
    }
    return true;
  }

  boolean isBelowAFile(String key) {
    return parents(key).stream().anyMatch(files::containsKey);
  }

  void checkOut(boolean canonical) {
    committed.forEachEntry((key, value) -> {
      if (!key.equals(SPEC)) {
        write(key, text(key, value, canonical));
      }
    });
    forgetAdded();
  }

  private String text(String key, JsonNode value, boolean canonical) {
    if (isObject(key, value)) {
      return Objects.requireNonNull(objects.get(value.asString()), key);
    }
    return canonical ? GoJson.canonical(value) : GoJson.pretty(value);
  }

  void write(String key, String content) {
    directories.addAll(parents(key));
    files.put(key, content);
  }

  void makeDirectory(String key) {
    directories.add(key);
    directories.addAll(parents(key));
  }

  /** Removes a file, or a directory with all that is in it. */
  void delete(String key) {
    files.keySet().removeIf(each -> isWithin(each, key));
    directories.removeIf(each -> isWithin(each, key));
  }

  void rename(String from, String to) {
    TreeMap<String, String> moved = new TreeMap<>(GoJson.KEYS);
    files.forEach((key, content) -> {
      if (isWithin(key, from)) {
        moved.put(to + key.substring(from.length()), content);
      }
    });
    List<String> movedDirectories =
        directories.stream()
            .filter(key -> isWithin(key, from))
            .map(key -> to + key.substring(from.length()))
            .toList();
    delete(from);
    files.putAll(moved);
    directories.addAll(movedDirectories);
  }

  boolean exists(String key) {
    return files.containsKey(key) || directories.contains(key);
  }

  static boolean isWithin(String key, String directory) {
    return key.equals(directory) || key.startsWith(directory + "/");
  }

  static List<String> parents(String key) {
    List<String> parents = new ArrayList<>();
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      parents.add(key.substring(0, slash));
    }
    return parents;
  }
}
