package dev.firmtrail.testkit.crash;

import dev.firmtrail.testkit.crash.Trace.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a program does, and knows what every other program would see meanwhile. Paths
 * are relative to the directory that is looked at; the empty one is that directory. For one thread.
 */
public final class Recording {
  private final Map<Entry, Integer> before = new HashMap<>();
  private final Map<Entry, Bound> now = new HashMap<>();
  private final List<Tree.Node> kinds = new ArrayList<>();
  private final List<Bytes> contents = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<Trace.Step> steps = new ArrayList<>();
  private final List<Integer> needs = new ArrayList<>();
  private int begun;
  private int ended;

  /** Which file a name stands for, and the step that gave it. */
  private record Bound(int file, int step) {}

  /** Begins with what lies on the disk, durably. */
  public Recording(Tree tree) {
    number(new Tree.Directory(), "");
    tree.nodes()
        .forEach((path, node) -> {
          Entry entry = entry(path);
          int file = number(node, path);
          before.put(entry, file);
          now.put(entry, new Bound(file, -1));
        });
  }

  private int number(Tree.Node node, String label) {
    kinds.add(node);
    contents.add(node instanceof Tree.File(Bytes content) ? content : Bytes.of(""));
    labels.add(label);
    return kinds.size() - 1;
  }

  /**
   * When the next operation takes place. Without this, each one follows the one before.
   *
   * @param from its effects may be there from this instant
   * @param to and are all there at this one
   */
  Recording between(int from, int to) {
    begun = from;
    ended = to;
    return this;
  }

  private void add(Operation operation, int need) {
    steps.add(new Trace.Step(operation, begun, ended));
    needs.add(need);
    begun = ended + 1;
    ended = begun;
  }

  private Entry entry(String path) {
    int slash = path.lastIndexOf('/');
    return new Entry(file(path.substring(0, Math.max(0, slash))), path.substring(slash + 1));
  }

  /** What a path stands for now; empty when nothing does. */
  Optional<Integer> find(String path) {
    int at = Trace.ROOT;
    if (!path.isEmpty()) {
      for (String name : path.split("/", -1)) {
        @Nullable Bound bound = now.get(new Entry(at, name));
        if (bound == null) {
          return Optional.empty();
        }
        at = bound.file();
      }
    }
    return Optional.of(at);
  }

  int file(String path) {
    return find(path).orElseThrow(() -> new NoSuchElementException("no " + path));
  }

  private Bound bound(Entry entry) {
    return Optional.ofNullable(now.get(entry))
        .orElseThrow(() -> new NoSuchElementException("no " + entry));
  }

  /** The bytes that a program would read now. */
  Bytes content(int file) {
    return contents.get(file);
  }

  public Recording createFile(String path) {
    return create(path, new Tree.File(Bytes.of("")));
  }

  public Recording createDirectory(String path) {
    return create(path, new Tree.Directory());
  }

  Recording createLink(String path, String target) {
    return create(path, new Tree.Link(target));
  }

  private Recording create(String path, Tree.Node node) {
    Entry entry = entry(path);
    name(entry, number(node, path));
    return this;
  }

  private void name(Entry entry, int file) {
    now.put(entry, new Bound(file, steps.size()));
    add(new Operation.Add(entry.directory(), entry.name(), file), -1);
  }

  /** One more name of a file. */
  Recording link(String path, String other) {
    name(entry(other), file(path));
    return this;
  }

  public Recording remove(String path) {
    Entry entry = entry(path);
    Bound bound = bound(entry);
    now.remove(entry);
    add(new Operation.Remove(entry.directory(), entry.name(), bound.file()), bound.step());
    return this;
  }

  public Recording rename(String path, String other) {
    Entry from = entry(path);
    Entry to = entry(other);
    Bound bound = bound(from);
    now.remove(from);
    now.put(to, new Bound(bound.file(), steps.size()));
    labels.set(bound.file(), other);
    add(
        new Operation.Move(from.directory(), from.name(), to.directory(), to.name(), bound.file()),
        bound.step());
    return this;
  }

  public Recording write(String path, long offset, Bytes bytes) {
    return write(file(path), offset, bytes);
  }

  Recording write(int file, long offset, Bytes bytes) {
    contents.set(file, contents.get(file).with(offset, bytes, 0, bytes.length()));
    add(new Operation.Write(file, offset, bytes), -1);
    return this;
  }

  public Recording resize(String path, long size) {
    return resize(file(path), size);
  }

  Recording resize(int file, long size) {
    contents.set(file, contents.get(file).ofLength(size));
    add(new Operation.Resize(file, size), -1);
    return this;
  }

  /** Of a file's bytes, or of a directory's entries. */
  public Recording sync(String path) {
    return sync(file(path));
  }

  Recording sync(int file) {
    add(new Operation.Sync(file), -1);
    return this;
  }

  public Recording syncEverything() {
    return sync(Operation.Sync.EVERYTHING);
  }

  /** Somebody outside is told. */
  public Recording promise(String what) {
    add(new Operation.Promise(what), -1);
    return this;
  }

  public Trace trace() {
    return new Trace(before, kinds, steps, needs, labels);
  }
}
