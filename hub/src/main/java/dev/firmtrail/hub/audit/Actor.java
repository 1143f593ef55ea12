package dev.firmtrail.hub.audit;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.ClientAddress;

/** Who does something, and where from. */
public record Actor(Prn who, ClientAddress from) {
  /** Whoever may write to the hub's data, from where they are. */
  public static final Actor OPERATOR = new Actor(Prn.OPERATOR, ClientAddress.LOCAL);

  /** The caller; only on a route that asks for a token. */
  public static Actor of(Call call) {
    return new Actor(call.caller().prn(), call.address());
  }
}
