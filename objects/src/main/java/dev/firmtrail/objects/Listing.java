package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What stands in a store's directory at one moment, by the kinds of {@code
 * docs/formats/objects.md}, Names.
 *
 * @param objectBytes the sizes of all objects together
 */
record Listing(
    SortedSet<ObjectId> objects, long objectBytes, List<Path> leftovers, List<Path> strangers) {
  /** {@code .new} is what the published program calls its temporaries. */
  private static final List<String> LEFTOVER_SUFFIXES =
      List.of(ObjectStore.PART_SUFFIX, ObjectStore.CORRUPT_SUFFIX, ".new");

  static Listing of(Path directory) throws IOException {
    SortedSet<ObjectId> objects = new TreeSet<>();
    List<Path> leftovers = new ArrayList<>();
    List<Path> strangers = new ArrayList<>();
    long objectBytes = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Optional<BasicFileAttributes> found = lookAt(entry);
        if (found.isEmpty()) {
          continue;
        }
        String name = entry.getFileName().toString();
        Optional<ObjectId> id = ObjectId.parse(name);
        if (!found.get().isRegularFile()) {
          strangers.add(entry);
        } else if (id.isPresent()) {
          objects.add(id.get());
          objectBytes += found.get().size();
        } else {
          (isLeftover(name) ? leftovers : strangers).add(entry);
        }
      }
    } catch (DirectoryIteratorException broken) {
      throw Failure.of("cannot list", directory, Objects.requireNonNull(broken.getCause()));
    } catch (IOException cannot) {
      throw Failure.of("cannot list", directory, cannot);
    }
    Collections.sort(leftovers);
    Collections.sort(strangers);
    return new Listing(objects, objectBytes, leftovers, strangers);
  }

  /** Empty when the entry went away since the directory was read: other processes are at work. */
  private static Optional<BasicFileAttributes> lookAt(Path entry) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  private static boolean isLeftover(String name) {
    return name.startsWith(DurableFile.TEMPORARY_PREFIX)
        || LEFTOVER_SUFFIXES.stream()
            .anyMatch(
                end -> name.endsWith(end) && isId(name.substring(0, name.length() - end.length())));
  }

  private static boolean isId(String text) {
    return ObjectId.parse(text).isPresent();
  }
}
