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
 * @param hidden whether its owner took it away: nobody may change anything of it any more, and only
 *     the owner may still look at it
 */
public record Device(
    HubId id,
    Optional<Prn> owner,
    String nick,
    Optional<String> challenge,
    boolean isPublic,
    boolean hidden,
    Instant created,
    Instant modified) {

  public Prn prn() {
    return Prn.ofDevice(id);
  }

  /** Whether a caller may do what only its owner may. */
  public boolean isOwnedBy(Principal caller) {
    return !hidden && owns(caller);
  }

  /** Whether a caller may change what belongs to this device: its owner and it itself. */
  public boolean isWritableBy(Principal caller) {
    return isOwnedBy(caller) || (!hidden && caller.isDevice(id));
  }

  public boolean isReadableBy(Principal caller) {
    return hidden ? owns(caller) : isPublic || isWritableBy(caller);
  }

  /** Whether a caller may see all that ever happened to it: its owner and it itself. */
  public boolean tellsHistoryTo(Principal caller) {
    return owns(caller) || isWritableBy(caller);
  }

  private boolean owns(Principal caller) {
    return owner.filter(caller.prn()::equals).isPresent();
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
