package dev.firmtrail.hub.audit;

import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import java.util.List;

/** What concerns an account, for that account ({@code docs/formats/hub.md}, Audit). */
public final class AuditRoutes {
  private final Audit audit;

  public AuditRoutes(Audit audit) {
    this.audit = audit;
  }

  public List<Route> list() {
    return List.of(
        Route.get("/firmtrail/v1/account/audit", Access.ACCOUNT, Need.READ_ACCOUNT, this::records));
  }

  private Answer records(Call call) {
    List<String> shown = audit.list(call.caller().prn(), call.from());
    return Answer.okWritten("[" + String.join(",", shown) + "]");
  }
}
