package dev.firmtrail.workspace.source;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.objects.Batch;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.Stored;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.CountedInput;
import dev.firmtrail.workspace.InParallel;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A directory of somebody's objects, each named by its id; it is read only, and nothing in it is
 * believed. Links and devices in it are refused.
 */
public final class ObjectFiles {
  /**
   * Copied between two syncs: enough to make syncs rare, few enough for a copy that was stopped to
   * have kept most of its work.
   */
  private static final int GROUP_FILES = 256;

  private static final long GROUP_BYTES = 256L << 20;

  private final Path directory;

  public ObjectFiles(Path directory) {
    this.directory = directory;
  }

  /** One object to be copied. */
  private record Wanted(ObjectId id, String path, Path file, long size) {}

  /**
   * Copies objects into a store, several at a time, hashing them on the way; for the rest as {@link
   * Source#fetch}. When it fails, groups of objects that were done before are there.
   *
   * @throws WorkspaceException one is missing or holds other bytes than its name says
   */
  public DownloadReport copy(Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    List<Wanted> missing = new ArrayList<>();
    long total = 0;
    for (Map.Entry<ObjectId, String> each : wanted.entrySet()) {
      if (!store.contains(each.getKey())) {
        Wanted object = find(each.getKey(), each.getValue());
        missing.add(object);
        total += object.size;
      }
    }
    progress.begin("copying", total);
    try {
      for (List<Wanted> group : groups(missing)) {
        copyGroup(group, store, progress);
      }
    } finally {
      progress.end();
    }
    return new DownloadReport(missing.size(), total, wanted.size() - missing.size());
  }

  private Wanted find(ObjectId id, String path) throws IOException, WorkspaceException {
    Path file = directory.resolve(id.hex());
    try {
      BasicFileAttributes facts =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (facts.isRegularFile()) {
        return new Wanted(id, path, file, facts.size());
      }
      throw new WorkspaceException(
          "object %s (%s) is not a file but a link or a device: %s; replace it by the object itself"
              .formatted(id, Shown.text(path), Shown.text(file.toString())));
    } catch (NoSuchFileException none) {
      throw new WorkspaceException(
          "object %s (%s) is missing in %s; repair that repository first"
              .formatted(id, Shown.text(path), Shown.text(directory.toString())),
          none);
    }
  }

  private static List<List<Wanted>> groups(List<Wanted> all) {
    List<List<Wanted>> groups = new ArrayList<>();
    List<Wanted> group = new ArrayList<>();
    long bytes = 0;
    for (Wanted object : all) {
      group.add(object);
      bytes += object.size;
      if (group.size() == GROUP_FILES || bytes >= GROUP_BYTES) {
        groups.add(group);
        group = new ArrayList<>();
        bytes = 0;
      }
    }
    groups.add(group);
    return groups;
  }

  private void copyGroup(List<Wanted> group, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    try (Batch batch = store.batch()) {
      InParallel.map(group, group.size() > 1, object -> copy(object, batch, progress));
      batch.flush();
    }
  }

  private static Stored copy(Wanted object, Batch batch, Progress progress)
      throws IOException, WorkspaceException {
    try (InputStream in = Files.newInputStream(object.file, LinkOption.NOFOLLOW_LINKS)) {
      Stored stored = batch.put(new CountedInput(in, progress));
      if (stored.id().equals(object.id)) {
        return stored;
      }
      throw new WorkspaceException(
          "object %s (%s) is corrupt: the bytes of %s have the SHA-256 %s; repair that repository first"
              .formatted(
                  object.id,
                  Shown.text(object.path),
                  Shown.text(object.file.toString()),
                  stored.id()));
    }
  }
}
