package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.net.URI;
import java.util.Optional;

/** The three ways to get a token from a login endpoint. */
final class Logins {
  /** Published hubs take this as the name and the password of nobody in particular. */
  private static final String ANONYMOUS = "prn:pantahub.com:auth:/anon";

  private static final String ANONYMOUS_SCOPE = "devices.readonly objects.readonly trails.readonly";
  private static final int MOST_QUESTIONS = 3;

  private final Transport transport;
  private final Dialogue dialogue;

  Logins(Transport transport, Dialogue dialogue) {
    this.transport = transport;
    this.dialogue = dialogue;
  }

  String anonymous(AuthFile.Key key) throws HubException {
    Reply reply = login(key, new Credentials(ANONYMOUS, ANONYMOUS), ANONYMOUS_SCOPE);
    return token(reply.document("look at the hub without an account"))
        .orElseThrow(() -> noToken(key));
  }

  /** A new token for one that is still valid; empty when the hub will not. */
  Optional<String> renew(AuthFile.Key key, String token) throws HubException {
    Reply reply = transport.exchange(Call.get(endpoint(key)), Optional.of(token));
    return reply.status() == Reply.OK ? token(reply.object("renew the login")) : Optional.empty();
  }

  /**
   * Asks the person, three times at most.
   *
   * @throws HubException nobody there, gave up, or three wrong answers
   */
  String ask(AuthFile.Key key) throws HubException {
    for (int attempt = 1; attempt <= MOST_QUESTIONS; attempt++) {
      Optional<Credentials> answer =
          dialogue.credentials(URI.create(key.endpoint()), key.realm(), attempt);
      if (answer.isEmpty()) {
        throw new HubException(
            HubException.Kind.DENIED,
            "%s wants a name and a password, and none was given; log in with: pvr login %s/auth_status"
                .formatted(shown(key), shown(key)));
      }
      Reply reply = login(key, answer.get(), "");
      if (!reply.isDenial()) {
        return token(reply.document("log in")).orElseThrow(() -> noToken(key));
      }
      dialogue.notice("wrong name or password" + reply.reason());
    }
    throw new HubException(
        HubException.Kind.DENIED,
        "cannot log in at %s: wrong name or password, %d times"
            .formatted(shown(key), MOST_QUESTIONS));
  }

  private Reply login(AuthFile.Key key, Credentials credentials, String scope) throws HubException {
    JsonObject body =
        JsonObject.builder()
            .put("password", credentials.password())
            .put("scope", scope)
            .put("username", credentials.username())
            .build();
    return transport.exchange(
        Call.post(endpoint(key), JsonWriter.CANONICAL.bytes(body)).canBeRepeated(),
        Optional.empty());
  }

  static Optional<String> token(JsonObject answer) {
    return answer.string("token").filter(AuthFile::isToken);
  }

  private static URI endpoint(AuthFile.Key key) {
    return Addresses.under(URI.create(key.endpoint()), "login");
  }

  private static String shown(AuthFile.Key key) {
    return Addresses.shown(URI.create(key.endpoint()));
  }

  private static HubException noToken(AuthFile.Key key) {
    return new HubException(
        HubException.Kind.BROKEN_ANSWER, shown(key) + " accepts the login but gives no token");
  }
}
