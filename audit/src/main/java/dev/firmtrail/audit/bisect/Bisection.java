package dev.firmtrail.audit.bisect;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.transfer.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The search for the first bad revision that a workspace keeps in {@code .pvr/bisect}. Its log is
 * replaced durably at each answer, and everything else follows from the log, so a process may be
 * killed at any moment. The caller holds the workspace's lock. For one thread.
 */
public final class Bisection {
  private static final String LOG = "log";

  private final Path directory;
  private final Search search;
  private SessionLog log;

  private Bisection(Path directory, SessionLog log) throws WorkspaceException {
    this.directory = directory;
    this.log = log;
    this.search =
        new Search(
            Math.toIntExact(log.start().bad() - log.start().good()), log.start().certainty());
    for (SessionLog.Answer answer : log.answers()) {
      learn(answer);
    }
  }

  /** Where a workspace keeps what belongs to a bisection. */
  static Path directory(Workspace workspace) {
    return workspace.root().resolve(StatePath.WORKSPACE_DIRECTORY).resolve("bisect");
  }

  /**
   * Begins with a log: one that is empty but for its start, or one that is replayed.
   *
   * @throws WorkspaceException there is a search already, or the log contradicts itself
   */
  public static Bisection begin(Workspace workspace, SessionLog log)
      throws IOException, WorkspaceException {
    Path directory = directory(workspace);
    if (Files.exists(directory.resolve(LOG))) {
      throw new WorkspaceException(
          "this workspace has a bisection already; go on with it, or end it with pvr bisect reset");
    }
    Bisection bisection = new Bisection(directory, log);
    DurableFile.createDirectories(directory);
    bisection.save();
    return bisection;
  }

  /**
   * The search that a workspace has.
   *
   * @throws WorkspaceException there is none, or its log is damaged
   */
  public static Bisection of(Workspace workspace) throws IOException, WorkspaceException {
    Path directory = directory(workspace);
    Path file = directory.resolve(LOG);
    if (!Files.isRegularFile(file)) {
      throw new WorkspaceException(
          "no bisection was begun in this workspace; begin one with pvr bisect start BAD GOOD");
    }
    return new Bisection(directory, SessionLog.read(PlainFile.read(file)));
  }

  /** Forgets the search that a workspace has, if there is one, with all that was kept for it. */
  public static void reset(Workspace workspace) throws IOException {
    // First what says that there is one: the rest may then be deleted at any later time.
    Path directory = directory(workspace);
    if (Files.exists(directory.resolve(LOG))) {
      DurableFile.delete(directory.resolve(LOG));
    }
    Removal.of(directory);
  }

  private void save() throws IOException {
    DurableFile.write(directory.resolve(LOG), log.bytes());
  }

  public SessionLog log() {
    return log;
  }

  /**
   * Learns what was found out of a revision; durable on return.
   *
   * @throws WorkspaceException it is not between the good and the bad one, or contradicts what was
   *     said before
   */
  public void answer(SessionLog.Answer answer) throws IOException, WorkspaceException {
    learn(answer);
    log = log.with(answer);
    save();
  }

  private void learn(SessionLog.Answer answer) throws WorkspaceException {
    long good = log.start().good();
    long bad = log.start().bad();
    if (answer.revision() <= good || answer.revision() >= bad) {
      throw new WorkspaceException(
          "revision %d is not between %d, which is good, and %d, which is bad; these two are taken as certain: begin anew with others after pvr bisect reset"
              .formatted(answer.revision(), good, bad));
    }
    try {
      search.answer((int) (answer.revision() - good - 1), answer.outcome());
    } catch (ContradictionException said) {
      throw new WorkspaceException(
          "revision %d cannot be %s: then %d would be good, and %d before it bad. Where the test is flaky, begin anew with --flakes; where an answer was wrong, write the log to a file with pvr bisect log, take its line out, and give it to pvr bisect replay after pvr bisect reset"
              .formatted(
                  answer.revision(),
                  answer.outcome().word(),
                  revision(said.good()),
                  revision(said.bad())),
          said);
    }
  }

  private long revision(int candidate) {
    return log.start().good() + 1 + candidate;
  }

  /** The revision to test next; empty when the search is finished. */
  public OptionalLong next() {
    OptionalInt next = search.next();
    return next.isEmpty() ? OptionalLong.empty() : OptionalLong.of(revision(next.getAsInt()));
  }

  /** How many revisions could be the first bad one, as surely as wanted. */
  public int left() {
    return search.left();
  }

  /** About how many runs are still needed. */
  public int runsLeft() {
    return search.runsLeft();
  }

  /**
   * The answer.
   *
   * @param first the first bad revision, or the first of those that may be
   * @param last the last of these; all before it could not be tested
   * @param confidence the chance that the first bad one is among them; 1 where no test errs
   * @param runs how many tests were good or bad
   */
  public record Found(long first, long last, double confidence, long runs) {
    public boolean isOne() {
      return first == last;
    }
  }

  /** The answer; empty while there is something to test. */
  public Optional<Found> found() {
    if (!search.isFinished()) {
      return Optional.empty();
    }
    Search.Suspects suspects = search.suspects();
    long runs = log.answers().stream().filter(answer -> answer.outcome() != Outcome.SKIP).count();
    return Optional.of(
        new Found(revision(suspects.first()), revision(suspects.last()), suspects.chance(), runs));
  }
}
