package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a hub wants of the signatures of one's devices' states ({@code docs/formats/hub.md},
 * Signature policies). Safe for use by many threads.
 */
public final class SignaturePolicies {
  /** More events than a person sets; a hub that never ends is not heard to its end. */
  private static final int MOST_EVENTS = 10_000;

  private static final String READ = "read the signature policy";
  private static final String SET = "set the signature policy";

  private final Session session;
  private final HubAddresses addresses;

  SignaturePolicies(Session session, HubAddresses addresses) {
    this.session = session;
    this.addresses = addresses;
  }

  /**
   * What holds now.
   *
   * @param device its id or nick; empty for what the account says for all its devices
   */
  public SignaturePolicy get(Optional<String> device) throws IOException {
    return policy(asked(Call.get(place(device)), READ), READ);
  }

  /**
   * Sets another one.
   *
   * @param policy the document, without what the hub adds
   */
  public SignaturePolicy set(Optional<String> device, JsonObject policy) throws IOException {
    Call call = Call.put(place(device), JsonWriter.CANONICAL.bytes(policy));
    return policy(asked(call, SET), SET);
  }

  /** Every one that was ever set, the oldest first. */
  public List<SignaturePolicy> history(Optional<String> device) throws IOException {
    List<SignaturePolicy> history = new ArrayList<>();
    while (history.size() < MOST_EVENTS) {
      URI page = URI.create(place(device) + "/history?from=" + history.size());
      Reply reply = asked(Call.get(page), READ);
      List<JsonObject> events = reply.documents(READ);
      if (events.isEmpty()) {
        return List.copyOf(history);
      }
      for (JsonObject event : events) {
        SignaturePolicy policy =
            SignaturePolicy.of(event)
                .orElseThrow(() -> reply.notWhatAHubSends(READ, "an event says no mode"));
        if (policy.number().filter(number -> number == history.size()).isEmpty()) {
          throw reply.notWhatAHubSends(READ, "event " + history.size() + " is missing");
        }
        history.add(policy);
      }
    }
    return List.copyOf(history);
  }

  private Reply asked(Call call, String what) throws IOException {
    return session.ofFirmtrail(call, what, "signature policies");
  }

  private static SignaturePolicy policy(Reply reply, String what) throws HubException {
    return SignaturePolicy.of(reply.document(what))
        .orElseThrow(() -> reply.notWhatAHubSends(what, "it says no mode"));
  }

  private URI place(Optional<String> device) {
    String of = device.map(name -> "devices/" + Addresses.escaped(name)).orElse("account");
    return Addresses.under(addresses.hub(), "firmtrail/v1/" + of + "/signature-policy");
  }
}
