package dev.firmtrail.cli.hostile;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that lies in a directory at one moment: names, kinds, modes and bytes. */
record Guard(Map<String, String> things) {
  private static final long HASHED = 1 << 20;

  static Guard of(Path directory) throws IOException {
    Map<String, String> things = new TreeMap<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes facts)
              throws IOException {
            things.put(directory.relativize(at) + "/", "directory " + mode(at));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path at, BasicFileAttributes facts) throws IOException {
            things.put(directory.relativize(at).toString(), thing(at, facts));
            return FileVisitResult.CONTINUE;
          }
        });
    return new Guard(things);
  }

  private static String thing(Path at, BasicFileAttributes facts) throws IOException {
    if (facts.isSymbolicLink()) {
      return "link to " + Files.readSymbolicLink(at);
    }
    if (facts.isOther()) {
      return "special";
    }
    String content =
        facts.size() > HASHED
            ? facts.size() + " bytes of " + facts.lastModifiedTime()
            : ObjectId.of(Files.readAllBytes(at)).hex();
    return "file " + mode(at) + " " + content;
  }

  private static String mode(Path at) throws IOException {
    return Files.getPosixFilePermissions(at, LinkOption.NOFOLLOW_LINKS).toString();
  }

  private static boolean isWholeObject(String name, String change) {
    String id = name.substring(name.lastIndexOf('/') + 1);
    return name.contains("objects/") && change.startsWith("new: file") && change.endsWith(" " + id);
  }

  /** The lock's file stays, empty, when the command that took it has ended. */
  private static boolean isFreeLock(String name, String change) {
    return name.endsWith("/" + WorkspaceLock.FILE_NAME)
        && change.startsWith("new: file")
        && change.endsWith(ObjectId.of(new byte[0]).hex());
  }

  /** What differs now, but for what lies below places where something may. */
  Map<String, String> changes(Guard now, List<String> free) {
    Map<String, String> changes = new TreeMap<>();
    things.forEach((name, thing) -> {
      String after = now.things.getOrDefault(name, "gone");
      if (!after.equals(thing)) {
        changes.put(name, thing + " -> " + after);
      }
    });
    now.things.forEach((name, thing) -> {
      if (!things.containsKey(name)) {
        changes.put(name, "new: " + thing);
      }
    });
    // Whole objects that came before the failure may stay: the next try needs them.
    changes.entrySet().removeIf(change -> isWholeObject(change.getKey(), change.getValue()));
    changes.entrySet().removeIf(change -> isFreeLock(change.getKey(), change.getValue()));
    changes.keySet().removeIf(name -> free.stream().anyMatch((name + "\n")::startsWith));
    return changes;
  }
}
