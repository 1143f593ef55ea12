package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import java.net.URI;

/**
 * Whose token it is, as the hub says.
 *
 * @param prn the hub's name for the account
 * @param type {@code USER}, {@code DEVICE} or {@code SESSION}; empty where the hub does not say
 * @param source where the hub said so
 * @param document all that the hub says
 */
public record Account(String nick, String prn, String type, URI source, JsonObject document) {
  static Account of(Reply reply) throws HubException {
    JsonObject document = reply.document("ask who we are");
    return new Account(
        document.string("nick").orElse(""),
        document.string("prn").orElse(""),
        document.string("type").orElse(""),
        reply.uri(),
        document);
  }
}
