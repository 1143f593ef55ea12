package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What kas makes of one command line: files in the order in which it merges them. Before each file
 * come its lock and then its includes, so a lock beside an include wins over the lock beside the
 * file that includes it.
 *
 * @param files in order of merging; what stands later wins
 * @param isComplete whether all includes are at hand
 */
public record KasProject(List<KasFile> files, boolean isComplete) {
  /** Includes of a project that was made to fill memory. */
  private static final int MOST_FILES = 2_000;

  public KasProject {
    files = List.copyOf(files);
  }

  /**
   * Reads a project.
   *
   * @param tops files as the command line of kas takes them, such as {@code a.yml:b.yml}
   */
  static KasProject read(SourceTree tree, String tops) {
    Loading loading = new Loading(tree);
    for (String top : tops.split(":", -1)) {
      loading.add(tree.find(top));
    }
    return new KasProject(loading.files, loading.isComplete);
  }

  /**
   * The file that a text among the includes names; kas looks from the root, then beside the file.
   */
  static Optional<SourceFile> included(SourceTree tree, SourceFile from, String path) {
    Optional<SourceFile> below =
        path.startsWith("/") ? tree.find(path.substring(1)) : tree.find(path);
    return below.isPresent() ? below : tree.beside(from, path);
  }

  private static final class Loading {
    private final SourceTree tree;
    private final List<KasFile> files = new ArrayList<>();
    private final Set<String> open = new HashSet<>();
    private boolean isComplete = true;

    Loading(SourceTree tree) {
      this.tree = tree;
    }

    void add(Optional<SourceFile> found) {
      Optional<KasFile> read = found.flatMap(KasFile::of);
      if (read.isEmpty() || files.size() >= MOST_FILES) {
        isComplete = false;
        return;
      }
      KasFile file = read.get();
      if (!open.add(file.file().path())) {
        return;
      }
      Optional<SourceFile> lock = tree.find(file.lockPath());
      if (lock.isPresent()) {
        add(lock);
      }
      for (YamlNode include : file.includes()) {
        switch (include) {
          case YamlNode.Text text -> add(included(tree, file.file(), text.value()));
          case YamlNode.Members other -> isComplete = false;
          case YamlNode.Items list -> isComplete = false;
          case YamlNode.Unknown unknown -> isComplete = false;
        }
      }
      open.remove(file.file().path());
      files.add(file);
    }
  }

  /** A value, and the file that gives it. */
  record Given(YamlNode node, KasFile by) {
    Optional<String> text() {
      return node instanceof YamlNode.Text text && !text.isNull()
          ? Optional.of(text.value())
          : Optional.empty();
    }
  }

  /**
   * What is left at a path when all files are merged: of maps each one that counts, of anything
   * else the last. Empty where nothing is.
   */
  List<Given> given(String... path) {
    List<Given> given = new ArrayList<>();
    for (KasFile file : files) {
      YamlNode node = file.map();
      boolean isThere = true;
      for (String step : path) {
        if (!(node instanceof YamlNode.Members map)) {
          // What is no map replaces what was below.
          given.clear();
          isThere = false;
          break;
        }
        Optional<YamlNode> next = map.get(step);
        if (next.isEmpty()) {
          isThere = false;
          break;
        }
        node = next.get();
      }
      if (isThere) {
        boolean joins =
            node instanceof YamlNode.Members
                && (given.isEmpty() || given.getLast().node() instanceof YamlNode.Members);
        if (!joins) {
          given.clear();
        }
        given.add(new Given(node, file));
      }
    }
    return given;
  }

  /** The one value at a path that is no map, null among them; empty where the key is nowhere. */
  Optional<Given> value(String... path) {
    List<Given> given = given(path);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
  }

  /** Keys of the map at a path, in the order in which they are first given. */
  List<String> keys(String... path) {
    return given(path).stream()
        .filter(given -> given.node() instanceof YamlNode.Members)
        .flatMap(given -> ((YamlNode.Members) given.node()).members().stream())
        .map(member -> member.key().value())
        .distinct()
        .toList();
  }

  /** All repositories, in order. */
  public List<KasRepository> repositories() {
    return keys("repos").stream().map(id -> KasRepository.of(this, id)).toList();
  }

  public Optional<KasRepository> repository(String id) {
    return keys("repos").contains(id) ? Optional.of(KasRepository.of(this, id)) : Optional.empty();
  }
}
