package dev.firmtrail.testkit.strace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one file through a log: written, synced, renamed, directory synced. */
final class DurabilityProof {
  private static final String[] RENAMES = {"rename", "renameat", "renameat2"};
  private static final String[] WRITES = {
    "write", "writev", "pwrite64", "pwritev", "copy_file_range", "sendfile", "ftruncate"
  };
  private static final String[] OPENS = {"open", "openat", "creat"};

  private final StraceLog log;
  private final Path workingDirectory;

  DurabilityProof(StraceLog log, Path workingDirectory) {
    this.log = log;
    this.workingDirectory = workingDirectory;
  }

  SystemCall of(Path finalName) {
    String name = canonical(finalName.toString());
    SystemCall rename =
        log.succeeded(RENAMES).stream()
            .filter(call -> canonical(call.quoted().get(1)).equals(name))
            .reduce((first, second) -> second)
            .orElseThrow(() -> new AssertionError("nothing was renamed to " + name));
    String temporary = canonical(rename.quoted().get(0));
    refuse(log.succeeded(WRITES), call -> on(call, name), "written under its final name", name);
    SystemCall written = lastChange(temporary, rename);
    SystemCall synced =
        log.succeeded("fsync", "fdatasync", "syncfs").stream()
            .filter(call -> call.name().equals("syncfs") || on(call, temporary))
            .filter(call -> call.after(written) && rename.after(call))
            .findFirst()
            .orElseThrow(
                () -> wrong("no sync between the last write and the rename", written, rename));
    String directory = parent(name);
    return log.succeeded("fsync", "syncfs").stream()
        .filter(call -> call.name().equals("syncfs") || on(call, directory))
        .filter(call -> call.after(rename))
        .findFirst()
        .orElseThrow(() -> wrong("no sync of " + directory + " after the rename", synced, rename));
  }

  void ofGrowth(Path file, SystemCall from, SystemCall answer) {
    String name = canonical(file.toString());
    SystemCall written =
        log.succeeded(WRITES).stream()
            .filter(call -> on(call, name) && call.after(from) && call.begunAt() < answer.begunAt())
            .reduce((first, second) -> second)
            .orElseThrow(() -> wrong("nothing was written to " + name + " between", from, answer));
    boolean synced =
        log.succeeded("fsync", "fdatasync", "syncfs").stream()
            .filter(call -> call.name().equals("syncfs") || on(call, name))
            .anyMatch(call -> call.after(written) && answer.after(call));
    if (!synced) {
      throw wrong("no sync between the last write and the answer", written, answer);
    }
  }

  /** The last write to the temporary file; of an empty file, that it was made. */
  private SystemCall lastChange(String temporary, SystemCall rename) {
    Optional<SystemCall> write =
        log.succeeded(WRITES).stream()
            .filter(call -> on(call, temporary))
            .reduce((first, second) -> second);
    SystemCall last =
        write
            .or(() ->
                log.succeeded(OPENS).stream().filter(call -> makes(call, temporary)).findFirst())
            .orElseThrow(() -> new AssertionError("nothing was written to " + temporary));
    if (!rename.after(last)) {
      throw wrong("written while or after it was renamed", last, rename);
    }
    return last;
  }

  private static boolean on(SystemCall call, String path) {
    return call.descriptorPath().filter(path::equals).isPresent();
  }

  private boolean makes(SystemCall open, String path) {
    List<String> names = open.quoted();
    return !names.isEmpty()
        && canonical(names.getFirst()).equals(path)
        && open.arguments().contains("O_CREAT");
  }

  private static void refuse(
      List<SystemCall> calls,
      java.util.function.Predicate<SystemCall> bad,
      String what,
      String name) {
    calls.stream()
        .filter(bad)
        .findFirst()
        .ifPresent(call -> {
          throw new AssertionError(name + " was " + what + ": " + call);
        });
  }

  private static AssertionError wrong(String what, SystemCall... calls) {
    StringBuilder text = new StringBuilder(what);
    for (SystemCall call : calls) {
      text.append('\n').append(call);
    }
    return new AssertionError(text.toString());
  }

  /** As the kernel prints the paths of descriptors: absolute, directories without links. */
  private String canonical(String path) {
    Path absolute = workingDirectory.toAbsolutePath().resolve(path).normalize();
    @Nullable Path directory = absolute.getParent();
    try {
      return directory != null && Files.isDirectory(directory)
          ? directory.toRealPath().resolve(absolute.getFileName()).toString()
          : absolute.toString();
    } catch (IOException unreadable) {
      return absolute.toString();
    }
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }
}
