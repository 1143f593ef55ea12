package dev.firmtrail.hub.usage;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * What accounts have, and whether they may have more. A question costs one row, however much there
 * is. Safe for use by many threads.
 */
public final class Usage {
  /** The account of devices that nobody has claimed. */
  private static final String NOBODY = "";

  /** People have to claim some first. */
  private static final Duration UNTIL_SOME_ARE_CLAIMED = Duration.ofMinutes(1);

  private final Database database;
  private final Bounds bounds;
  private final Map<Prn, Counts> underWay = new ConcurrentHashMap<>();

  public Usage(Database database, Bounds bounds) {
    this.database = database;
    this.bounds = bounds;
  }

  /** How much somebody has. */
  public record Counts(long devices, long objects, long bytes) {
    static final Counts NONE = new Counts(0, 0, 0);

    private Counts and(long moreObjects, long moreBytes) {
      return new Counts(devices, objects + moreObjects, bytes + moreBytes);
    }
  }

  public Bounds bounds() {
    return bounds;
  }

  public Counts of(Prn account) {
    return database.read(handle -> counts(handle, account.text()));
  }

  private static Counts counts(Handle handle, String account) {
    return handle
        .createQuery("SELECT devices, objects, bytes FROM usage WHERE account = ?")
        .bind(0, account)
        .map((row, context) ->
            new Counts(row.getLong("devices"), row.getLong("objects"), row.getLong("bytes")))
        .findOne()
        .orElse(Counts.NONE);
  }

  /**
   * Asks whether there may be one more device.
   *
   * @param handle of the transaction that makes it, or gives it to its owner
   * @throws Refusal 409: its owner has as many as he may; 429: too many have none
   */
  public void roomForDevice(Handle handle, Optional<Prn> owner) {
    long devices = counts(handle, owner.map(Prn::text).orElse(NOBODY)).devices();
    if (owner.isEmpty() && devices >= bounds.unclaimedDevices()) {
      throw Refusal.tooMany(
          "%d devices wait for their owners, and this hub takes no more until some are claimed; with an account's token or a join token there is room"
              .formatted(devices),
          UNTIL_SOME_ARE_CLAIMED);
    }
    if (owner.isPresent() && devices >= bounds.accountDevices()) {
      throw Refusal.conflict(
          "this account has %d devices, as many as it may; the hub's operator can allow more"
              .formatted(devices));
    }
  }

  /**
   * Asks whether an account may announce something.
   *
   * @param handle of the transaction that does
   * @param objects that the account does not have
   * @param bytes that it will bring
   * @throws Refusal 413: it has as much as it may. Not 409, which tells clients to go on
   */
  public void roomFor(Handle handle, Prn account, long objects, long bytes) {
    require(counts(handle, account.text()), objects, bytes);
  }

  private void require(Counts has, long objects, long bytes) {
    if (objects > 0 && has.objects() + objects > bounds.accountObjects()) {
      throw Refusal.tooLarge(
          "this account has %d objects of %d that it may have; the hub's operator can allow more"
              .formatted(has.objects(), bounds.accountObjects()));
    }
    if (bytes > 0 && has.bytes() + bytes > bounds.accountBytes()) {
      throw Refusal.tooLarge(
          "%d bytes do not fit: this account's objects have %d bytes of %d that they may have; the hub's operator can allow more"
              .formatted(bytes, has.bytes(), bounds.accountBytes()));
    }
  }

  /** Room that is kept until it is closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Keeps room for what comes in now, so that uploads at the same time do not pass together.
   *
   * @throws Refusal 413: with what is under way, the account has as much as it may
   */
  public Held hold(Prn account, long objects, long bytes) {
    if (objects == 0 && bytes == 0) {
      return () -> {};
    }
    // What ends meanwhile waits for this, and so is counted here or there, never nowhere.
    underWay.compute(
        account,
        (same, before) -> {
          Counts held = Optional.ofNullable(before).orElse(Counts.NONE);
          require(of(account).and(held.objects(), held.bytes()), objects, bytes);
          return held.and(objects, bytes);
        });
    return () -> release(account, objects, bytes);
  }

  private void release(Prn account, long objects, long bytes) {
    underWay.compute(
        account,
        (same, before) -> {
          Counts left = Optional.ofNullable(before).orElse(Counts.NONE).and(-objects, -bytes);
          return left.equals(Counts.NONE) ? null : left;
        });
  }
}
