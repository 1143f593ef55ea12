package dev.firmtrail.hub.audit;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What a record tells, before it has a number.
 *
 * @param account whose record it is: who owns the subject; empty where nobody does
 * @param subject whom or what it happened to; {@link Prn#ANONYMOUS} for a name that nobody has
 * @param body what else there is to say of this action; never a secret
 */
public record AuditEntry(
    Optional<Prn> account,
    Actor actor,
    AuditAction action,
    Prn subject,
    AuditOutcome outcome,
    JsonObject body) {

  /** Something that was done. */
  public static AuditEntry done(
      Prn account, Actor actor, AuditAction action, Prn subject, JsonObject body) {
    return new AuditEntry(Optional.of(account), actor, action, subject, AuditOutcome.DONE, body);
  }

  AuditEntry with(String member, long value) {
    JsonObject more = JsonObject.builder().putAll(body.members()).put(member, value).build();
    return new AuditEntry(account, actor, action, subject, outcome, more);
  }

  String accountText() {
    return account.map(Prn::text).orElse("");
  }

  /** The whole record: what is stored, as canonical JSON, and what its account is shown. */
  JsonObject document(long seq, Instant created) {
    return JsonObject.builder()
        .put("account", accountText())
        .put("action", action.word())
        .put("address", actor.from().text())
        .put("body", body)
        .put("created", Times.wire(created))
        .put("outcome", outcome.word())
        .put("seq", seq)
        .put("subject", subject.text())
        .put("who", actor.who().text())
        .build();
  }
}
