package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * A device; its secret stays in the database.
 *
 * @param owner empty until somebody claims it
 * @param challenge what a person must know to claim it; empty once it has an owner
 * @param isPublic whether everybody with a token may read its trail
 */
public record Device(
    HubId id,
    Optional<Prn> owner,
    String nick,
    Optional<String> challenge,
    boolean isPublic,
    Instant created,
    Instant modified) {

  public Prn prn() {
    return Prn.ofDevice(id);
  }

  public boolean isOwnedBy(Principal caller) {
    return owner.filter(caller.prn()::equals).isPresent();
  }

  /** Whether a caller may change what belongs to this device: its owner and it itself. */
  public boolean isWritableBy(Principal caller) {
    return isOwnedBy(caller) || caller.isDevice(id);
  }

  public boolean isReadableBy(Principal caller) {
    return isPublic || isWritableBy(caller);
  }

  /**
   * The one refusal for whatever a caller may not see, whether or not it exists: an old client
   * takes it as the sign to ask for a password.
   */
  public static Refusal noAccess() {
    return Refusal.forbidden(
        "there is no such device, or this caller may not see it; log in as its owner");
  }
}
