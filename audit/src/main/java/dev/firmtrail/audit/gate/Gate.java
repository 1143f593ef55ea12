package dev.firmtrail.audit.gate;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds a build against the state that is about to be promoted, and both against policies. */
public final class Gate {
  private Gate() {}

  /**
   * What is asked.
   *
   * @param buildName how a person called the build
   * @param againstName how a person called the state
   * @param parts names of parts to look at; empty for all
   * @param policy what else must hold
   * @param policyFile SHA-256 of the file that says so, where there is one
   * @param signers whose signatures count for {@link Policy#signedBy}; empty where that is not
   *     asked
   * @param program name and version of the program that judges, for the record
   */
  public record Question(
      String buildName,
      String againstName,
      Set<String> parts,
      Policy policy,
      Optional<ObjectId> policyFile,
      Optional<Signers> signers,
      String program) {
    public Question {
      parts = Set.copyOf(parts);
    }
  }

  /**
   * Judges.
   *
   * @throws WorkspaceException a part is asked for that neither side has
   * @throws IOException a file of the build cannot be read
   */
  public static GateReport judge(
      Build build, State against, Question question, Instant now, Progress progress)
      throws IOException, WorkspaceException {
    refuseUnknownParts(build, against, question.parts());
    List<Check> checks = new ArrayList<>(new Comparison(build, against).checks(question.parts()));
    Policy policy = question.policy();
    if (!policy.requiredParts().isEmpty()) {
      checks.add(PolicyChecks.requiredParts(against, policy.requiredParts()));
    }
    if (policy.pinnedSources()) {
      checks.add(PolicyChecks.sources(against, question.parts()));
    }
    question
        .signers()
        .ifPresent(signers -> checks.add(signers.check(against, question.parts(), now)));
    if (policy.noSecrets()) {
      checks.addAll(new SecretSearch(progress).checks(build, question.parts()));
    }
    return new GateReport(
        question.buildName(),
        question.againstName(),
        against.id(),
        question.parts(),
        question.policyFile(),
        question.program(),
        now,
        checks,
        build.notes());
  }

  private static void refuseUnknownParts(Build build, State against, Set<String> parts)
      throws WorkspaceException {
    Set<String> known = Comparison.partNames(build.state(), against);
    for (String part : parts) {
      if (!known.contains(part)) {
        throw new WorkspaceException(
            "there is no part "
                + Shown.text(part)
                + " on either side; there are "
                + Shown.text(String.join(", ", known)));
      }
    }
  }
}
