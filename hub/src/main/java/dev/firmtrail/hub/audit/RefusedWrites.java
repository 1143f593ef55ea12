package dev.firmtrail.hub.audit;

import dev.firmtrail.hub.web.ClientAddress;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.RefusedCalls;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.state.json.JsonObject;

/** Records who was refused what would have changed something, for the caller's own account. */
public final class RefusedWrites implements RefusedCalls {
  private final RepeatedRecords records;

  public RefusedWrites(RepeatedRecords records) {
    this.records = records;
  }

  @Override
  public void refused(Route route, Principal caller, ClientAddress from, boolean tooMany) {
    if (caller.anonymous() || route.isRead()) {
      return;
    }
    records.add(
        new AuditEntry(
            caller.namespace(),
            new Actor(caller.prn(), from),
            AuditAction.WRITE,
            caller.prn(),
            tooMany ? AuditOutcome.THROTTLED : AuditOutcome.REFUSED,
            JsonObject.builder().put("call", route.method() + " " + route.path()).build()));
  }
}
