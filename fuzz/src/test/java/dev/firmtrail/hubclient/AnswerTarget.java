package dev.firmtrail.hubclient;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/**
 * The documents that a hub answers with. The first byte chooses what was asked. An answer is
 * refused with a {@link HubException}, or what is taken of it can be used: URLs can be called and
 * do not lead away from encryption, a step's state is a valid one, a size is a size. No message
 * shows a signed URL.
 */
public final class AnswerTarget implements Target {
  private static final URI ASKED = URI.create("https://hub.example/trails/1/steps/2");
  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);
  private static final ObjectId OBJECT = ObjectId.of(new byte[] {1});

  /** Shorter text stands in many a message by chance. */
  private static final int SHORTEST_SECRET = 24;

  @Override
  public void accept(byte[] input) throws Exception {
    Input pieces = new Input(input);
    int asked = pieces.number();
    Reply reply = new Reply(ASKED, asked < 0x80 ? 200 : 400, NO_HEADERS, pieces.rest());
    try {
      Must.hold(reply.reason().length() < 300, "a reason of " + reply.reason().length());
      switch (asked % 7) {
        case 0 -> remote(reply);
        case 1 -> step(TrailStep.of(reply, "read it"));
        case 2 -> object(reply);
        case 3 -> reply.documents("list them").forEach(AnswerTarget::device);
        case 4 -> reply.documents("list them").forEach(AnswerTarget::line);
        case 5 -> Must.equal(Account.of(reply).source(), ASKED, "who said so");
        default -> throw reply.refusal("do it");
      }
    } catch (HubException refused) {
      Must.beShowable(refused);
    }
  }

  private static void remote(Reply reply) throws HubException {
    Remote remote = Remote.of(ASKED, reply);
    for (URI uri :
        List.of(remote.stateUrl(), remote.objectsEndpoint(), remote.postUrl(), remote.stepUrl())) {
      Must.beCallable(uri);
      Must.hold(uri.getScheme().equalsIgnoreCase("https"), "without encryption: " + uri);
      Must.beCallable(Addresses.under(uri, OBJECT.hex()));
    }
    Must.hold(!remote.stateKey().isEmpty(), "no name for the state");
  }

  private static void step(TrailStep step) throws Exception {
    State again = State.read(step.state().canonicalBytes());
    Must.equal(again, step.state(), "the state of a step");
  }

  private static void object(Reply reply) throws HubException {
    ObjectRecord record = new ObjectRecord(OBJECT, reply);
    Must.hold(record.size() >= 0, "a negative size");
    try {
      for (URI uri : List.of(record.getUrl(), record.putUrl())) {
        Must.beCallable(uri);
        Must.hold(uri.getScheme().equalsIgnoreCase("https"), "without encryption");
        Must.hold(!Addresses.shownSigned(uri).contains("?"), "shown with its query");
      }
    } catch (HubException refused) {
      JsonObject document = reply.object("read it again");
      for (String member : List.of("signed-geturl", "signed-puturl")) {
        String url = document.string(member).orElse("");
        boolean shown =
            url.length() >= SHORTEST_SECRET && String.valueOf(refused.getMessage()).contains(url);
        Must.hold(!shown || Addresses.shown(ASKED).contains(url), "a signed URL is shown: " + url);
      }
      throw refused;
    }
  }

  private static void device(JsonObject line) {
    DeviceSummary device = DeviceSummary.of(line);
    Must.equal(device.document(), line, "the document");
    device.seen().ifPresent(seen -> Must.hold(seen.getEpochSecond() >= 0, "before 1970"));
  }

  private static void line(JsonObject line) {
    LogEntry entry = new LogEntry(line);
    Must.hold(!entry.key().isEmpty(), "a line without a key");
    Must.hold(
        line.members().entrySet().containsAll(entry.known().members().entrySet()), "a member");
    entry.time().ifPresent(time -> Must.hold(time.toInstant() != null, "no moment"));
  }
}
