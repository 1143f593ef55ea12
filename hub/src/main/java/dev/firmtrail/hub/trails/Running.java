package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.events.Evidence;
import dev.firmtrail.hub.store.Prn;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a device ran at a moment, as far as its own word goes ({@code docs/formats/hub.md}, What ran
 * when).
 */
sealed interface Running {
  /**
   * The device says so.
   *
   * @param evidence its last word until then
   */
  record Claimed(Evidence evidence) implements Running {}

  /**
   * Nobody knows.
   *
   * @param before what it said last until then
   * @param opened what makes that word not count any more
   * @param after what it said first later than that
   */
  record Gap(
      Why why, Optional<Evidence> before, Optional<Evidence> opened, Optional<Evidence> after)
      implements Running {}

  /** Why nobody knows. */
  enum Why {
    /** It had not said anything yet. */
    NOT_BEGUN,
    /** It was on the way to another step, had failed, or ran something that is no step. */
    LEFT,
    /** Its next word is another one, and when it became so it did not say. */
    CHANGED,
    /** Nothing was heard of it since. */
    NOT_SEEN,
    /** It named a step that its trail did not have. */
    NO_SUCH_STEP;

    /** As it is shown. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Looks it up.
   *
   * @param at the moment; what happened at it has happened
   * @param seen when the device called last
   */
  static Running at(Handle handle, Prn device, Instant at, Optional<Instant> seen) {
    Optional<Evidence> before = Evidence.newestClaim(handle, device, at);
    return of(
        at,
        before,
        before.flatMap(claim -> Evidence.firstLeaving(handle, device, claim)),
        Evidence.firstClaim(handle, device, at),
        seen);
  }

  /**
   * The rule.
   *
   * @param before the newest claim until then
   * @param leaving the first event behind that claim by which it may not hold any more
   * @param after the first claim later than the moment
   */
  private static Running of(
      Instant at,
      Optional<Evidence> before,
      Optional<Evidence> leaving,
      Optional<Evidence> after,
      Optional<Instant> seen) {
    if (before.isEmpty()) {
      return new Gap(Why.NOT_BEGUN, before, Optional.empty(), after);
    }
    Evidence claim = before.get();
    if (leaving.filter(event -> !event.created().isAfter(at)).isPresent()) {
      return new Gap(Why.LEFT, before, leaving, after);
    }
    if (!claim.created().isBefore(at)) {
      return new Claimed(claim);
    }
    Optional<Evidence> next = earlier(leaving, after);
    if (next.isEmpty()) {
      return seen.filter(time -> !time.isBefore(at)).isPresent()
          ? new Claimed(claim)
          : new Gap(Why.NOT_SEEN, before, Optional.empty(), after);
    }
    return holdsUntil(claim, next.get())
        ? new Claimed(claim)
        : new Gap(Why.CHANGED, before, Optional.empty(), next);
  }

  private static Optional<Evidence> earlier(Optional<Evidence> one, Optional<Evidence> other) {
    return one.isEmpty() || other.filter(event -> event.seq() < one.get().seq()).isPresent()
        ? other
        : one;
  }

  /** Whether the next word tells when the device left, or that it had not. */
  private static boolean holdsUntil(Evidence claim, Evidence next) {
    return switch (next.says()) {
      case Evidence.ELSEWHERE -> false;
      case Evidence.RUNS -> next.rev().equals(claim.rev());
      default -> true;
    };
  }
}
