package dev.firmtrail.hub.events;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What an event says of what its device runs ({@code docs/formats/hub.md}, What ran when). Each is
 * found by an index, however many events there are.
 *
 * @param kind of the event
 * @param says {@link #RUNS}, or why the device may run another step from then on: {@link
 *     #ELSEWHERE}, or the status that it reported
 * @param rev the step that it runs, or that it reported on; empty for {@link #ELSEWHERE}
 */
public record Evidence(long seq, String kind, Instant created, String says, OptionalLong rev) {
  public static final String RUNS = "runs";

  /** It says that it runs something that is no step. */
  public static final String ELSEWHERE = "elsewhere";

  /** It makes another step ready to run, or runs it and does not know yet how that goes. */
  public static final String IN_PROGRESS = "INPROGRESS";

  public static final String ERROR = "ERROR";

  private static final String CLAIM =
      "SELECT seq, kind, created, 'runs' AS says, runs AS of FROM events"
          + " WHERE subject = :subject AND runs IS NOT NULL AND created ";

  static final String NEWEST_CLAIM = CLAIM + "<= :until ORDER BY created DESC, seq DESC LIMIT 1";

  static final String FIRST_CLAIM = CLAIM + "> :after ORDER BY created, seq LIMIT 1";

  static final String FIRST_LEAVING =
      "SELECT seq, kind, created, leaves AS says, rev AS of FROM events"
          + " WHERE subject = :subject AND leaves IS NOT NULL AND (created, seq) > (:created, :seq)"
          + " AND (leaves <> :moves OR rev <> :rev) ORDER BY created, seq LIMIT 1";

  /** The last that says which step the device runs. */
  public static Optional<Evidence> newestClaim(Handle handle, Prn device, Instant until) {
    return handle
        .createQuery(NEWEST_CLAIM)
        .bind("subject", device.text())
        .bind("until", Times.toMicros(until))
        .map(Evidence::of)
        .findOne();
  }

  /** The first that says so later than at a moment. */
  public static Optional<Evidence> firstClaim(Handle handle, Prn device, Instant after) {
    return handle
        .createQuery(FIRST_CLAIM)
        .bind("subject", device.text())
        .bind("after", Times.toMicros(after))
        .map(Evidence::of)
        .findOne();
  }

  /**
   * The first behind a claim by which it may not hold any more. That the device is at work on the
   * very step that it runs is none.
   */
  public static Optional<Evidence> firstLeaving(Handle handle, Prn device, Evidence claim) {
    return handle
        .createQuery(FIRST_LEAVING)
        .bind("subject", device.text())
        .bind("created", Times.toMicros(claim.created()))
        .bind("seq", claim.seq())
        .bind("moves", IN_PROGRESS)
        .bind("rev", claim.rev())
        .map(Evidence::of)
        .findOne();
  }

  private static Evidence of(ResultSet row, StatementContext context) throws SQLException {
    long rev = row.getLong("of");
    return new Evidence(
        row.getLong("seq"),
        row.getString("kind"),
        Times.ofMicros(row.getLong("created")),
        row.getString("says"),
        row.wasNull() ? OptionalLong.empty() : OptionalLong.of(rev));
  }
}
