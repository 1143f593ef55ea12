package dev.firmtrail.audit.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that lies below a directory of a storage. */
final class StoredTree {
  /** Twenty times what a state of a large device has; a storage made to fill memory has more. */
  private static final int MOST_FILES = 1_000_000;

  private final Path storage;
  private final List<StoredFile> all = new ArrayList<>();
  private final Map<String, StoredFile> byName = new HashMap<>();
  private final TreeMap<String, String> unreadable = new TreeMap<>();

  private StoredTree(Path storage) {
    this.storage = storage;
  }

  /**
   * Looks at everything; opens nothing but directories.
   *
   * @param depth how far down; {@link Integer#MAX_VALUE} for all
   */
  static StoredTree of(Path storage, String directory, int depth) throws IOException {
    StoredTree tree = new StoredTree(storage);
    Path start = storage.resolve(directory);
    Files.walkFileTree(start, Set.of(), depth, tree.new Visitor(start));
    return tree;
  }

  List<StoredFile> all() {
    return all;
  }

  Optional<StoredFile> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** What could not be looked at, with the reason. */
  Map<String, String> unreadable() {
    return unreadable;
  }

  private void add(Path path, BasicFileAttributes facts) throws IOException {
    if (all.size() >= MOST_FILES) {
      throw new IOException(
          "%s has more than %,d files, which is no storage of a device"
              .formatted(storage, MOST_FILES));
    }
    String name = storage.relativize(path).toString();
    int mode = (int) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS);
    StoredFile file =
        new StoredFile(path, name, inode(path, facts), type(facts), mode, facts.size());
    all.add(file);
    // A name that is no UTF-8 reads like another one, which it must not stand for.
    if (storage.resolve(name).equals(path)) {
      byName.put(name, file);
    }
  }

  private static Object inode(Path path, BasicFileAttributes facts) {
    return Optional.ofNullable(facts.fileKey()).orElse(path);
  }

  private static StoredFile.Type type(BasicFileAttributes facts) {
    if (facts.isRegularFile()) {
      return StoredFile.Type.FILE;
    }
    if (facts.isDirectory()) {
      return StoredFile.Type.DIRECTORY;
    }
    return facts.isSymbolicLink() ? StoredFile.Type.LINK : StoredFile.Type.OTHER;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path start;

    Visitor(Path start) {
      this.start = start;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts)
        throws IOException {
      if (!directory.equals(start)) {
        add(directory, facts);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
      try {
        add(file, facts);
      } catch (NoSuchFileException vanished) {
        return visitFileFailed(file, vanished);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException why) {
      unreadable.put(storage.relativize(file).toString(), Readings.reason(why));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException why) {
      return why == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, why);
    }
  }
}
