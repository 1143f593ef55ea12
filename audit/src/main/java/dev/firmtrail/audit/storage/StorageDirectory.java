package dev.firmtrail.audit.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The directory in which a device keeps its objects and revisions. */
public record StorageDirectory(Path root) {
  static final String OBJECTS = "objects";
  static final String TRAILS = "trails";
  private static final String LOCALS = "locals";
  private static final String CURRENT = "current";

  /** Names of revisions: those of a hub, and those that were made on the device. */
  private static final Pattern REVISION = Pattern.compile("\\d{1,18}|locals/[^/\\x00]{1,64}");

  /** Where a root file system of a device has its storage is not deeper. */
  private static final int DEEPEST = 3;

  private static final int MOST_DIRECTORIES = 10_000;

  /**
   * Finds the storage, in the directory itself or below it.
   *
   * @throws IOException there is none, or more than one
   */
  public static StorageDirectory find(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    List<Path> found = new ArrayList<>();
    List<Path> level = List.of(directory);
    int seen = 0;
    for (int depth = 0; depth <= DEEPEST && seen <= MOST_DIRECTORIES; depth++) {
      List<Path> below = new ArrayList<>();
      for (Path each : level) {
        if (isOne(each)) {
          found.add(each);
        } else {
          seen++;
          below.addAll(directories(each));
        }
      }
      level = below;
    }
    if (found.size() > 1) {
      throw new IOException(
          "more than one storage is in %s; name one of them: %s"
              .formatted(
                  shown(directory),
                  found.stream().map(StorageDirectory::shown).collect(Collectors.joining(", "))));
    }
    if (found.isEmpty()) {
      throw new IOException(
          "no storage of a device is in %s: none with the directories objects and trails, down to %d below it"
              .formatted(shown(directory), DEEPEST));
    }
    return new StorageDirectory(found.getFirst());
  }

  private static boolean isOne(Path directory) {
    return Files.isDirectory(directory.resolve(OBJECTS), NOFOLLOW_LINKS)
        && Files.isDirectory(directory.resolve(TRAILS), NOFOLLOW_LINKS);
  }

  private static List<Path> directories(Path directory) {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, each -> Files.isDirectory(each, NOFOLLOW_LINKS))) {
      for (Path each : entries) {
        if (all.size() < MOST_DIRECTORIES) {
          all.add(each);
        }
      }
    } catch (IOException closed) {
      // A storage cannot be found there; where it is the only place, that is said.
      return List.of();
    }
    return all;
  }

  /** Whether a text names a revision, and nothing outside the trails. */
  public static boolean isRevision(String name) {
    return REVISION.matcher(name).matches()
        && !name.equals(LOCALS + "/.")
        && !name.equals(LOCALS + "/..");
  }

  /**
   * The revision that the device runs, or tries.
   *
   * @return empty where it never ran one
   * @throws IOException what is there names none
   */
  Optional<String> current() throws IOException {
    Path link = root.resolve(TRAILS).resolve(CURRENT);
    if (!Files.exists(link, NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isSymbolicLink(link)) {
      throw new IOException(shown(link) + " is no link to a revision; name one with --rev");
    }
    String target = Files.readSymbolicLink(link).toString();
    if (!isRevision(target)) {
      throw new IOException(
          "%s leads to %s, which is no revision; name one with --rev"
              .formatted(shown(link), Shown.text(target)));
    }
    return Optional.of(target);
  }

  /** All revisions, those made on the device included. */
  List<String> revisions() throws IOException {
    List<String> all = new ArrayList<>();
    for (Path each : directories(root.resolve(TRAILS))) {
      String name = String.valueOf(each.getFileName());
      if (name.equals(LOCALS)) {
        directories(each).forEach(local -> all.add(LOCALS + "/" + local.getFileName()));
      } else {
        all.add(name);
      }
    }
    all.removeIf(name -> !isRevision(name));
    return all;
  }

  private static String shown(Path path) {
    return Shown.whole(path.toString());
  }

  /** Whether there is such a revision, and no link in its place. */
  boolean has(String revision) {
    Path place = root.resolve(TRAILS);
    for (Path part : Path.of(revision)) {
      place = place.resolve(part);
      if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }
}
