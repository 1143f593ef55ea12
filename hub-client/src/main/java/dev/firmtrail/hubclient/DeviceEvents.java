package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What happened to a device ({@code docs/formats/hub.md}, Events). Safe for use by many threads.
 */
public final class DeviceEvents {
  private static final String READ = "read the events of the device";

  private final Session session;
  private final HubAddresses addresses;

  DeviceEvents(Session session, HubAddresses addresses) {
    this.session = session;
    this.addresses = addresses;
  }

  /** Takes events as they come. */
  @FunctionalInterface
  public interface Reader {
    void take(DeviceEvent event) throws IOException;
  }

  /**
   * Reads the events of a device in order, to the newest.
   *
   * @param device its id or nick
   * @param from the number of the first that is wanted
   * @throws HubException also where one is missing, or is another device's: nothing of what the hub
   *     keeps may be passed over
   */
  public void read(String device, long from, Reader reader) throws IOException {
    long next = from;
    Optional<String> subject = Optional.empty();
    while (true) {
      Reply reply = session.ofFirmtrail(Call.get(page(device, next)), READ, "events");
      List<JsonObject> page = reply.documents(READ);
      if (page.isEmpty()) {
        return;
      }
      for (JsonObject document : page) {
        DeviceEvent event =
            DeviceEvent.of(document)
                .orElseThrow(() -> reply.notWhatAHubSends(READ, "an event lacks a member"));
        Optional<String> whose = document.string("subject");
        if (event.seq() != next || (subject.isPresent() && !subject.equals(whose))) {
          throw reply.notWhatAHubSends(READ, "event " + next + " is missing");
        }
        subject = whose;
        next++;
        reader.take(event);
      }
    }
  }

  private URI page(String device, long from) {
    return Addresses.under(
        addresses.hub(),
        "firmtrail/v1/devices/" + Addresses.escaped(device) + "/events?from=" + from);
  }
}
