package dev.firmtrail.hubclient;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;

/**
 * One step of a trail, as its hub tells it. Texts are a stranger's.
 *
 * @param state read by the strict rules
 * @param message empty when there is none
 * @param author the hub's name (PRN) of who posted it; empty when the hub does not say
 * @param owner the hub's name of the trail's owner
 * @param created RFC 3339, as sent; empty when the hub does not say
 * @param status how far the device is with it, such as {@code DONE}; empty when the hub does not
 *     say
 * @param meta what whoever posted it said of it beside, of any form; empty when that is nothing
 */
public record TrailStep(
    long revision,
    State state,
    String message,
    String author,
    String owner,
    String created,
    String status,
    JsonObject meta) {

  static TrailStep of(Reply reply, String what) throws HubException {
    JsonObject document = reply.document(what);
    long revision =
        document
            .integer("rev")
            .orElseThrow(() -> reply.notWhatAHubSends(what, "it has no member \"rev\""));
    JsonObject state =
        document
            .object("state")
            .orElseThrow(() -> reply.notWhatAHubSends(what, "it has no member \"state\""));
    try {
      return new TrailStep(
          revision,
          State.of(state),
          document.string("commit-msg").orElse(""),
          document.string("committer").orElse(""),
          document.string("owner").orElse(""),
          document.string("time-created").or(() -> document.string("step-time")).orElse(""),
          document.object("progress").flatMap(progress -> progress.string("status")).orElse(""),
          document.object("meta").orElse(JsonObject.EMPTY));
    } catch (InvalidStateException invalid) {
      throw reply.notWhatAHubSends(what, invalid);
    }
  }
}
