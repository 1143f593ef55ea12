package dev.firmtrail.dist;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory with a person's home, a work tree and whatever else a command is about, which can be
 * set back: the same names, since settings hold absolute ones.
 *
 * @param place where it is
 * @param kept as it was at the beginning
 */
record Scene(Path place, Path kept) {
  private static final String TEMPORARY = ".firmtrail-tmp-";

  static Scene in(Path directory) throws IOException {
    return new Scene(
        Files.createDirectories(directory.resolve("scene")), directory.resolve("kept"));
  }

  Person person() {
    return new Person("ada", place.resolve("home"));
  }

  Path workspace() {
    return place.resolve("ws");
  }

  void keep() throws IOException {
    copy(place, kept);
  }

  void setBack() throws IOException {
    Directories.remove(place);
    copy(kept, place);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(
            path,
            to.resolve(from.relativize(path)),
            LinkOption.NOFOLLOW_LINKS,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /**
   * Each file and directory, and what it holds; but for what only saves time, what differs from
   * login to login, and pools as such, which are made when something is put in.
   */
  NavigableMap<String, String> content() {
    NavigableMap<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(place)) {
      all.filter(path -> !isPassing(path))
          .forEach(path -> content.put(place.relativize(path).toString(), held(path)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return content;
  }

  private static boolean isPassing(Path path) {
    String name = path.getFileName().toString();
    return name.equals("firmtrail-stat")
        || name.equals("firmtrail-lock")
        || name.equals("auth.json")
        || (name.equals("objects") && Files.isDirectory(path));
  }

  private static String held(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        return "-> " + Files.readSymbolicLink(path);
      }
      return Files.isDirectory(path) ? "directory" : ObjectId.of(Files.readAllBytes(path)).hex();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The paths at which two contents differ, and how. */
  static List<String> differences(Map<String, String> wanted, Map<String, String> found) {
    return Stream.concat(wanted.keySet().stream(), found.keySet().stream())
        .distinct()
        .filter(path ->
            !Optional.ofNullable(wanted.get(path)).equals(Optional.ofNullable(found.get(path))))
        .map(path -> path + ": " + wanted.get(path) + " became " + found.get(path))
        .toList();
  }

  static boolean isTemporary(String path) {
    return path.substring(path.lastIndexOf('/') + 1).startsWith(TEMPORARY)
        || path.contains(".clone");
  }
}
