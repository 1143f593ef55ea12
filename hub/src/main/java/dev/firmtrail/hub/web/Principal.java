package dev.firmtrail.hub.web;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who calls, as a session token says.
 *
 * @param login the name that was typed at login
 * @param owner the account that a device belonged to at its login; empty for a device that nobody
 *     has claimed, and for people
 * @param personalToken with which an account logged in; empty where it knew its password
 * @param expires when the token ends
 * @param firstLogin when the chain of refreshed tokens began
 */
public record Principal(
    Kind kind,
    Prn prn,
    String nick,
    String login,
    Optional<Prn> owner,
    List<Scope> scopes,
    Optional<HubId> personalToken,
    Instant firstLogin,
    Instant expires) {

  /** What kind of somebody it is. */
  public enum Kind {
    USER,
    DEVICE;

    String role() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Principal {
    scopes = List.copyOf(scopes);
  }

  public boolean anonymous() {
    return prn.equals(Prn.ANONYMOUS);
  }

  public boolean isDevice(HubId id) {
    return kind == Kind.DEVICE && prn.equals(Prn.ofDevice(id));
  }

  /**
   * Whose objects this caller reads and writes: a person's own, a device's owner's; empty for a
   * device without owner.
   */
  public Optional<Prn> namespace() {
    return kind == Kind.DEVICE ? owner : Optional.of(prn);
  }

  Principal until(Instant end) {
    return new Principal(kind, prn, nick, login, owner, scopes, personalToken, firstLogin, end);
  }

  /**
   * The claims, sorted by name as the published server answers them ({@code docs/formats/hub.md},
   * Tokens).
   */
  public JsonObject claims() {
    JsonObject.Builder claims =
        JsonObject.builder()
            .put("exp", expires.getEpochSecond())
            .put("id", login)
            .put("nick", nick)
            .put("orig_iat", firstLogin.getEpochSecond());
    if (kind == Kind.DEVICE) {
      claims.put("owner", owner.map(Prn::text).orElse(""));
    }
    claims
        .put("prn", prn.text())
        .put("roles", kind.role())
        .put("scopes", scopes.stream().map(Scope::prn).collect(Collectors.joining(" ")));
    personalToken.ifPresent(id -> claims.put("token_id", id.hex()));
    return claims.put("type", kind.name()).build();
  }
}
