package dev.firmtrail.testkit.strace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls that one run of a program, its threads and children made to write, sync and rename
 * files, and to send.
 */
public final class StraceLog {
  private static final String TRACED =
      "trace=open,openat,creat,write,writev,pwrite64,pwritev,copy_file_range,sendfile,ftruncate,fsync,fdatasync,"
          + "syncfs,rename,renameat,renameat2,link,linkat,unlink,unlinkat,sendto,sendmsg";

  private static final Pattern WHOLE =
      Pattern.compile("^(\\d+) +(\\w+)\\((.*)\\) += (.*)$", Pattern.DOTALL);
  private static final Pattern BEGINS =
      Pattern.compile("^(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>$");
  private static final Pattern RESUMES =
      Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)\\) += (.*)$");

  private final Path workingDirectory;
  private final List<SystemCall> calls;

  private StraceLog(Path workingDirectory, List<SystemCall> calls) {
    this.workingDirectory = workingDirectory;
    this.calls = List.copyOf(calls);
  }

  /** Why no program can be traced here, for a test to say when it skips; empty when one can. */
  public static Optional<String> unavailable() {
    try {
      Process probe =
          new ProcessBuilder("strace", "-o", "/dev/null", "true").redirectErrorStream(true).start();
      String said =
          new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return probe.waitFor() == 0
          ? Optional.empty()
          : Optional.of("strace cannot trace here: " + said);
    } catch (IOException missing) {
      return Optional.of("strace is not installed: " + missing.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /**
   * The command line that runs a program under strace; for programs that a test starts and stops
   * itself.
   */
  public static List<String> command(Path log, List<String> program) {
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-y", "-o", log.toString(), "-e", TRACED, "--"));
    command.addAll(program);
    return command;
  }

  /**
   * Runs a program to its end in a directory.
   *
   * @throws AssertionError it ended with another status than 0
   */
  public static StraceLog run(List<String> program, Path workingDirectory) throws IOException {
    Path log = Files.createTempFile("strace", ".log");
    Path output = Files.createTempFile("strace", ".out");
    try {
      Process process =
          new ProcessBuilder(command(log, program))
              .directory(workingDirectory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError(
            program + " ended with " + status + ": " + Files.readString(output));
      }
      return read(log, workingDirectory);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", stopped);
    } finally {
      Files.delete(log);
      Files.delete(output);
    }
  }

  /**
   * Reads a log that {@link #command} had written.
   *
   * @param workingDirectory of the program; names that are not absolute begin there
   */
  public static StraceLog read(Path log, Path workingDirectory) throws IOException {
    return parse(Files.readString(log, StandardCharsets.ISO_8859_1), workingDirectory);
  }

  static StraceLog parse(String text, Path workingDirectory) {
    List<SystemCall> calls = new ArrayList<>();
    Map<Integer, SystemCall> unfinished = new HashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher begins = BEGINS.matcher(lines.get(i));
      Matcher resumes = RESUMES.matcher(lines.get(i));
      Matcher whole = WHOLE.matcher(lines.get(i));
      if (begins.matches()) {
        int thread = Integer.parseInt(begins.group(1));
        unfinished.put(thread, new SystemCall(thread, begins.group(2), begins.group(3), "?", i, i));
      } else if (resumes.matches()) {
        SystemCall begun = unfinished.remove(Integer.parseInt(resumes.group(1)));
        if (begun != null) {
          String arguments = begun.arguments() + resumes.group(3);
          calls.add(
              new SystemCall(
                  begun.thread(),
                  begun.name(),
                  arguments,
                  resumes.group(4).strip(),
                  begun.begunAt(),
                  i));
        }
      } else if (whole.matches()) {
        int thread = Integer.parseInt(whole.group(1));
        calls.add(
            new SystemCall(thread, whole.group(2), whole.group(3), whole.group(4).strip(), i, i));
      }
    }
    return new StraceLog(workingDirectory, calls);
  }

  /** In the order in which they ended. */
  public List<SystemCall> calls() {
    return calls;
  }

  /** The calls of these names that succeeded. */
  public List<SystemCall> succeeded(String... names) {
    return calls.stream()
        .filter(call -> List.of(names).contains(call.name()) && call.succeeded())
        .toList();
  }

  /**
   * Asserts that a file got its name durably: all its bytes were written under another name, then
   * synced (the file, or its whole file system), then renamed to this one, then the directory was
   * synced.
   *
   * @return the sync of the directory; an answer that counts on the file must be a call {@link
   *     SystemCall#after} it
   */
  public SystemCall assertDurable(Path finalName) {
    return new DurabilityProof(this, workingDirectory).of(finalName);
  }

  /**
   * Asserts that a file which is written in place, such as a database's log, got bytes between two
   * calls and was synced after the last of them.
   *
   * @param from the last call before the work, such as the answer to the request before
   * @param answer the call that counts on the bytes
   */
  public void assertGrewDurably(Path file, SystemCall from, SystemCall answer) {
    new DurabilityProof(this, workingDirectory).ofGrowth(file, from, answer);
  }
}
