package dev.firmtrail.dist;

import dev.firmtrail.testkit.strace.StraceLog;
import dev.firmtrail.testkit.strace.SystemCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * System calls of a program that the kernel does not do: strace answers in its place.
 *
 * @param call the name of the system call
 * @param nth which of the calls of this name that one thread makes, from 1
 * @param last whether only this one fails, or all that follow it in the thread
 * @param error what the program is told
 */
record Fault(String call, int nth, boolean last, Errno error) implements Comparable<Fault> {
  /** What a disk answers that is full, was mounted to be read, or is broken. */
  enum Errno {
    ENOSPC("No space left on device"),
    EROFS("Read-only file system"),
    EIO("Input/output error");

    final String said;

    Errno(String said) {
      this.said = said;
    }
  }

  private static final String MARK = "(INJECTED)";

  private static final String TRACED =
      "trace=openat,creat,write,writev,pwrite64,pwritev,copy_file_range,sendfile,fallocate,ftruncate,fsync,fdatasync,"
          + "syncfs,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,chmod,"
          + "fchmod,fchmodat";

  /**
   * The command line that runs a program and fails it; without a fault it only writes the log.
   *
   * @param options of strace besides, such as the process to be joined
   */
  static List<String> strace(Path log, List<Fault> faults, List<String> options) {
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-y", "-o", log.toString(), "-e", TRACED));
    faults.forEach(fault -> command.addAll(List.of("-e", fault.expression())));
    command.addAll(options);
    return command;
  }

  private String expression() {
    return "inject=%s:error=%s:when=%d%s".formatted(call, error, nth, last ? "" : "+");
  }

  static boolean isInjected(SystemCall call) {
    return call.result().endsWith(MARK);
  }

  /** What can fail of the calls in a log that change files below a directory. */
  static List<Fault> in(StraceLog log, Path below) {
    Map<String, Integer> made = new HashMap<>();
    TreeSet<Fault> found = new TreeSet<>();
    for (SystemCall call : log.calls()) {
      int nth = made.merge(call.thread() + call.name(), 1, Integer::sum);
      if (changes(call, below)) {
        for (Errno error : errors(call.name())) {
          found.add(new Fault(call.name(), nth, true, error));
          if (!call.name().equals("openat")) {
            found.add(new Fault(call.name(), nth, false, error));
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /** Whether a call writes below a directory: no socket, no terminal, nothing of the JVM's own. */
  static boolean changes(SystemCall call, Path below) {
    boolean there =
        call.descriptorPath().filter(path -> Path.of(path).startsWith(below)).isPresent()
            || call.quoted().stream().anyMatch(path -> isBelow(path, below));
    return there && (!call.name().equals("openat") || call.arguments().contains("O_CREAT"));
  }

  private static boolean isBelow(String path, Path below) {
    return path.startsWith("/") && Path.of(path).startsWith(below);
  }

  private static List<Errno> errors(String call) {
    return switch (call) {
      case "write", "pwrite64", "writev", "fsync", "fdatasync", "syncfs" ->
          List.of(Errno.ENOSPC, Errno.EIO);
      case "unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat" ->
          List.of(Errno.EROFS, Errno.EIO);
      default -> List.of(Errno.values());
    };
  }

  @Override
  public int compareTo(Fault other) {
    return expression().compareTo(other.expression());
  }

  @Override
  public String toString() {
    return expression();
  }
}
