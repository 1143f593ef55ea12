package dev.firmtrail.audit.storage;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Judges the object pool of a storage: the objects of the state, and all others. */
final class PoolAudit {
  private final StorageDirectory storage;
  private final String revision;
  private final State state;
  private final StoredTree pool;
  private final Readings readings;
  private final StorageFindings findings;

  /**
   * @param revision that is audited; which objects the others use is read from their states
   */
  PoolAudit(
      StorageDirectory storage,
      String revision,
      State state,
      StoredTree pool,
      Readings readings,
      StorageFindings findings) {
    this.storage = storage;
    this.revision = revision;
    this.state = state;
    this.pool = pool;
    this.readings = readings;
    this.findings = findings;
  }

  /**
   * @param reported inodes of files of the revision that are findings already: an object that is
   *     one file with one of them is not named again
   */
  void run(Set<Object> reported) throws IOException {
    objectsOfTheState(reported);
    otherObjects();
  }

  /** The objects of the state. */
  private void objectsOfTheState(Set<Object> reported) {
    state
        .objectPaths()
        .forEach((id, key) -> {
          Optional<StoredFile> there = pool.get(StorageFindings.OBJECTS + id);
          if (pool.unreadable().containsKey(StorageFindings.OBJECTS + id)) {
            return;
          }
          if (there.isEmpty()) {
            findings.add(
                StorageFindings.OBJECTS + id,
                Finding.Kind.MISSING,
                Optional.of(id),
                "there is no such object; it is that of " + Shown.text(key));
          } else if (!reported.contains(there.get().inode())) {
            object(there.get(), id, "; it is that of " + Shown.text(key));
          }
        });
  }

  private void object(StoredFile file, ObjectId id, String whose) {
    if (file.type() != StoredFile.Type.FILE) {
      findings.add(
          file.name(),
          Finding.Kind.DIFFERENT,
          "is %s where an object should be".formatted(file.type().words()));
      return;
    }
    switch (readings.of(file)) {
      case Reading.Failed(String why) ->
          findings.add(file.name(), Finding.Kind.UNKNOWN, why + whose);
      case Reading.Whole read -> {
        String problem = StorageFindings.together(findings.content(file, id, read), file.badMode());
        if (!problem.isEmpty()) {
          findings.put(
              new Finding(
                  file.name(),
                  Finding.Kind.DIFFERENT,
                  Optional.of(id),
                  Optional.of(read.id()),
                  problem + whose));
        }
      }
    }
  }

  /** Objects of other revisions, and of none. */
  private void otherObjects() throws IOException {
    Set<ObjectId> own = state.objects();
    Set<ObjectId> used = new TreeSet<>(own);
    Set<String> unread = new TreeSet<>();
    for (String other : storage.revisions()) {
      used.addAll(objectsOf(other, unread));
    }
    Set<String> unused = new TreeSet<>();
    for (StoredFile file : pool.all()) {
      Optional<ObjectId> id =
          ObjectId.parse(file.name().substring(StorageFindings.OBJECTS.length()))
              .filter(_ -> pool.get(file.name()).isPresent());
      if (id.isEmpty()) {
        findings.extra(file, "is no object: its name is not a SHA-256");
      } else if (!own.contains(id.get())) {
        object(file, id.get(), "; the state does not use it");
        if (!used.contains(id.get()) && !findings.has(file.name())) {
          unused.add(file.name());
        }
      }
    }
    for (String json : unread) {
      findings.add(
          json,
          Finding.Kind.UNKNOWN,
          "cannot be read, so which objects it uses is not known; %d that no other revision uses"
              .formatted(unused.size()));
    }
    if (unread.isEmpty()) {
      unused.forEach(name ->
          pool.get(name)
              .ifPresent(file -> findings.extra(file, "no revision on the storage uses it")));
    }
  }

  private Set<ObjectId> objectsOf(String other, Set<String> unread) {
    if (other.equals(revision)) {
      return Set.of();
    }
    String name = StorageDirectory.TRAILS + "/" + other + "/" + StorageAudit.STATE;
    Path json = storage.root().resolve(name);
    try {
      if (!Files.isDirectory(
          storage.root().resolve(StorageDirectory.TRAILS + "/" + other + "/.pvr"),
          LinkOption.NOFOLLOW_LINKS)) {
        return Set.of();
      }
      if (Files.isSymbolicLink(json)) {
        throw new IOException("a link is not followed");
      }
      return State.readTolerant(PlainFile.read(json)).state().objects();
    } catch (NoSuchFileException begun) {
      // A revision that was only announced has no state yet.
      return Set.of();
    } catch (IOException | InvalidStateException unreadable) {
      unread.add(name);
      return Set.of();
    }
  }
}
