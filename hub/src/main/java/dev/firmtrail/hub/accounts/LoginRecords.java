package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.audit.AuditAction;
import dev.firmtrail.hub.audit.AuditEntry;
import dev.firmtrail.hub.audit.AuditOutcome;
import dev.firmtrail.hub.audit.RepeatedRecords;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.ClientAddress;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Tokens;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/** Records who logged in and who tried to. Never the name that was typed: it may be a password. */
final class LoginRecords {
  private final RepeatedRecords records;

  LoginRecords(RepeatedRecords records) {
    this.records = records;
  }

  /** Also says what went wrong before, where that was not written yet. */
  void done(Tokens.Identity who, ClientAddress from) {
    AuditEntry refused = failed(Optional.of(who), from, AuditOutcome.REFUSED);
    AuditEntry throttled = failed(Optional.of(who), from, AuditOutcome.THROTTLED);
    long before = records.unwritten(refused) + records.unwritten(throttled);
    JsonObject.Builder body = JsonObject.builder();
    if (before > 0) {
      body.put("refused-before", before);
    }
    if (records.add(entry(Optional.of(who), who.prn(), from, AuditOutcome.DONE, body.build()))) {
      records.told(refused);
      records.told(throttled);
    }
  }

  /** All names that nobody has count as one. */
  void refused(Optional<Tokens.Identity> whose, ClientAddress from) {
    records.add(failed(whose, from, AuditOutcome.REFUSED));
  }

  void throttled(Optional<Tokens.Identity> whose, ClientAddress from) {
    records.add(failed(whose, from, AuditOutcome.THROTTLED));
  }

  private static AuditEntry failed(
      Optional<Tokens.Identity> whose, ClientAddress from, AuditOutcome outcome) {
    return entry(whose, Prn.ANONYMOUS, from, outcome, JsonObject.EMPTY);
  }

  private static AuditEntry entry(
      Optional<Tokens.Identity> whose,
      Prn who,
      ClientAddress from,
      AuditOutcome outcome,
      JsonObject body) {
    return new AuditEntry(
        whose.flatMap(LoginRecords::account),
        new Actor(who, from),
        AuditAction.LOGIN,
        whose.map(Tokens.Identity::prn).orElse(Prn.ANONYMOUS),
        outcome,
        body);
  }

  private static Optional<Prn> account(Tokens.Identity identity) {
    return identity.kind() == Principal.Kind.DEVICE
        ? identity.owner()
        : Optional.of(identity.prn());
  }
}
