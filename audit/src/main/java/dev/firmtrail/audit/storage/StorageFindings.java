package dev.firmtrail.audit.storage;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was found on a storage, one finding a name; and in what way a file is not an object. */
final class StorageFindings {
  static final String OBJECTS = StorageDirectory.OBJECTS + "/";

  private final Expected expected;
  private final StoredTree pool;
  private final Readings readings;
  private final TreeMap<String, Finding> byName = new TreeMap<>();

  StorageFindings(Expected expected, StoredTree pool, Readings readings) {
    this.expected = expected;
    this.pool = pool;
    this.readings = readings;
  }

  /** In the order of their names. */
  List<Finding> all() {
    return List.copyOf(byName.values());
  }

  Set<String> names() {
    return byName.keySet();
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** In the place of what was found of that name before. */
  void put(Finding finding) {
    byName.put(finding.path(), finding);
  }

  /** In what way a file is not the object that it should be; empty where it is. */
  String content(StoredFile file, ObjectId wanted, Reading.Whole read) {
    if (read.id().equals(wanted)) {
      return "";
    }
    Optional<StoredFile> object = pool.get(OBJECTS + wanted);
    boolean isTheObject = object.isPresent() && object.get().inode().equals(file.inode());
    boolean isObjectWhole = object.isPresent() && !isTheObject && isWhole(object.get(), wanted);
    Optional<Long> size =
        Optional.ofNullable(expected.sizes().get(wanted))
            .or(() -> isObjectWhole ? object.map(StoredFile::size) : Optional.empty());
    String other = expected.state().objectPaths().get(read.id());
    return Stream.of(
            size.map(bytes -> length(read.size(), bytes))
                .orElse("other bytes, " + read.size() + " of them"),
            read.zeros() > 0
                ? "%d of them read as zeros in whole blocks, as where a sparse file has holes"
                    .formatted(read.zeros())
                : "",
            other == null ? "" : "it has the content of " + Shown.text(other),
            isTheObject && !file.name().startsWith(OBJECTS)
                ? "it is one file with " + OBJECTS + wanted
                : "",
            isObjectWhole ? "it is not linked to " + OBJECTS + wanted + ", which is whole" : "")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String length(long found, long expected) {
    if (found < expected) {
      return "truncated: %d of %d bytes".formatted(found, expected);
    }
    return found > expected
        ? "%d bytes, %d more than it should have".formatted(found, found - expected)
        : "other bytes, as many as there should be (%d)".formatted(found);
  }

  private boolean isWhole(StoredFile object, ObjectId id) {
    return object.type() == StoredFile.Type.FILE
        && readings.of(object) instanceof Reading.Whole read
        && read.id().equals(id);
  }

  void extra(StoredFile file, String detail) {
    Optional<ObjectId> found =
        file.type() == StoredFile.Type.FILE && readings.of(file) instanceof Reading.Whole read
            ? Optional.of(read.id())
            : Optional.empty();
    String type = file.type() == StoredFile.Type.FILE ? "" : file.type().words();
    put(
        new Finding(
            file.name(), Finding.Kind.EXTRA, Optional.empty(), found, together(detail, type)));
  }

  void add(String name, Finding.Kind kind, String detail) {
    add(name, kind, Optional.empty(), detail);
  }

  void add(String name, Finding.Kind kind, Optional<ObjectId> id, String detail) {
    byName.putIfAbsent(name, new Finding(name, kind, id, Optional.empty(), detail));
  }

  static String together(String... texts) {
    return Stream.of(texts).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
  }
}
