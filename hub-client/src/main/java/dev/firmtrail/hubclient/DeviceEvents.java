package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

  /**
   * What a device said last that it runs ({@code docs/formats/hub.md}, What ran when).
   *
   * @param revision the step; empty where it said none, or that it left the one before
   * @param gap why that is not known; empty where it is
   * @param seen when the device called last; empty for never
   */
  public record Running(OptionalLong revision, String gap, Optional<Instant> seen) {}

  /**
   * What a device runs, by its own last word.
   *
   * @param device as the hub lists it
   * @param now by the clock of this machine
   * @return empty where the hub keeps no events
   */
  public Optional<Running> running(DeviceSummary device, Instant now) throws IOException {
    Instant heard = device.seen().orElse(Instant.EPOCH);
    Reply reply = running(device.id(), heard.isAfter(now) ? heard : now);
    if (reply.status() == 400) {
      // By the hub's clock that is yet to come.
      reply = running(device.id(), heard);
    }
    if (reply.status() == Reply.NOT_FOUND) {
      return Optional.empty();
    }
    JsonObject document = reply.document("ask what the device runs");
    Optional<JsonObject> gap = document.object("gap");
    String why = gap.flatMap(open -> open.string("why")).orElse("");
    // A device that is silent has not taken back what it said.
    Optional<JsonObject> claim =
        why.equals("not-seen")
            ? gap.flatMap(open -> open.object("before"))
            : document.object("running");
    OptionalLong revision =
        claim
            .flatMap(word -> word.integer("rev"))
            .map(OptionalLong::of)
            .orElseGet(OptionalLong::empty);
    return Optional.of(
        new Running(revision, why, document.string("seen").flatMap(DeviceSummary::moment)));
  }

  private Reply running(String device, Instant at) throws IOException {
    URI place =
        Addresses.under(
            addresses.hub(),
            "firmtrail/v1/devices/" + Addresses.escaped(device) + "/running?at=" + at);
    return session.call(Call.get(place), Session.Access.PERSON);
  }

  private URI page(String device, long from) {
    return Addresses.under(
        addresses.hub(),
        "firmtrail/v1/devices/" + Addresses.escaped(device) + "/events?from=" + from);
  }
}
