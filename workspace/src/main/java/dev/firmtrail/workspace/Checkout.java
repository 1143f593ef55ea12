package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the files of a state into a work tree. Everything that can be known to fail is looked at
 * before the first file is touched; no file is written through a symbolic link; nothing else in the
 * tree is deleted. For one run; files are written by several threads.
 */
final class Checkout {
  private static final JsonWriter PRETTY =
      JsonWriter.pretty("    ", JsonWriter.Numbers.CANONICAL, JsonWriter.Escapes.GO_HTML);

  /** As many small files take longer to make than threads to start. */
  private static final int WORTH_THREADS_FILES = 64;

  private final Path root;
  private final ObjectStore objects;
  private final StatCache cache;
  private final JsonForm form;
  private final Placing placing;
  private final LinkedObjects links;
  private final Progress progress;

  /** Directories that were seen to be no links, each with what it was then. */
  private final Map<String, Place> goodDirectories = new HashMap<>();

  /** Seen to be missing before the first file was written. */
  private final Set<String> missingDirectories = new HashSet<>();

  Checkout(
      Path root,
      ObjectStore objects,
      StatCache cache,
      JsonForm form,
      Placing placing,
      Progress progress) {
    this.root = root;
    this.objects = objects;
    this.cache = cache;
    this.form = form;
    this.placing = placing;
    this.links = new LinkedObjects(objects);
    this.progress = progress;
  }

  /** A directory as such, whatever its name. */
  private record Place(long inode, long device) {
    static Place of(FileFacts facts) {
      return new Place(facts.stamp().inode(), facts.stamp().device());
    }
  }

  /** A file to be written. */
  private record Target(
      String key, Path path, StateEntry entry, long size, Optional<FileFacts> found) {}

  /** What a file that was written looks like. */
  private record Written(Target target, FileStamp stamp) {}

  void run(State state) throws IOException, WorkspaceException {
    List<Target> targets = new ArrayList<>();
    long bytes = 0;
    List<Target> planned = plan(state);
    FoldedNames.refuseTwins(root, state.entries().keySet());
    for (Target target : planned) {
      if (!stands(target)) {
        targets.add(target);
        bytes += target.size;
      }
    }
    if (placing == Placing.HARD_LINK) {
      links.check(state.objects(), progress);
    }
    progress.begin("writing", bytes);
    for (Target target : targets) {
      makeDirectories(parentOf(target.key));
    }
    boolean worthwhile =
        bytes >= TreeReader.WORTH_THREADS_BYTES || targets.size() >= WORTH_THREADS_FILES;
    for (Written file : InParallel.map(targets, worthwhile, this::written)) {
      if (file.target.entry instanceof StateEntry.ObjectRef(ObjectId id)) {
        // Written so recently that the stamp proves nothing; but a commit may guess by it that the
        // file is unchanged.
        cache.remember(file.target.key, file.stamp, id, Optional.empty(), 0);
      }
    }
    progress.end();
  }

  private Written written(Target target) throws IOException, WorkspaceException {
    refuseReplaced(parentOf(target.key));
    write(target);
    progress.advance(target.size);
    return new Written(target, FileFacts.ofLinkItself(target.path).stamp());
  }

  /** What {@link #run} would do, looked at by content; changes nothing. */
  CheckoutPlan preview(State state) throws IOException, WorkspaceException {
    List<String> created = new ArrayList<>();
    List<String> overwritten = new ArrayList<>();
    for (Target target : plan(state)) {
      if (!Files.exists(target.path, LinkOption.NOFOLLOW_LINKS)) {
        created.add(target.key);
      } else if (!stands(target) && !holdsTheSame(target)) {
        overwritten.add(target.key);
      }
    }
    return new CheckoutPlan(created, overwritten);
  }

  private boolean holdsTheSame(Target target) throws IOException {
    if (!FileFacts.ofLinkItself(target.path).isRegular()) {
      return false;
    }
    return switch (target.entry) {
      case StateEntry.ObjectRef(ObjectId id) ->
          new Intake.Hashing().take(target.path, progress).equals(id);
      case StateEntry.Inline(Json value) -> holds(target.path, bytes(value));
    };
  }

  private static boolean holds(Path file, byte[] wanted) throws IOException {
    return Files.size(file) == wanted.length && Arrays.equals(Files.readAllBytes(file), wanted);
  }

  private List<Target> plan(State state) throws IOException, WorkspaceException {
    Map<ObjectId, Long> sizes =
        MissingObjects.refuse(
            state, objects, "nothing was written. Fetch them again or repair with 'pvr fsck'");
    goodDirectories.put("", Place.of(FileFacts.following(root)));
    List<Target> targets = new ArrayList<>();
    for (Map.Entry<StatePath, StateEntry> each : state.entries().entrySet()) {
      String key = each.getKey().text();
      Path path = pathOf(key);
      checkDirectory(parentOf(key));
      Optional<FileFacts> found = checkFile(key, path);
      long size =
          each.getValue() instanceof StateEntry.ObjectRef(ObjectId id)
              ? sizes.getOrDefault(id, 0L)
              : 0;
      targets.add(new Target(key, path, each.getValue(), size, found));
    }
    return targets;
  }

  private Path pathOf(String key) throws WorkspaceException {
    try {
      return root.resolve(key);
    } catch (InvalidPathException notInThisEncoding) {
      throw new WorkspaceException(
          "cannot make a file named "
              + Shown.text(key)
              + " in this locale; nothing was written. Set LC_ALL=C.UTF-8",
          notInThisEncoding);
    }
  }

  private void checkDirectory(String directory) throws IOException, WorkspaceException {
    if (goodDirectories.containsKey(directory) || missingDirectories.contains(directory)) {
      return;
    }
    checkDirectory(parentOf(directory));
    try {
      FileFacts facts = FileFacts.ofLinkItself(pathOf(directory));
      if (facts.isLink()) {
        throw new WorkspaceException(
            Shown.text(directory)
                + " is a symbolic link, and checkout writes no file through a link; nothing was written."
                + " Remove the link");
      }
      if (!facts.isDirectory()) {
        throw new WorkspaceException(
            "Not a directory "
                + Shown.text(directory)
                + ": a file is in the way; nothing was written. Move it away");
      }
      goodDirectories.put(directory, Place.of(facts));
    } catch (NoSuchFileException willBeMade) {
      missingDirectories.add(directory);
      return;
    }
  }

  /**
   * Somebody may put a link in the place of a directory while files are written; then they would
   * land elsewhere.
   */
  private void refuseReplaced(String directory) throws IOException, WorkspaceException {
    Path path = pathOf(directory);
    FileFacts now = directory.isEmpty() ? FileFacts.following(path) : FileFacts.ofLinkItself(path);
    if (!Place.of(now).equals(goodDirectories.get(directory))) {
      throw new WorkspaceException(
          "the directory %s was replaced while files were written; the rest was not written. Look who does that, then check out again"
              .formatted(Shown.text(directory)));
    }
  }

  /** What stands in the place of a file; a directory is refused. */
  private Optional<FileFacts> checkFile(String key, Path path)
      throws IOException, WorkspaceException {
    if (missingDirectories.contains(parentOf(key))) {
      return Optional.empty();
    }
    try {
      FileFacts facts = FileFacts.ofLinkItself(path);
      if (facts.isDirectory()) {
        throw new WorkspaceException(
            Shown.text(key)
                + " is a directory where the state has a file; nothing was written. Move it away");
      }
      return Optional.of(facts);
    } catch (NoSuchFileException willBeMade) {
      return Optional.empty();
    }
  }

  /** The key of the directory that a key lies in; empty for the root. */
  private static String parentOf(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  /** Whether the file is there as it would be written. */
  private boolean stands(Target target) throws IOException {
    if (target.found.isEmpty()) {
      return false;
    }
    FileFacts facts = target.found.get();
    return switch (target.entry) {
      case StateEntry.ObjectRef(ObjectId id) when placing == Placing.HARD_LINK ->
          links.isLink(facts, id);
      case StateEntry.ObjectRef(ObjectId id) -> {
        Optional<StatCache.Known> known = cache.known(target.key, facts.stamp());
        yield facts.isPlain() && known.isPresent() && known.get().content().equals(id);
      }
      case StateEntry.Inline(Json value) -> facts.isPlain() && holds(target.path, bytes(value));
    };
  }

  private byte[] bytes(Json value) {
    return switch (form) {
      case PRETTY -> PRETTY.bytes(value);
      case CANONICAL -> JsonWriter.CANONICAL.bytes(value);
    };
  }

  /**
   * Makes one directory after another, so that each is seen to be no link before anything is made
   * in it.
   */
  private void makeDirectories(String directory) throws IOException, WorkspaceException {
    if (goodDirectories.containsKey(directory)) {
      return;
    }
    makeDirectories(parentOf(directory));
    try {
      Path path = pathOf(directory);
      refuseReplaced(parentOf(directory));
      Files.createDirectory(path);
      goodDirectories.put(directory, Place.of(FileFacts.ofLinkItself(path)));
    } catch (java.nio.file.FileAlreadyExistsException madeMeanwhile) {
      missingDirectories.remove(directory);
      checkDirectory(directory);
    }
  }

  private void write(Target target) throws IOException {
    switch (target.entry) {
      case StateEntry.ObjectRef(ObjectId id) when placing == Placing.HARD_LINK ->
          links.link(id, target.path);
      case StateEntry.ObjectRef(ObjectId id) -> objects.copyTo(id, target.path);
      case StateEntry.Inline(Json value) -> {
        Path temporary =
            target.path.resolveSibling(
                DurableFile.TEMPORARY_PREFIX
                    + "checkout"
                    + ProcessHandle.current().pid()
                    + "-"
                    + Thread.currentThread().threadId());
        Files.deleteIfExists(temporary);
        try {
          Files.write(
              temporary, bytes(value), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          Files.move(temporary, target.path, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException | ClosedByInterruptException saysEnough) {
          throw saysEnough;
        } catch (IOException cannot) {
          throw new IOException("cannot write " + target.path + ": " + cannot.getMessage(), cannot);
        } finally {
          Files.deleteIfExists(temporary);
        }
      }
    }
  }
}
