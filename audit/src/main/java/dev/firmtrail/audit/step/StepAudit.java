package dev.firmtrail.audit.step;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.ReadObject;
import dev.firmtrail.hubclient.Remote;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of an audit of a step of a trail.
 *
 * @param revision of the step
 * @param id of its state by its bytes; empty where it is none
 * @param objects how many its state names
 * @param bytes how many were read; 0 where objects were judged by what the hub says of them
 */
public record StepAudit(
    long revision, Optional<String> id, int objects, long bytes, List<Finding> findings) {
  private static final String STATE = "state";
  private static final String STATE_SHA = "state-sha";
  private static final String SIGNATURES = "_sigs";

  public StepAudit {
    findings = List.copyOf(findings);
  }

  public Verdict verdict() {
    return Verdict.of(findings);
  }

  /**
   * Audits a step.
   *
   * @param remote the step's repository
   * @param trust whose signatures count; empty: nobody knows
   * @param deep whether the bytes of the objects are read; none of them is kept
   */
  public static StepAudit of(
      HubClient hub, Remote remote, Optional<Trust> trust, boolean deep, Progress progress)
      throws IOException {
    JsonObject step = hub.stepInfo(remote);
    long revision = step.integer("rev").orElse(hub.trail(remote).revision());
    byte[] document = hub.stateDocument(remote);
    List<Finding> findings = new ArrayList<>();
    State state;
    try {
      state = State.read(document);
    } catch (InvalidStateException broken) {
      findings.add(finding(STATE, Finding.Kind.DIFFERENT, String.valueOf(broken.getMessage())));
      return new StepAudit(revision, Optional.empty(), 0, 0, findings);
    }
    id(state, document, step, findings);
    long bytes = objects(hub, remote, revision, state, deep, progress, findings);
    signatures(document, trust, findings);
    return new StepAudit(
        revision, Optional.of(state.id().hex()), state.objects().size(), bytes, findings);
  }

  private static void id(State state, byte[] document, JsonObject step, List<Finding> findings) {
    ObjectId id = new ObjectId(state.id().hex());
    if (!Arrays.equals(state.canonicalBytes(), document)) {
      findings.add(
          finding(
              STATE,
              Finding.Kind.DIFFERENT,
              "the hub does not send its canonical form",
              id,
              ObjectId.of(document)));
    }
    String said = step.string(STATE_SHA).orElse("");
    if (!said.equals(id.hex())) {
      findings.add(
          new Finding(
              STATE_SHA,
              said.isEmpty() ? Finding.Kind.UNKNOWN : Finding.Kind.DIFFERENT,
              Optional.of(id),
              ObjectId.parse(said),
              said.isEmpty()
                  ? "the hub does not say the id of the step"
                  : "is not the id of the state"));
    }
    boolean isSame = step.object(STATE).map(state.json()::equals).orElse(false);
    if (!isSame) {
      findings.add(
          finding(
              "step/state",
              Finding.Kind.DIFFERENT,
              "the step holds another state than the hub sends for it"));
    }
  }

  private static long objects(
      HubClient hub,
      Remote remote,
      long revision,
      State state,
      boolean deep,
      Progress progress,
      List<Finding> findings)
      throws IOException {
    Map<ObjectId, String> wanted = state.objectPaths();
    Map<ObjectId, Long> sizes = hub.trail(remote).sizes(revision);
    if (!deep) {
      wanted.forEach((id, key) -> {
        if (!sizes.containsKey(id)) {
          findings.add(
              new Finding(
                  key,
                  Finding.Kind.MISSING,
                  Optional.of(id),
                  Optional.empty(),
                  "the hub has no record of this object with its step"));
        }
      });
      return 0;
    }
    long[] bytes = new long[1];
    hub.readObjects(
        remote,
        wanted,
        progress,
        read -> {
          bytes[0] += read.size();
          judge(read, Optional.ofNullable(sizes.get(read.id())), findings);
        });
    return bytes[0];
  }

  private static void judge(ReadObject read, Optional<Long> said, List<Finding> findings) {
    if (read.problem().isPresent()) {
      findings.add(
          new Finding(
              read.key(),
              read.isMissing() ? Finding.Kind.MISSING : Finding.Kind.UNKNOWN,
              Optional.of(read.id()),
              Optional.empty(),
              Shown.text(read.problem().get())));
    } else if (!read.found().equals(Optional.of(read.id()))) {
      findings.add(
          new Finding(
              read.key(),
              Finding.Kind.DIFFERENT,
              Optional.of(read.id()),
              read.found(),
              "the hub sends other bytes, %d of %s"
                  .formatted(read.size(), said.map(String::valueOf).orElse("?"))));
    } else if (said.isPresent() && said.get() != read.size()) {
      findings.add(
          finding(
              read.key(),
              Finding.Kind.DIFFERENT,
              "the bytes are right, %d of them, but the hub's record says %d"
                  .formatted(read.size(), said.get())));
    }
  }

  private static void signatures(byte[] document, Optional<Trust> trust, List<Finding> findings) {
    if (trust.isEmpty()) {
      findings.add(
          finding(
              SIGNATURES,
              Finding.Kind.UNKNOWN,
              "nothing says who may sign; name the trusted certificates with --cacerts, or public keys with --pubkey"));
      return;
    }
    StateReport report = new Verifier(trust.get()).verify(document);
    switch (report.strict()) {
      case Judgement.Accepted() -> {}
      case Judgement.NotCovered(var keys) ->
          keys.forEach(key ->
              findings.add(
                  finding(key, Finding.Kind.DIFFERENT, "nobody who is trusted signed this")));
      case Judgement.Refused(var problems) ->
          problems.forEach(problem ->
              findings.add(finding(SIGNATURES, Finding.Kind.DIFFERENT, Shown.text(problem))));
    }
  }

  private static Finding finding(String path, Finding.Kind kind, String detail) {
    return new Finding(path, kind, Optional.empty(), Optional.empty(), detail);
  }

  private static Finding finding(
      String path, Finding.Kind kind, String detail, ObjectId expected, ObjectId found) {
    return new Finding(path, kind, Optional.of(expected), Optional.of(found), detail);
  }
}
