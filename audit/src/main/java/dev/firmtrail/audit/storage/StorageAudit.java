package dev.firmtrail.audit.storage;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateDiff;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One audit of a storage ({@code docs/audit-a-device.md}): every file of the object pool and of one
 * revision is read once, and held against a state. For one use, by one thread.
 */
public final class StorageAudit {
  static final String STATE = ".pvr/json";
  private static final int MOST_NAMED = 10;

  private final StorageDirectory storage;
  private final Expected expected;
  private final String revision;
  private final String trail;
  private final StoredTree pool;
  private final StoredTree tree;
  private final Readings readings = new Readings();
  private final StorageFindings findings;

  private StorageAudit(StorageDirectory storage, Expected expected, String revision)
      throws IOException {
    this.storage = storage;
    this.expected = expected;
    this.revision = revision;
    this.trail = StorageDirectory.TRAILS + "/" + revision + "/";
    this.pool = StoredTree.of(storage.root(), StorageDirectory.OBJECTS, 1);
    this.findings = new StorageFindings(expected, pool, readings);
    this.tree =
        StoredTree.of(storage.root(), StorageDirectory.TRAILS + "/" + revision, Integer.MAX_VALUE);
  }

  /**
   * Audits a storage.
   *
   * @param named the revision to look at, by whoever asks
   * @param implied the revision of which the state is; empty where nobody knows. The device must
   *     run it, where it runs any
   * @throws IOException what is there is no storage, or no revision of it can be looked at
   */
  public static StorageReport of(
      StorageDirectory storage,
      Expected expected,
      Optional<String> named,
      Optional<String> implied,
      Progress progress)
      throws IOException {
    Optional<String> current = named.isPresent() ? quietly(storage) : storage.current();
    String revision =
        named
            .or(() -> implied)
            .or(() -> current)
            .orElseThrow(() ->
                new IOException(
                    "the device has not run anything yet: there is no trails/current; name a revision with --rev"));
    if (!StorageDirectory.isRevision(revision)) {
      throw new IOException("no revision of a device: " + Shown.text(revision));
    }
    if (!storage.has(revision)) {
      return absent(storage, revision, current);
    }
    StorageAudit audit = new StorageAudit(storage, expected, revision);
    audit.run(progress);
    if (named.isEmpty() && current.isPresent() && !current.get().equals(revision)) {
      audit.findings.add(
          "trails/current",
          Finding.Kind.DIFFERENT,
          "names %s: the device runs or tries that, not %s".formatted(current.get(), revision));
    }
    return new StorageReport(
        storage.root(),
        revision,
        current,
        audit.findings.all(),
        audit.readings.count(),
        audit.readings.bytes());
  }

  private static Optional<String> quietly(StorageDirectory storage) {
    try {
      return storage.current();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static StorageReport absent(
      StorageDirectory storage, String revision, Optional<String> current) throws IOException {
    String there = storage.revisions().stream().sorted().collect(Collectors.joining(", "));
    Finding missing =
        new Finding(
            StorageDirectory.TRAILS + "/" + revision,
            Finding.Kind.MISSING,
            Optional.empty(),
            Optional.empty(),
            "the storage has no such revision, only: " + Shown.text(there));
    return new StorageReport(storage.root(), revision, current, List.of(missing), 0, 0);
  }

  private void run(Progress progress) throws IOException {
    wanted();
    readings.read(progress);
    tree.unreadable().forEach((name, why) -> findings.add(name, Finding.Kind.UNKNOWN, why));
    pool.unreadable().forEach((name, why) -> findings.add(name, Finding.Kind.UNKNOWN, why));
    stateItself();
    Set<String> known = keys();
    bootNames(known);
    extras(known);
    new PoolAudit(storage, revision, expected.state(), pool, readings, findings).run(reported());
  }

  /** Everything but what is read in another way, or not judged. */
  private void wanted() {
    for (Map.Entry<StatePath, StateEntry> entry : expected.state().entries().entrySet()) {
      if (entry.getValue() instanceof StateEntry.Inline(var json)) {
        file(trail + entry.getKey()).ifPresent(file -> readings.want(file, json));
      }
    }
    Stream.concat(tree.all().stream(), pool.all().stream())
        .filter(file -> file.type() == StoredFile.Type.FILE)
        .filter(file -> !isOfTheRuntime(file.name()) && !file.name().equals(trail + STATE))
        .forEach(readings::want);
  }

  private Optional<StoredFile> file(String name) {
    return tree.get(name).filter(file -> file.type() == StoredFile.Type.FILE);
  }

  private void stateItself() throws IOException {
    Optional<StoredFile> there = present(trail + STATE, "the device cannot start this revision");
    if (there.isEmpty()) {
      return;
    }
    StoredFile file = there.get();
    byte[] document;
    try {
      document = PlainFile.read(file.path());
    } catch (IOException cannot) {
      findings.add(file.name(), Finding.Kind.UNKNOWN, Readings.reason(cannot));
      return;
    }
    String detail = "";
    ObjectId found = ObjectId.of(document);
    try {
      State state = State.read(document);
      found = new ObjectId(state.id().hex());
      detail = difference(StateDiff.between(expected.state(), state));
    } catch (InvalidStateException broken) {
      detail = String.valueOf(broken.getMessage());
    }
    String problem = StorageFindings.together(detail, file.badMode());
    if (!problem.isEmpty()) {
      findings.put(
          new Finding(
              file.name(),
              Finding.Kind.DIFFERENT,
              Optional.of(new ObjectId(expected.state().id().hex())),
              Optional.of(found),
              problem));
    }
  }

  private static String difference(StateDiff diff) {
    return Stream.of(
            named("changed", diff.changed().keySet()),
            named("missing", diff.removed().keySet()),
            named("extra", diff.added().keySet()),
            diff.spec().isPresent() ? "another " + State.SPEC_KEY : "")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String named(String how, Set<StatePath> keys) {
    if (keys.isEmpty()) {
      return "";
    }
    String names =
        keys.stream()
            .limit(MOST_NAMED)
            .map(key -> Shown.text(key.text()))
            .collect(Collectors.joining(", "));
    int more = keys.size() - MOST_NAMED;
    return "%s: %s%s".formatted(how, names, more > 0 ? " and " + more + " more" : "");
  }

  /** Judges the file of each key, and tells which names that makes. */
  private Set<String> keys() {
    Set<String> known = new HashSet<>();
    for (Map.Entry<StatePath, StateEntry> entry : expected.state().entries().entrySet()) {
      String name = trail + entry.getKey();
      known.add(name);
      if (isExpanded(entry.getKey()) || tree.get(name).isPresent()) {
        present(name, "").ifPresent(file -> judge(file, entry.getKey(), entry.getValue()));
      }
    }
    return known;
  }

  /** What the runtime of a device passes over; whoever deploys by hand writes it all the same. */
  private static boolean isExpanded(StatePath key) {
    String text = key.text();
    String last = text.substring(text.lastIndexOf('/') + 1);
    return !(text.equals("README.md")
        || text.startsWith("_sigs/")
        || last.equals("src.json")
        || last.equals("build.json"));
  }

  /**
   * The file of a name. Where there is none, that is a finding, at the place where the way to it
   * ends.
   */
  private Optional<StoredFile> present(String name, String otherwise) {
    for (int slash = name.indexOf('/', trail.length());
        slash >= 0;
        slash = name.indexOf('/', slash + 1)) {
      String directory = name.substring(0, slash);
      Optional<StoredFile> there = tree.get(directory);
      if (there.isPresent() && there.get().type() != StoredFile.Type.DIRECTORY) {
        findings.add(
            directory,
            Finding.Kind.DIFFERENT,
            "is %s where a directory should be".formatted(there.get().type().words()));
      }
      if (findings.has(directory)) {
        return Optional.empty();
      }
    }
    if (tree.unreadable().containsKey(name)) {
      return Optional.empty();
    }
    Optional<StoredFile> there = tree.get(name);
    if (there.isEmpty()) {
      findings.add(
          name, Finding.Kind.MISSING, StorageFindings.together("there is no such file", otherwise));
    } else if (there.get().type() != StoredFile.Type.FILE) {
      findings.add(
          name,
          Finding.Kind.DIFFERENT,
          "is %s where a file should be".formatted(there.get().type().words()));
    }
    return there.filter(file -> file.type() == StoredFile.Type.FILE);
  }

  private void judge(StoredFile file, StatePath key, StateEntry entry) {
    boolean isWrittenTo = key.text().endsWith(".bind");
    switch (readings.of(file)) {
      case Reading.Failed(String why) -> findings.add(file.name(), Finding.Kind.UNKNOWN, why);
      case Reading.Whole read -> {
        Optional<ObjectId> wanted =
            entry instanceof StateEntry.ObjectRef(ObjectId id) ? Optional.of(id) : Optional.empty();
        String content =
            wanted.isPresent()
                ? findings.content(file, wanted.get(), read)
                : read.unlike().orElse("");
        if (isWrittenTo && !content.isEmpty()) {
          content += "; it is a copy that its container may write to, so that may be as it should";
        }
        String mode = file.badMode();
        String problem = StorageFindings.together(content, mode);
        if (!problem.isEmpty()) {
          Finding.Kind kind =
              isWrittenTo && mode.isEmpty() ? Finding.Kind.UNKNOWN : Finding.Kind.DIFFERENT;
          findings.put(
              content.isEmpty()
                  ? new Finding(file.name(), kind, Optional.empty(), Optional.empty(), problem)
                  : new Finding(file.name(), kind, wanted, Optional.of(read.id()), problem));
        }
      }
    }
  }

  private void bootNames(Set<String> known) {
    BootNames names = new BootNames(expected.state());
    String directory = trail + ".pv/";
    boolean isLinked = false;
    Set<Object> reported = reported();
    for (StoredFile file : tree.all()) {
      String name =
          file.name().startsWith(directory) ? file.name().substring(directory.length()) : "";
      Optional<ObjectId> target = names.target(name);
      if (!BootNames.isOne(name) || target.isEmpty()) {
        continue;
      }
      isLinked = true;
      known.add(file.name());
      if (!reported.contains(file.inode())) {
        present(file.name(), "")
            .ifPresent(link ->
                judge(link, new StatePath("bsp/" + name), new StateEntry.ObjectRef(target.get())));
      }
    }
    if (isLinked) {
      names.needed().forEach(name -> present(directory + name, "nothing to start with"));
    }
  }

  private void extras(Set<String> known) {
    for (StoredFile file : tree.all()) {
      boolean isBelowAFinding = false;
      for (int slash = file.name().indexOf('/', trail.length());
          slash >= 0;
          slash = file.name().indexOf('/', slash + 1)) {
        isBelowAFinding |= findings.has(file.name().substring(0, slash));
      }
      boolean isNamed =
          file.type() == StoredFile.Type.DIRECTORY
              || (tree.get(file.name()).isPresent() && isNamed(file.name(), known));
      if (!isNamed && !isBelowAFinding) {
        findings.extra(file, "is no file of the state, and none that a device makes");
      }
    }
  }

  private boolean isNamed(String name, Set<String> known) {
    return known.contains(name)
        || findings.has(name)
        || name.equals(trail + STATE)
        || isOfTheRuntime(name);
  }

  /** What a device writes beside the files of a state. */
  private boolean isOfTheRuntime(String name) {
    return name.startsWith(trail) && RuntimeFiles.isOne(name.substring(trail.length()));
  }

  /** One file is named once, whatever number of names it has. */
  private Set<Object> reported() {
    return findings.names().stream()
        .flatMap(name -> tree.get(name).stream())
        .map(StoredFile::inode)
        .collect(Collectors.toSet());
  }
}
