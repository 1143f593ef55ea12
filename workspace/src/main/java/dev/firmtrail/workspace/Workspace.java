package dev.firmtrail.workspace;

import dev.firmtrail.objects.Batch;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.FsckReport;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.TolerantState;
import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An open workspace. Reads {@code .pvr/} once, when it is opened; each verb that changes something
 * writes it back durably before it returns. For one thread; other processes may run beside it.
 */
public final class Workspace {
  private final Path root;
  private final WorkspaceFiles files;
  private final Dialect dialect;
  private final ObjectStore objects;
  private final AddedFiles added;
  private final StatCache cache;
  private final List<String> tolerated;
  private WorkspaceConfig config;
  private State pristine;
  private Map<String, StateEntry> committed;

  private Workspace(
      Path root,
      Dialect dialect,
      WorkspaceConfig config,
      TolerantState read,
      AddedFiles added,
      StatCache cache)
      throws IOException {
    this.root = root;
    this.files = WorkspaceFiles.of(root);
    this.dialect = dialect;
    this.config = config;
    this.objects =
        ObjectStore.open(
            config.objectsDirectory(root).orElse(files.directory().resolve("objects")));
    this.added = added;
    this.cache = cache;
    this.tolerated = read.tolerated();
    this.pristine = read.state();
    this.committed = byKey(pristine);
  }

  /**
   * The root of the workspace that a directory lies in: itself or the nearest parent with a file
   * {@code .pvr/json}.
   */
  public static Optional<Path> find(Path start) {
    return WorkspaceFiles.find(start);
  }

  /**
   * Makes an empty workspace.
   *
   * @return empty when there is a {@code .pvr} already; nothing is changed then
   */
  public static Optional<Workspace> init(
      Path root, Path objectsDirectory, String spec, Dialect dialect)
      throws IOException, WorkspaceException {
    if (!WorkspaceFiles.create(root, spec, WorkspaceConfig.withObjectsIn(objectsDirectory))) {
      return Optional.empty();
    }
    return Optional.of(open(root, dialect));
  }

  /** Opens the workspace at a root that {@link #find} named. */
  public static Workspace open(Path root, Dialect dialect) throws IOException, WorkspaceException {
    Path absolute = root.toAbsolutePath().normalize();
    WorkspaceFiles files = WorkspaceFiles.of(absolute);
    if (Files.isDirectory(files.json())) {
      throw new WorkspaceException("repo is in bad state. .pvr/json is a directory");
    }
    StatCache.Loading cache = StatCache.begin(files.directory());
    TolerantState read = readPristine(files.json());
    return new Workspace(
        absolute,
        dialect,
        WorkspaceConfig.read(files.config()),
        read,
        AddedFiles.read(files.added()),
        cache.get());
  }

  private static TolerantState readPristine(Path json) throws IOException, WorkspaceException {
    try {
      return CommittedState.read(json);
    } catch (NoSuchFileException missing) {
      throw new WorkspaceException(
          "not a workspace: there is no " + json + "; make one with 'pvr init' or 'pvr clone'",
          missing);
    }
  }

  private static Map<String, StateEntry> byKey(State state) {
    Map<String, StateEntry> entries = HashMap.newHashMap(state.entries().size());
    for (Map.Entry<StatePath, StateEntry> each : state.entries().entrySet()) {
      entries.put(each.getKey().text(), each.getValue());
    }
    return entries;
  }

  /** Absolute. */
  public Path root() {
    return root;
  }

  public ObjectStore objects() {
    return objects;
  }

  /** The committed state. */
  public State pristine() {
    return pristine;
  }

  /**
   * What had to be tolerated to read the committed state, a line each, fit to be shown; the next
   * commit writes it mended.
   */
  public List<String> tolerated() {
    return tolerated;
  }

  public WorkspaceConfig config() {
    return config;
  }

  /**
   * Changes the settings; durable on return. Where objects are stays as it was when the workspace
   * was opened.
   */
  public void configure(WorkspaceConfig changed) throws IOException {
    changed.save(files.config());
    config = changed;
  }

  /**
   * Tracks files, from now until the next commit or checkout.
   *
   * @param patterns globs and directories relative to {@code from}; none is everything below {@code
   *     from}
   * @param raw store what matches as objects, JSON too
   */
  public AddReport add(List<String> patterns, Path from, boolean raw, Progress progress)
      throws IOException, WorkspaceException {
    return add(patterns, from, raw ? EnumSet.of(AddOption.RAW) : Set.of(), progress);
  }

  /**
   * {@link #add(List, Path, boolean, Progress)} with more that can be asked for. What {@code
   * .pvrignore} ignores is tracked only when it is named exactly or {@link AddOption#IGNORED} says
   * so.
   */
  public AddReport add(List<String> patterns, Path from, Set<AddOption> options, Progress progress)
      throws IOException, WorkspaceException {
    Tracking tracking = new Tracking(root, committed.keySet(), added);
    AddReport report =
        tracking.add(patterns, from, options, tracksBootFiles(), reader(progress)::ids);
    saveCache();
    return report;
  }

  /**
   * Forgets files that were added since the last commit; durable on return. Touches neither the
   * files nor the committed state.
   *
   * @param patterns as for {@link #add}
   */
  public UnaddReport unadd(List<String> patterns, Path from)
      throws IOException, WorkspaceException {
    UnaddReport report = new Tracking(root, committed.keySet(), added).unadd(patterns, from);
    saveCache();
    return report;
  }

  /** The keys that were added since the last commit, sorted; they may be committed as well. */
  public List<String> added() {
    return List.copyOf(added.keys());
  }

  /** What a person means who typed patterns in a directory of this workspace. */
  public Selection selection(List<String> patterns, Path from)
      throws IOException, WorkspaceException {
    return new Tracking(root, committed.keySet(), added).selection(patterns, from);
  }

  private boolean isTracked(String key) {
    return committed.containsKey(key) || added.contains(key);
  }

  private boolean tracksBootFiles() {
    return anyBootFile(committed.keySet()) || anyBootFile(added.keys());
  }

  private static boolean anyBootFile(Set<String> keys) {
    for (String key : keys) {
      if (key.startsWith(WorkTree.BOOT_DIRECTORY + "/")) {
        return true;
      }
    }
    return false;
  }

  private TreeReader reader(Progress progress) {
    return new TreeReader(dialect, committed, added, cache, files.directory(), progress);
  }

  private void saveCache() {
    cache.save(this::isTracked);
  }

  /**
   * Writes a file that says nothing but the time, and tracks it until this workspace is committed,
   * so that the next state is like none before it.
   */
  public void checkpoint(OffsetDateTime now) throws IOException {
    added.put(Checkpoint.KEY, false, Checkpoint.write(root, now));
  }

  /** Compares the work tree with the committed state. */
  public Status status(Progress progress) throws IOException, WorkspaceException {
    List<String> untracked = new ArrayList<>();
    Comparison comparison = compare(new Intake.Hashing(), untracked, progress);
    saveCache();
    untracked.sort(CodePointOrder.INSTANCE);
    IgnoreRules rules = IgnoreRules.of(root);
    Map<Boolean, List<String>> byIgnored =
        untracked.stream().collect(Collectors.partitioningBy(rules::ignores));
    return new Status(
        comparison.added(),
        comparison.removed(),
        comparison.changed(),
        Objects.requireNonNull(byIgnored.get(false)),
        Objects.requireNonNull(byIgnored.get(true)));
  }

  private Comparison compare(Intake intake, List<String> untracked, Progress progress)
      throws IOException, WorkspaceException {
    List<WorkTree.Item> tracked = new ArrayList<>();
    for (WorkTree.Item item : WorkTree.list(root, root, tracksBootFiles())) {
      if (item.kind() == WorkTree.Kind.EMPTY_DIRECTORY) {
        continue;
      }
      if (item.text() && isTracked(item.key())) {
        tracked.add(item);
      } else if (!Tracking.isReserved(item.key())) {
        untracked.add(item.key());
      }
    }
    return Comparison.of(dialect, pristine, committed, reader(progress).read(tracked, intake));
  }

  /** The state of the work tree, as a commit would make it. */
  public State working(Progress progress) throws IOException, WorkspaceException {
    Comparison comparison = compare(new Intake.Hashing(), new ArrayList<>(), progress);
    saveCache();
    return comparison.working();
  }

  /** The merge patch (RFC 7396) from the committed state to that of the work tree. */
  public Json diff(Progress progress) throws IOException, WorkspaceException {
    Comparison comparison = compare(new Intake.Hashing(), new ArrayList<>(), progress);
    saveCache();
    return comparison.patch();
  }

  /**
   * Stores new and changed files as objects and makes the state of the work tree the committed one;
   * durable on return.
   */
  public CommitReport commit(String message, Progress progress)
      throws IOException, WorkspaceException {
    try (Batch batch = objects.batch()) {
      Intake.Storing intake = new Intake.Storing(objects, batch);
      Comparison comparison = compare(intake, new ArrayList<>(), progress);
      State next = comparison.next();
      batch.flush();
      DurableFile.write(files.commitMessage(), message.getBytes(StandardCharsets.UTF_8));
      replacePristine(next);
      forgetAdded();
      saveCache();
      return new CommitReport(
          next.id(),
          entries(comparison.added()),
          entries(comparison.changed()),
          comparison.removed(),
          intake.bytesStored().sum());
    }
  }

  /** What was added is committed and stays so, also when the list of it cannot be deleted. */
  private void forgetAdded() {
    try {
      added.clear();
    } catch (IOException listStays) {
      // It names what the committed state has: no command tells the difference.
    }
  }

  private SortedMap<String, StateEntry> entries(List<String> keys) {
    SortedMap<String, StateEntry> entries = new TreeMap<>(CodePointOrder.INSTANCE);
    for (String key : keys) {
      @Nullable StateEntry entry = committed.get(key);
      if (entry != null) {
        entries.put(key, entry);
      }
    }
    return entries;
  }

  /**
   * The rename of {@code .pvr/json} is the instant of the commit; what comes after may be lost
   * without harm.
   */
  private void replacePristine(State next) throws IOException {
    DurableFile.write(files.json(), next.canonicalBytes());
    pristine = next;
    committed = byKey(next);
  }

  /**
   * Makes a state from elsewhere the committed one; durable on return. The work tree stays as it
   * is, and so does what was added. Its objects must be in the store.
   */
  public void adopt(State state) throws IOException {
    replacePristine(state);
    saveCache();
  }

  /**
   * Writes the committed state's files into the work tree, each checked; deletes nothing. Forgets
   * what was added.
   */
  public void checkout(JsonForm form, Progress progress) throws IOException, WorkspaceException {
    checkout(form, Placing.COPY, progress);
  }

  /** {@link #checkout(JsonForm, Progress)} with a say in how objects become files. */
  public void checkout(JsonForm form, Placing placing, Progress progress)
      throws IOException, WorkspaceException {
    new Checkout(root, objects, cache, form, placing, progress).run(pristine);
    added.clear();
    saveCache();
  }

  /** What {@link #checkout} would do to the work tree; nothing is changed. */
  public CheckoutPlan planCheckout(JsonForm form, Progress progress)
      throws IOException, WorkspaceException {
    return new Checkout(root, objects, cache, form, Placing.COPY, progress).preview(pristine);
  }

  /**
   * Reads every object of the store, and says whether those that the committed state needs are all
   * there and good. That {@code .pvr/json} is valid was seen when the workspace was opened; see
   * {@link #tolerated}.
   *
   * @param repairFrom a store to take good copies of broken or missing objects from
   */
  public FsckReport fsck(Optional<ObjectStore> repairFrom, Progress progress) throws IOException {
    return objects.fsck(pristine.objects(), repairFrom, progress);
  }
}
