package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.signatures.GoverningPolicy.Version;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.State;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;

/**
 * Judges the signatures of states that are to become steps, by the policy that holds for their
 * device. Whoever adds the step asks {@link #stillHolds} in the transaction that adds it, and
 * judges again when the answer is no: then no step that was added under a strict policy lacks a
 * signature. Safe for use by many threads.
 *
 * <p>The work is seconds at worst. It runs on a few platform threads of its own, so that a flood of
 * posts does not take the threads that serve everybody else.
 */
public final class StepSignatures implements AutoCloseable {
  private final Policies policies;
  private final InstantSource clock;
  private final ExecutorService judging =
      Executors.newFixedThreadPool(
          Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
          Thread.ofPlatform().name("signatures-", 1).factory());

  StepSignatures(Policies policies, InstantSource clock) {
    this.policies = policies;
    this.clock = clock;
  }

  /** A state may become a step of a device, as long as the policies are those of that moment. */
  public static final class Passed {
    private final Prn device;
    private final Prn owner;
    private final Version version;
    private final Optional<String> notice;

    private Passed(Prn device, Prn owner, Version version, Optional<String> notice) {
      this.device = device;
      this.owner = owner;
      this.version = version;
      this.notice = notice;
    }

    /** What its author should know of its signatures: one line of ASCII, less than 1 KiB. */
    public Optional<String> notice() {
      return notice;
    }
  }

  /**
   * Judges a state.
   *
   * @throws Refusal the policy is strict, and somebody does not answer for all of the state
   */
  public Passed judge(HubId device, Prn owner, State state) {
    Prn prn = Prn.ofDevice(device);
    GoverningPolicy governing = policies.governing(prn, Optional.of(owner));
    SignaturePolicy policy = governing.policy();
    Optional<String> notice =
        policy.trust().flatMap(trust -> notice(policy.mode(), report(trust, state)));
    return new Passed(prn, owner, governing.version(), notice);
  }

  /** Whether what was judged by is what holds; asked inside a transaction. */
  public static boolean stillHolds(Handle handle, Passed passed) {
    return Policies.version(handle, passed.device, passed.owner).equals(passed.version);
  }

  private static Optional<String> notice(PolicyMode mode, StateReport report) {
    if (report.strict() instanceof Judgement.Accepted) {
      return Optional.empty();
    }
    SignatureWords words = new SignatureWords(report);
    if (mode == PolicyMode.STRICT) {
      throw Refusal.badRequest(words.refusal());
    }
    return Optional.of(words.notice());
  }

  /** A verifier that is kept for longer saves nothing that can be measured, and its time stands. */
  private StateReport report(PolicyTrust trust, State state) {
    Future<StateReport> report =
        judging.submit(() -> new Verifier(trust.at(clock.instant())).verify(state.json()));
    try {
      return report.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("signatures were not judged", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signatures were judged", interrupted);
    }
  }

  @Override
  public void close() {
    judging.close();
  }
}
