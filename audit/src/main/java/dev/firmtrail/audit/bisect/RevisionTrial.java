package dev.firmtrail.audit.bisect;

import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.TrailStep;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.Set;

/** Tests revisions of a trail by a command. For one thread. */
public final class RevisionTrial {
  /** The hub answered, and what it has cannot be tested. */
  private static final Set<HubException.Kind> INCOMPLETE =
      Set.of(
          HubException.Kind.REFUSED,
          HubException.Kind.BROKEN_ANSWER,
          HubException.Kind.WRONG_CONTENT);

  private final SessionLog.Start start;
  private final KnownSteps steps;
  private final Trial trial;

  public RevisionTrial(SessionLog.Start start, KnownSteps steps, Trial trial) {
    this.start = start;
    this.steps = steps;
    this.trial = trial;
  }

  /**
   * One run. A revision that the hub does not have in full cannot be tested.
   *
   * @throws HubException the hub could not be asked
   */
  public SessionLog.Answer run(long revision, Progress progress)
      throws IOException, WorkspaceException {
    TrailStep step;
    try {
      step = steps.step(start.step(revision), revision);
      steps.fetch(start.step(revision), step.state().objectPaths(), progress);
    } catch (HubException failed) {
      if (!INCOMPLETE.contains(failed.kind())) {
        throw failed;
      }
      return new SessionLog.Answer(revision, Outcome.SKIP, "incomplete: " + failed.getMessage());
    }
    Trial.Said said = trial.run(step.state(), String.valueOf(revision), progress);
    return new SessionLog.Answer(revision, said.outcome(), said.why());
  }
}
