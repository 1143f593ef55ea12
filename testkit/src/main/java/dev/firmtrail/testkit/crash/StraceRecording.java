package dev.firmtrail.testkit.crash;

import dev.firmtrail.testkit.strace.StraceLog;
import dev.firmtrail.testkit.strace.SystemCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from strace what a program did to the files below one directory. What this does not
 * understand it refuses, so that no operation is overlooked.
 *
 * <p>Not seen are writes to shared memory. The one such file here is SQLite's {@code -shm}, which
 * SQLite empties when it is opened first after a crash.
 */
public final class StraceRecording {
  private static final String TRACED =
      "trace=open,openat,openat2,creat,read,readv,write,writev,pwrite64,pwritev,pwritev2,lseek,copy_file_range,"
          + "sendfile,splice,truncate,ftruncate,fallocate,fsync,fdatasync,sync,syncfs,msync,rename,renameat,"
          + "renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,dup,dup2,dup3,mmap,"
          + "io_uring_setup,io_submit,sendto,sendmsg";

  /** No string is longer, so none is cut. */
  private static final String STRING_LIMIT = "16777216";

  /** The last promise of each run. */
  public static final String ENDED = "the program has ended";

  private static final String SHARED_MEMORY_SUFFIX = "-shm";
  private static final String ANSWER = "HTTP/1.1 ";

  private static final String NOT_UNDERSTOOD = "this call is not understood: ";

  /** Of the source of a copy. */
  private static final Pattern OFFSET = Pattern.compile("NULL|\\[(\\d+)\\](?: => .*)?");

  private final Path root;
  private final Path workingDirectory;
  private final Recording recording;
  private final Map<Integer, Description> open = new HashMap<>();
  private final Map<SystemCall, Integer> syncing = new HashMap<>();
  private final List<Happening> happenings = new ArrayList<>();

  /** What an open file's numbers share. */
  private static final class Description {
    private final int file;
    private final boolean append;
    private long position;

    Description(int file, boolean append) {
      this.file = file;
      this.append = append;
    }
  }

  private record Happening(int at, Runnable what) {}

  private StraceRecording(Path root, Path workingDirectory, Tree before) {
    this.root = root;
    this.workingDirectory = workingDirectory;
    this.recording = new Recording(before);
  }

  /** What to put before a command line, to have its calls written to a file. */
  public static List<String> tracer(Path log) {
    return List.of(
        "strace",
        "-f",
        "--seccomp-bpf",
        "-y",
        "-s",
        STRING_LIMIT,
        "-o",
        log.toString(),
        "-e",
        TRACED,
        "--");
  }

  /**
   * Reads what a run that has ended left. Each answer of an HTTP server is a promise.
   *
   * @param root a directory as the kernel names it, without links
   * @param workingDirectory of the program
   * @param before what the directory held before the run
   */
  public static Trace read(Path log, Path root, Path workingDirectory, Tree before)
      throws IOException {
    StraceRecording reading = new StraceRecording(root, workingDirectory, before);
    for (SystemCall call : StraceLog.read(log, workingDirectory).calls()) {
      if (call.succeeded()) {
        reading.plan(call);
      }
    }
    reading.happenings.sort(Comparator.comparingInt(Happening::at));
    reading.happenings.forEach(happening -> happening.what.run());
    reading.recording.promise(ENDED);
    return reading.recording.trace();
  }

  private void at(int line, Runnable what) {
    happenings.add(new Happening(line, what));
  }

  /** Changes take effect when they begin, syncs when they end. */
  private void plan(SystemCall call) {
    switch (call.name()) {
      case "sync", "syncfs" -> at(call.endedAt(), () -> during(call).syncEverything());
      case "fsync", "fdatasync" -> {
        at(call.begunAt(), () -> syncing(call));
        at(call.endedAt(), () -> synced(call));
      }
      case "open", "openat", "openat2", "creat" -> {
        at(call.begunAt(), () -> opening(call));
        at(call.endedAt(), () -> opened(call));
      }
      case "dup", "dup2", "dup3" -> at(call.endedAt(), () -> doubled(call));
      default -> at(call.begunAt(), () -> record(call));
    }
  }

  private Recording during(SystemCall call) {
    return recording.between(call.begunAt(), call.endedAt());
  }

  private void record(SystemCall call) {
    switch (call.name()) {
      case "read", "readv" -> description(call).ifPresent(on -> on.position += call.number());
      case "lseek" -> description(call).ifPresent(on -> on.position = call.number());
      case "write", "writev" -> write(call);
      case "sendto", "sendmsg" -> answer(call);
      case "pwrite64", "pwritev", "pwritev2" ->
          description(call).ifPresent(on -> write(call, on, Long.parseLong(call.argument(3))));
      case "copy_file_range", "sendfile" -> copy(call);
      case "ftruncate" ->
          description(call)
              .ifPresent(on -> during(call).resize(on.file, Long.parseLong(call.argument(1))));
      case "fallocate" -> allocate(call);
      case "mmap" -> map(call);
      case "rename", "renameat", "renameat2" -> rename(call);
      case "link", "linkat" -> link(call);
      case "symlink", "symlinkat" -> symbolicLink(call);
      case "mkdir", "mkdirat" -> made(call).ifPresent(path -> during(call).createDirectory(path));
      case "unlink", "unlinkat", "rmdir" -> made(call).ifPresent(path -> during(call).remove(path));
      default -> refuse(call);
    }
  }

  private void refuse(SystemCall call) {
    if (call.arguments().contains(root.toString()) || call.name().startsWith("io_")) {
      throw new IllegalStateException(NOT_UNDERSTOOD + call);
    }
  }

  /** Relative to the root; empty when it lies elsewhere. */
  private Optional<String> inside(Path path) {
    Path absolute = path.normalize();
    return absolute.startsWith(root)
        ? Optional.of(root.relativize(absolute).toString())
        : Optional.empty();
  }

  private Optional<String> made(SystemCall call) {
    return inside(call.paths(workingDirectory).getFirst());
  }

  /** What the first argument stands for, if it is one of the files that are looked at. */
  private Optional<Description> description(SystemCall call) {
    return description(call, 0);
  }

  private Optional<Description> description(SystemCall call, int argument) {
    Optional<SystemCall.Descriptor> descriptor = call.descriptor(argument);
    Optional<String> path = descriptor.flatMap(each -> inside(Path.of(each.path())));
    if (path.isEmpty()) {
      return Optional.empty();
    }
    @Nullable Description found = open.get(descriptor.orElseThrow().number());
    if (found == null || !recording.find(path.get()).equals(Optional.of(found.file))) {
      throw new IllegalStateException("which file is this? " + call);
    }
    return Optional.of(found);
  }

  private void opening(SystemCall call) {
    Optional<String> path = made(call);
    if (path.isEmpty()) {
      return;
    }
    Set<String> flags = call.flags();
    if (flags.contains("O_TMPFILE")) {
      refuse(call);
    }
    if (recording.find(path.get()).isEmpty()) {
      during(call).createFile(path.get());
    } else if (flags.contains("O_TRUNC")
        && recording.content(recording.file(path.get())).length() > 0) {
      during(call).resize(path.get(), 0);
    }
  }

  private void opened(SystemCall call) {
    int number = (int) call.number();
    open.remove(number);
    made(call)
        .ifPresent(path -> {
          boolean append = call.flags().contains("O_APPEND");
          open.put(number, new Description(recording.file(path), append));
        });
  }

  private void doubled(SystemCall call) {
    description(call).ifPresent(on -> open.put((int) call.number(), on));
  }

  private void write(SystemCall call) {
    Optional<Description> on = description(call);
    if (on.isEmpty()) {
      answer(call);
      return;
    }
    Description to = on.get();
    if (to.append) {
      to.position = recording.content(to.file).length();
    }
    write(call, to, to.position);
    to.position += call.number();
  }

  private void write(SystemCall call, Description to, long offset) {
    Bytes bytes = Bytes.of(call.bytes());
    if (bytes.length() < call.number()) {
      throw new IllegalStateException("not all bytes are in the log: " + call.name());
    }
    during(call).write(to.file, offset, bytes.range(0, (int) call.number()));
  }

  private void answer(SystemCall call) {
    if (call.arguments().contains("\"" + ANSWER)) {
      during(call).promise(call.quoted().getFirst().lines().findFirst().orElse(""));
    }
  }

  /**
   * From one file that is looked at to another, where that one's position is; from an offset or the
   * first one's position.
   */
  private void copy(SystemCall call) {
    boolean range = call.name().equals("copy_file_range");
    Optional<Description> target = description(call, range ? 2 : 0);
    if (target.isEmpty()) {
      return;
    }
    Optional<Description> source = description(call, range ? 0 : 1);
    Matcher offset = OFFSET.matcher(call.argument(range ? 1 : 2));
    if (source.isEmpty() || !offset.matches() || (range && !call.argument(3).equals("NULL"))) {
      throw new IllegalStateException(NOT_UNDERSTOOD + call);
    }
    Description from = source.get();
    Description to = target.get();
    int length = (int) call.number();
    boolean atPosition = Optional.ofNullable(offset.group(1)).isEmpty();
    int begin = atPosition ? (int) from.position : Integer.parseInt(offset.group(1));
    during(call)
        .write(to.file, to.position, recording.content(from.file).range(begin, begin + length));
    from.position += atPosition ? length : 0;
    to.position += length;
  }

  private void allocate(SystemCall call) {
    description(call)
        .ifPresent(on -> {
          long end = Long.parseLong(call.argument(2)) + Long.parseLong(call.argument(3));
          if (!call.argument(1).equals("0")) {
            refuse(call);
          } else if (end > recording.content(on.file).length()) {
            during(call).resize(on.file, end);
          }
        });
  }

  private void map(SystemCall call) {
    boolean writes =
        call.arguments().contains("MAP_SHARED") && call.arguments().contains("PROT_WRITE");
    if (writes
        && !call.descriptor(4)
            .map(SystemCall.Descriptor::path)
            .orElse("")
            .endsWith(SHARED_MEMORY_SUFFIX)) {
      refuse(call);
    }
  }

  private void rename(SystemCall call) {
    List<Path> paths = call.paths(workingDirectory);
    Optional<String> from = inside(paths.get(0));
    Optional<String> to = inside(paths.get(1));
    if (from.isPresent() && to.isPresent() && !call.arguments().contains("RENAME_EXCHANGE")) {
      during(call).rename(from.get(), to.get());
    } else {
      refuse(call);
    }
  }

  private void link(SystemCall call) {
    List<Path> paths = call.paths(workingDirectory);
    Optional<String> from = inside(paths.get(0));
    Optional<String> to = inside(paths.get(1));
    if (from.isPresent() && to.isPresent()) {
      during(call).link(from.get(), to.get());
    } else {
      refuse(call);
    }
  }

  private void symbolicLink(SystemCall call) {
    String target = call.quoted().getFirst();
    inside(call.paths(workingDirectory).get(1))
        .ifPresent(path -> during(call).createLink(path, target));
  }

  /** By the time it ends, the file may have another name. */
  private void syncing(SystemCall call) {
    description(call).ifPresent(on -> syncing.put(call, on.file));
  }

  private void synced(SystemCall call) {
    Optional.ofNullable(syncing.remove(call)).ifPresent(file -> during(call).sync(file));
  }
}
