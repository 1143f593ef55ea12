package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The devices of one's own on a hub: which there are, what is known of one, and what its owner says
 * to it ({@code docs/formats/hub.md}, What pvr asks). Safe for use by many threads.
 */
public final class Devices {
  private final Session session;
  private final HubAddresses addresses;

  Devices(Session session, HubAddresses addresses) {
    this.session = session;
    this.addresses = addresses;
  }

  /**
   * What was written to a device.
   *
   * @param kind {@code user-meta} when a person wrote, {@code device-meta} when the device itself
   * @param answer what the hub says
   */
  public record MetaChange(String kind, JsonObject answer) {}

  /** All devices of the caller, in the hub's order. */
  public List<DeviceSummary> list() throws IOException {
    Call call = Call.get(Addresses.under(addresses.hub(), "trails/summary"));
    String what = "list the devices";
    Reply reply = session.call(call, Session.Access.PERSON);
    return reply.documents(what).stream().map(DeviceSummary::of).toList();
  }

  /**
   * What the hub knows of a device.
   *
   * @param owner whose, by nick; empty for one's own
   * @param device its id or nick
   */
  public JsonObject get(Optional<String> owner, String device) throws IOException {
    String query = owner.map(nick -> "?owner-nick=" + Addresses.escaped(nick)).orElse("");
    Call call = Call.get(URI.create(place(device) + query));
    return session.call(call, Session.Access.ANYBODY).document("get the device");
  }

  /**
   * Changes fields that the owner writes for the device, or, as the device, those that it writes
   * for its owner.
   *
   * @param fields a null takes its field away
   */
  public MetaChange set(String device, JsonObject fields) throws IOException {
    Call status = Call.get(Addresses.under(addresses.hub(), "auth/auth_status"));
    Account caller = Account.of(session.call(status, Session.Access.PERSON));
    String kind = caller.type().equals("DEVICE") ? "device-meta" : "user-meta";
    URI place = Addresses.under(place(device), kind);
    Call call = Call.patch(place, JsonWriter.CANONICAL.bytes(fields)).canBeRepeated();
    Reply reply = session.call(call, Session.Access.PERSON);
    return new MetaChange(kind, reply.document("change the " + kind + " of the device"));
  }

  /**
   * Makes a device that has no owner one's own.
   *
   * @param device its id or nick, or its URL
   * @param challenge what the device shows to whoever holds it
   */
  public void claim(String device, String challenge) throws IOException {
    URI place =
        device.toLowerCase(Locale.ROOT).matches("https?://.*")
            ? Addresses.parse("the device's URL", device)
            : place(device);
    session.trust(place);
    String separator = place.getRawQuery() == null ? "?" : "&";
    URI with = URI.create(place + separator + "challenge=" + Addresses.escaped(challenge));
    // 403 is the answer to a wrong challenge; another login would not mend it.
    Reply reply = session.call(Call.put(with).thatTakesForbidden(), Session.Access.PERSON);
    if (reply.status() == Reply.FORBIDDEN) {
      throw new HubException(
          HubException.Kind.DENIED,
          "%s refuses the claim (403%s): the challenge is wrong, or the device has an owner"
              .formatted(Addresses.shown(place), reply.reason()));
    }
    // The device's document; a login page on the way there also answers 200.
    reply.document("claim the device");
  }

  private URI place(String device) {
    return Addresses.under(addresses.hub(), "devices/" + Addresses.escaped(device));
  }
}
