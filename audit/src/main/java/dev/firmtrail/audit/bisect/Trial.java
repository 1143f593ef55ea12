package dev.firmtrail.audit.bisect;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.JsonForm;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.transfer.Removal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command in a clean directory with the files of a state, each checked while it is written;
 * the directory is gone afterwards. What the command prints is added to a file in {@code
 * .pvr/bisect/runs}. For one thread.
 */
public final class Trial {
  private static final int CANNOT_TEST = 125;

  /** What a shell ends with that cannot run a command or cannot find it. */
  private static final Set<Integer> NOT_RUN = Set.of(126, 127);

  private static final int ENDED_BY_A_SIGNAL = 128;

  private final Workspace workspace;
  private final How how;

  /**
   * What is run, and where.
   *
   * @param command the program and its arguments; no shell reads them. A program with a slash in
   *     its name is looked for from {@code from}, another in the path
   * @param from where the caller stands; absolute
   * @param place the directory that is made for each run; empty for one below {@code .pvr/bisect}
   * @param environment of the command, to which {@code PVR_BISECT_REV}, {@code PVR_BISECT_STATE}
   *     and {@code PVR_BISECT_DIR} are added
   * @param timeout how long a run may take
   */
  public record How(
      List<String> command,
      Path from,
      Optional<Path> place,
      Map<String, String> environment,
      Optional<Duration> timeout,
      Dialect dialect) {
    public How {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * What one run said.
   *
   * @param why for a person
   */
  public record Said(Outcome outcome, String why) {}

  public Trial(Workspace workspace, How how) {
    this.workspace = workspace;
    this.how = how;
  }

  /** Where what a command prints is kept. */
  public Path output(String name) {
    return Bisection.directory(workspace).resolve("runs").resolve(name + ".log");
  }

  /**
   * One run. Exit code 0 is good, 125 says that this state cannot be tested, 126 and 127 that a
   * shell could not run something, 1 to 124 are bad. A run that takes too long is ended and says
   * nothing.
   *
   * @param state its objects are in the workspace's pool
   * @param name what is tested, as {@code PVR_BISECT_REV} and as the name of the output
   * @throws TestStoppedException the command cannot be started, or was ended by a signal
   */
  public Said run(State state, String name, Progress progress)
      throws IOException, WorkspaceException {
    Path own = Bisection.directory(workspace).resolve("tree");
    Path place = how.place.orElse(own);
    if (place.equals(own)) {
      // What a killed run left.
      Removal.of(own);
    } else if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new WorkspaceException(
          Shown.text(place.toString())
              + " exists; each revision needs a clean directory, so name one that does not exist, or move it away");
    }
    try {
      checkOut(state, place, progress);
      return ended(start(state, name, place));
    } finally {
      Removal.of(place);
    }
  }

  private void checkOut(State state, Path place, Progress progress)
      throws IOException, WorkspaceException {
    DurableFile.createDirectories(place);
    Workspace tree =
        Workspace.init(
                place,
                workspace.objects().directory(),
                state.spec().orElse(State.DEFAULT_SPEC),
                how.dialect)
            .orElseThrow(() -> new WorkspaceException(place + " has a .pvr already"));
    tree.adopt(state);
    tree.checkout(JsonForm.PRETTY, progress);
  }

  private Process start(State state, String name, Path place)
      throws IOException, WorkspaceException {
    Path output = output(name);
    DurableFile.createDirectories(output.resolveSibling("."));
    List<String> words = new ArrayList<>(how.command);
    if (words.getFirst().indexOf('/') >= 0) {
      words.set(0, how.from.resolve(words.getFirst()).normalize().toString());
    }
    ProcessBuilder builder = new ProcessBuilder(words).directory(place.toFile());
    builder.environment().clear();
    builder.environment().putAll(how.environment);
    builder.environment().put("PVR_BISECT_REV", name);
    builder.environment().put("PVR_BISECT_STATE", state.id().hex());
    builder.environment().put("PVR_BISECT_DIR", place.toString());
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    try {
      return builder.start();
    } catch (IOException cannot) {
      throw new TestStoppedException(
          "the test cannot be started: "
              + Shown.text(String.valueOf(cannot.getMessage()))
              + "; nothing was said of "
              + name,
          cannot);
    }
  }

  private Said ended(Process process) throws IOException, WorkspaceException {
    try {
      if (how.timeout.isEmpty()) {
        process.waitFor();
      } else if (!process.waitFor(how.timeout.get().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Said(Outcome.SKIP, "took longer than " + how.timeout.get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("the test was stopped");
      interrupted.initCause(stopped);
      throw interrupted;
    } finally {
      kill(process);
    }
    int code = process.exitValue();
    if (code >= ENDED_BY_A_SIGNAL) {
      throw new TestStoppedException(
          "the test ended with code %d, as one that a signal ended; nothing was learnt from it. pvr bisect run goes on where it was"
              .formatted(code));
    }
    if (NOT_RUN.contains(code)) {
      throw new TestStoppedException(
          "the test ended with code %d, as a shell that cannot run a command; nothing was learnt from it. See what it printed"
              .formatted(code));
    }
    Outcome outcome =
        switch (code) {
          case 0 -> Outcome.GOOD;
          case CANNOT_TEST -> Outcome.SKIP;
          default -> Outcome.BAD;
        };
    return new Said(outcome, "exit code " + code);
  }

  /** With all that it started; of a process that ended, nothing is left to find them by. */
  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
