package dev.firmtrail.workspace;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns tracked files into entries of a state, reading no file whose content the stat cache proves.
 * For one command.
 */
final class TreeReader {
  /** Inline JSON is held in memory several times over; what is larger belongs into an object. */
  static final long MAX_INLINE_BYTES = 16L * 1024 * 1024;

  /** Below this many bytes to read, threads cost more than they bring. */
  static final long WORTH_THREADS_BYTES = 1024 * 1024;

  private static final int ATTEMPTS = 2;

  private static final int ID_LENGTH = 64;

  private final Dialect dialect;
  private final Map<String, StateEntry> committed;
  private final AddedFiles added;
  private final StatCache cache;
  private final Path clockDirectory;
  private final Progress progress;

  /**
   * @param committed entries of the committed state by key
   * @param clockDirectory a directory on the file system that the tree is on, to ask for its clock
   */
  TreeReader(
      Dialect dialect,
      Map<String, StateEntry> committed,
      AddedFiles added,
      StatCache cache,
      Path clockDirectory,
      Progress progress) {
    this.dialect = dialect;
    this.committed = committed;
    this.added = added;
    this.cache = cache;
    this.clockDirectory = clockDirectory;
    this.progress = progress;
  }

  /** A file that must be read. */
  private record Wanted(WorkTree.Item file, boolean inline, Optional<ObjectId> likely) {}

  /** What reading it gave. */
  private record Reading(
      String key,
      FileStamp stamp,
      long readFrom,
      StateEntry entry,
      ObjectId content,
      Optional<ObjectId> json) {}

  /** What one attempt to read gave. */
  private record Content(StateEntry entry, ObjectId id, Optional<ObjectId> json) {}

  /** The entries of the tree, exactly as the files say. */
  SortedMap<String, StateEntry> read(List<WorkTree.Item> tracked, Intake intake)
      throws IOException, WorkspaceException {
    SortedMap<String, StateEntry> entries = new TreeMap<>(CodePointOrder.INSTANCE);
    List<Wanted> wanted = new ArrayList<>();
    long bytes = 0;
    for (WorkTree.Item file : tracked) {
      refuseWhatHasNoContent(file);
      boolean inline = isInline(file.key());
      Optional<StatCache.Known> known = cache.known(file.key(), file.facts().stamp());
      Optional<StateEntry> entry = known.flatMap(k -> provenEntry(file, inline, k, intake));
      if (entry.isPresent()) {
        entries.put(file.key(), entry.get());
      } else {
        wanted.add(new Wanted(file, inline, inline ? Optional.empty() : likely(file, intake)));
        bytes += file.facts().stamp().size();
      }
    }
    for (Reading reading : readAll(wanted, bytes, intake)) {
      entries.put(reading.key, reading.entry);
    }
    return entries;
  }

  /** The ids of the contents of files, whatever they are. */
  SortedMap<String, ObjectId> ids(List<WorkTree.Item> files)
      throws IOException, WorkspaceException {
    SortedMap<String, ObjectId> ids = new TreeMap<>(CodePointOrder.INSTANCE);
    List<Wanted> wanted = new ArrayList<>();
    long bytes = 0;
    for (WorkTree.Item file : files) {
      Optional<StatCache.Known> known = cache.known(file.key(), file.facts().stamp());
      if (known.isPresent()) {
        ids.put(file.key(), known.get().content());
      } else {
        wanted.add(new Wanted(file, false, Optional.empty()));
        bytes += file.facts().stamp().size();
      }
    }
    for (Reading reading : readAll(wanted, bytes, new Intake.Hashing())) {
      ids.put(reading.key, reading.content);
    }
    return ids;
  }

  private List<Reading> readAll(List<Wanted> wanted, long bytes, Intake intake)
      throws IOException, WorkspaceException {
    if (wanted.isEmpty()) {
      return List.of();
    }
    FileSystemClock clock = FileSystemClock.of(clockDirectory);
    progress.begin("reading", bytes);
    List<Reading> readings =
        InParallel.map(wanted, bytes >= WORTH_THREADS_BYTES, file -> reading(file, intake, clock));
    progress.end();
    for (Reading reading : readings) {
      cache.remember(reading.key, reading.stamp, reading.content, reading.json, reading.readFrom);
    }
    return readings;
  }

  private boolean isInline(String key) {
    return key.endsWith(".json")
        && !added.isRaw(key)
        && !(committed.get(key) instanceof StateEntry.ObjectRef);
  }

  private Optional<StateEntry> provenEntry(
      WorkTree.Item file, boolean inline, StatCache.Known known, Intake intake) {
    if (!inline) {
      boolean enough = !intake.lacks(known.content(), file.facts().stamp().size());
      return enough ? Optional.of(new StateEntry.ObjectRef(known.content())) : Optional.empty();
    }
    @Nullable StateEntry before = committed.get(file.key());
    return before instanceof StateEntry.Inline(Json value)
            && known.json().isPresent()
            && known.json().get().equals(canonicalId(value))
        ? Optional.of(before)
        : Optional.empty();
  }

  private static ObjectId canonicalId(Json value) {
    return ObjectId.of(JsonWriter.CANONICAL.bytes(value));
  }

  /** The id that a file most likely has, so that it is worth hashing before anything is copied. */
  private Optional<ObjectId> likely(WorkTree.Item file, Intake intake) {
    FileStamp stamp = file.facts().stamp();
    return committed.get(file.key()) instanceof StateEntry.ObjectRef(ObjectId id)
            && !cache.wasTouched(file.key(), stamp)
            && !intake.lacks(id, stamp.size())
        ? Optional.of(id)
        : Optional.empty();
  }

  private static void refuseWhatHasNoContent(WorkTree.Item file) throws WorkspaceException {
    if (!file.isFile()) {
      String what =
          file.kind() == WorkTree.Kind.OTHER_LINK
              ? "a symbolic link that leads to no file"
              : "a device, pipe or socket";
      throw new WorkspaceException(
          "tracked file "
              + Shown.text(file.key())
              + " is now "
              + what
              + "; put a file in its place or delete it");
    }
  }

  private Reading reading(Wanted wanted, Intake intake, FileSystemClock clock)
      throws IOException, WorkspaceException {
    WorkTree.Item file = wanted.file;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        // What was a file when the tree was walked may be a pipe by now, and opening one waits.
        FileFacts facts = FileFacts.following(file.path());
        if (!facts.isRegular()) {
          break;
        }
        FileStamp stamp = facts.stamp();
        long readFrom = clock.now();
        Content content = wanted.inline ? inline(file, stamp, intake) : raw(wanted, intake);
        if (FileFacts.following(file.path()).stamp().equals(stamp)) {
          return new Reading(file.key(), stamp, readFrom, content.entry, content.id, content.json);
        }
      } catch (NoSuchFileException gone) {
        break;
      } catch (AccessDeniedException denied) {
        throw new WorkspaceException(
            "cannot read " + Shown.text(file.key()) + ": permission denied; make it readable",
            denied);
      }
    }
    throw new WorkspaceException(
        Shown.text(file.key())
            + " changes while it is being read; nothing was done. Stop the program that writes it and try again");
  }

  private Content raw(Wanted wanted, Intake intake) throws IOException {
    if (wanted.likely.isPresent()) {
      ObjectId id = new Intake.Hashing().take(wanted.file.path(), progress);
      if (id.equals(wanted.likely.get())) {
        return new Content(new StateEntry.ObjectRef(id), id, Optional.empty());
      }
    }
    ObjectId id = intake.take(wanted.file.path(), progress);
    return new Content(new StateEntry.ObjectRef(id), id, Optional.empty());
  }

  private Content inline(WorkTree.Item file, FileStamp stamp, Intake intake)
      throws IOException, WorkspaceException {
    if (stamp.size() > MAX_INLINE_BYTES) {
      throw new WorkspaceException(
          Shown.text(file.key())
              + " is larger than "
              + MAX_INLINE_BYTES
              + " bytes, too large for JSON inside a state; add it with --raw to store it unparsed");
    }
    byte[] bytes = Files.readAllBytes(file.path());
    progress.advance(bytes.length);
    Optional<Json> strict;
    Json value;
    try {
      value = JsonReader.read(bytes);
      strict = Optional.of(value);
    } catch (JsonException broken) {
      value = readAsPublished(file, bytes, broken);
      strict = Optional.empty();
    }
    Optional<ObjectId> json = strict.map(TreeReader::canonicalId);
    if (dialect == Dialect.EXACT && looksLikeAnId(value)) {
      // Inline it could not be told from a reference to an object.
      ObjectId id = intake.take(bytes);
      return new Content(new StateEntry.ObjectRef(id), id, json);
    }
    return new Content(new StateEntry.Inline(value), ObjectId.of(bytes), json);
  }

  private Json readAsPublished(WorkTree.Item file, byte[] bytes, JsonException strict)
      throws WorkspaceException {
    JsonException last = strict;
    if (dialect == Dialect.PUBLISHED) {
      try {
        return JsonReader.readTolerant(bytes).value();
      } catch (JsonException broken) {
        last = broken;
      }
    }
    throw new WorkspaceException(
        "JSON in "
            + Shown.text(file.key())
            + " cannot be read: "
            + last.getMessage()
            + "; correct it, or add it with --raw to store it unparsed",
        last);
  }

  private static boolean looksLikeAnId(Json value) {
    if (!(value instanceof JsonString(String text)) || text.length() != ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < ID_LENGTH; i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }
}
