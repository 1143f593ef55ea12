package dev.firmtrail.objects;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One call that makes all files of a file system durable: syncfs(2), which the JDK does not offer.
 * A thousand small files cost one wait for the disk in place of a thousand.
 *
 * <p>Since Linux 5.8 the call also reports data that could not be written back since the directory
 * was opened, so open this before the files are written. Where the call does not exist, is not
 * allowed (a JVM that denies native access) or fails, the caller syncs each file, which names the
 * one that is lost.
 */
final class FileSystemSync implements AutoCloseable {
  /**
   * The same on every architecture that the JDK runs Linux on, but for O_DIRECTORY; so that one is
   * not asked for.
   */
  private static final int O_RDONLY = 0;

  private static final int O_CLOEXEC = 0x80000;

  private final Calls calls;
  private final int directory;

  private FileSystemSync(Calls calls, int directory) {
    this.calls = calls;
    this.directory = directory;
  }

  /** Empty where this system cannot do it. */
  static Optional<FileSystemSync> of(Path directory) {
    return Calls.FOUND.flatMap(
        calls -> calls.open(directory).map(fd -> new FileSystemSync(calls, fd)));
  }

  /** Whether everything written to the file system before the call is durable now. */
  boolean sync() {
    return calls.syncfs(directory);
  }

  @Override
  public void close() {
    calls.close(directory);
  }

  private record Calls(MethodHandle open, MethodHandle syncfs, MethodHandle close) {
    static final Optional<Calls> FOUND = find();

    @SuppressWarnings("restricted") // The signatures below are those of the C library's headers.
    private static Optional<Calls> find() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return Optional.empty();
      }
      try {
        Linker linker = Linker.nativeLinker();
        SymbolLookup c = linker.defaultLookup();
        FunctionDescriptor ofDescriptor =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        FunctionDescriptor ofPath =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        return Optional.of(
            new Calls(
                linker.downcallHandle(
                    c.findOrThrow("open"), ofPath, Linker.Option.firstVariadicArg(2)),
                linker.downcallHandle(c.findOrThrow("syncfs"), ofDescriptor),
                linker.downcallHandle(c.findOrThrow("close"), ofDescriptor)));
      } catch (java.util.NoSuchElementException
          | IllegalCallerException
          | UnsupportedOperationException notHere) {
        return Optional.empty();
      }
    }

    Optional<Integer> open(Path path) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment name = arena.allocateFrom(path.toAbsolutePath().toString());
        int fd = (int) open.invokeExact(name, O_RDONLY | O_CLOEXEC);
        return fd < 0 ? Optional.empty() : Optional.of(fd);
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    boolean syncfs(int fd) {
      try {
        return (int) syncfs.invokeExact(fd) == 0;
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    void close(int fd) {
      try {
        int ignored = (int) close.invokeExact(fd);
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
