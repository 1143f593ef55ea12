package dev.firmtrail.signatures.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a certificate holds: from an hour before it is made, because clocks differ, to the end of a
 * period. Whole seconds, as certificates have them.
 */
public record Term(Instant start, Instant end) {
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  /** Checks the order. */
  public Term {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("a certificate that ends before it begins");
    }
  }

  /** From now, for a period. */
  public static Term of(Instant now, Period length) {
    Instant start = now.truncatedTo(ChronoUnit.SECONDS).minus(CLOCKS_DIFFER);
    return new Term(start, start.atOffset(ZoneOffset.UTC).plus(length).toInstant());
  }

  /** Ten years: devices carry an authority's certificate in their image. */
  public static Term ofAuthority(Instant now) {
    return of(now, Period.ofYears(10));
  }

  /** Two years: a new one is made from the authority at any time. */
  public static Term ofLeaf(Instant now) {
    return of(now, Period.ofYears(2));
  }

  /** As much of it as lies in another; empty where nothing does. */
  Optional<Term> within(Instant earliestStart, Instant latestEnd) {
    Instant from = start.isBefore(earliestStart) ? earliestStart : start;
    Instant to = end.isAfter(latestEnd) ? latestEnd : end;
    return from.isBefore(to) ? Optional.of(new Term(from, to)) : Optional.empty();
  }
}
