package dev.firmtrail.hubclient;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Brings objects from a store to a hub, several at a time. One instance serves one upload. */
final class Uploads {
  static final int AT_A_TIME = 5;

  private final Session session;
  private final Transport transport;
  private final Patience patience;
  private final URI endpoint;
  private final Optional<URI> bundles;
  private final ObjectStore store;
  private final boolean force;
  private final Progress progress;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger there = new AtomicInteger();

  /**
   * @param force sends an object's bytes even when the hub says that it has them; not for links
   */
  Uploads(
      Session session,
      Transport transport,
      Patience patience,
      URI endpoint,
      Optional<URI> bundles,
      ObjectStore store,
      boolean force,
      Progress progress) {
    this.session = session;
    this.transport = transport;
    this.patience = patience;
    this.endpoint = URI.create(endpoint + (endpoint.toString().endsWith("/") ? "" : "/"));
    this.bundles = bundles;
    this.store = store;
    this.force = force;
    this.progress = progress;
  }

  /**
   * @param objects each with a path that needs it, for the hub's records and for messages
   */
  UploadReport run(Map<ObjectId, String> objects) throws IOException {
    List<BundledUploads.Outgoing> all = new ArrayList<>();
    for (Map.Entry<ObjectId, String> object : objects.entrySet()) {
      long size = size(object.getKey(), object.getValue());
      all.add(new BundledUploads.Outgoing(object.getKey(), object.getValue(), size));
    }
    progress.begin("uploading", all.stream().mapToLong(BundledUploads.Outgoing::size).sum());
    try {
      UploadReport together = UploadReport.NOTHING;
      List<BundledUploads.Outgoing> left = all;
      if (bundles.isPresent() && all.size() > 1) {
        BundledUploads bundled = new BundledUploads(session, bundles.get(), store, progress);
        left = bundled.run(all, force);
        together = bundled.report();
      }
      Workers.run(AT_A_TIME, left.iterator(), object -> send(object.id(), object.path()));
      return new UploadReport(sent.get(), bytes.get(), there.get()).plus(together);
    } finally {
      progress.end();
    }
  }

  private long size(ObjectId id, String path) throws HubException {
    OptionalLong size = store.size(id);
    if (size.isEmpty()) {
      throw new HubException(
          HubException.Kind.INVALID,
          "object %s (%s) is not in %s; the step cannot be posted without it"
              .formatted(id, Shown.text(path), store.directory()));
    }
    return size.getAsLong();
  }

  /**
   * Announces and sends at once, because signed URLs expire; a URL that has expired is renewed by
   * announcing again.
   */
  private void send(ObjectId id, String path) throws IOException {
    long size = size(id, path);
    for (int tries = 1; ; tries++) {
      Interruptions.check();
      Reply announced = announce(id, path, size);
      if (announced.status() == Reply.CONFLICT && !mustBeSentAgain(announced)) {
        there.incrementAndGet();
        progress.advance(size);
        return;
      }
      ObjectRecord record = new ObjectRecord(id, announced);
      RequestBody body = RequestBody.of(store.path(id), size, progress);
      boolean last = tries >= patience.tries();
      Optional<Duration> asked = Optional.empty();
      try {
        Reply reply = transport.put(record.putUrl(), body);
        if (reply.status() == Reply.OK) {
          sent.incrementAndGet();
          bytes.addAndGet(size);
          return;
        }
        boolean expired = reply.status() == Reply.FORBIDDEN && tries == 1;
        if (!expired && (last || !Transport.isPassing(reply.status()))) {
          throw new HubException(HubException.Kind.REFUSED, answers(record.putUrl(), reply));
        }
        asked = RetryAfter.of(reply.headers());
      } catch (HubException broken) {
        if (last || !Failures.mayPass(broken)) {
          throw new HubException(
              broken.kind(),
              "cannot send object %s (%s): %s".formatted(id, Shown.text(path), broken.getMessage()),
              broken);
        }
      }
      patience.pause(tries, asked);
    }
  }

  private Reply announce(ObjectId id, String path, long size) throws IOException {
    Call call = Call.post(endpoint, announcement(id, path, size)).canBeRepeated();
    String what = "send object %s (%s)".formatted(id, Shown.text(path));
    Reply reply = session.call(call, Session.Access.PERSON, what);
    if (reply.status() != Reply.OK && reply.status() != Reply.CONFLICT) {
      throw reply.refusal(what);
    }
    return reply;
  }

  /** The members and their order are those of the published program. */
  static byte[] announcement(ObjectId id, String path, long size) {
    JsonObject document =
        JsonObject.builder()
            .put("id", "")
            .put("storage-id", "")
            .put("owner", "")
            .put("objectname", path)
            .put("sha256sum", id.hex())
            .put("size", Long.toString(size))
            .put("mime-type", "application/octet-stream")
            .put("signed-puturl", "")
            .put("signed-geturl", "")
            .put("now", "")
            .put("expire-time", "")
            .build();
    return JsonWriter.COMPACT.bytes(document);
  }

  private boolean mustBeSentAgain(Reply announced) {
    return force
        && announced.headers().firstValue(ObjectRecord.TYPE_HEADER).orElse("").equals("object");
  }

  private static String answers(URI to, Reply reply) {
    return "%s answers %d%s".formatted(Addresses.shownSigned(to), reply.status(), reply.reason());
  }
}
