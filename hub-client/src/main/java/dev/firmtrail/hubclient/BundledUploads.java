package dev.firmtrail.hubclient;

import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Brings small objects to a hub, many in one request, after asking once which are missing ({@code
 * docs/formats/hub.md}, Bundles). It gives up easily: what does not get there this way, whatever
 * the reason, is left to be sent alone, where it is tried again and explained. One instance serves
 * one upload.
 */
final class BundledUploads {
  private static final int AT_A_TIME = 3;
  private static final int OBJECTS_EACH = 1000;
  private static final long BYTES_EACH = 4 << 20;
  private static final int MOST_FAILURES = 3;

  /** As many ids as one question may have. */
  private static final int ASKED_AT_ONCE = 50_000;

  private final Session session;
  private final URI bundles;
  private final ObjectStore store;
  private final Progress progress;
  private final Set<ObjectId> sent = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger there = new AtomicInteger();

  BundledUploads(Session session, URI bundles, ObjectStore store, Progress progress) {
    this.session = session;
    this.bundles = bundles;
    this.store = store;
    this.progress = progress;
  }

  /** An object that is to be sent. */
  record Outgoing(ObjectId id, String path, long size) {}

  /**
   * Sends what it can and returns what is left.
   *
   * @param force sends what the hub has as well
   */
  List<Outgoing> run(List<Outgoing> objects, boolean force) throws IOException {
    List<Outgoing> wanted = force ? objects : missing(objects);
    Workers.run(AT_A_TIME, bundles(wanted).iterator(), this::send);
    return wanted.stream().filter(object -> !sent.contains(object.id())).toList();
  }

  UploadReport report() {
    return new UploadReport(sent.size(), bytes.get(), there.get());
  }

  private List<Outgoing> missing(List<Outgoing> objects) throws IOException {
    List<Outgoing> wanted = new ArrayList<>();
    for (int from = 0; from < objects.size(); from += ASKED_AT_ONCE) {
      List<Outgoing> asked = objects.subList(from, Math.min(objects.size(), from + ASKED_AT_ONCE));
      Set<ObjectId> missing = missing(asked.stream().map(Outgoing::id).collect(Collectors.toSet()));
      for (Outgoing object : asked) {
        if (missing.contains(object.id())) {
          wanted.add(object);
        } else {
          there.incrementAndGet();
          progress.advance(object.size());
        }
      }
    }
    return wanted;
  }

  /** Those that a hub says it lacks; all where it does not say. */
  private Set<ObjectId> missing(Set<ObjectId> asked) throws IOException {
    String what = "ask which objects are missing";
    Call call = Call.post(Addresses.under(bundles, "missing"), ObjectIds.document(asked));
    try {
      return ObjectIds.read(session.call(call.canBeRepeated(), Session.Access.PERSON, what), what);
    } catch (HubException unanswered) {
      refuseToGoOn(unanswered);
      failures.incrementAndGet();
      return asked;
    }
  }

  private static List<List<Outgoing>> bundles(List<Outgoing> objects) {
    List<List<Outgoing>> bundles = new ArrayList<>();
    List<Outgoing> bundle = new ArrayList<>();
    long size = 0;
    for (Outgoing object : objects) {
      if (object.size() > BundleEntry.LARGEST) {
        continue;
      }
      if (bundle.size() == OBJECTS_EACH || (size + object.size() > BYTES_EACH && size > 0)) {
        bundles.add(bundle);
        bundle = new ArrayList<>();
        size = 0;
      }
      bundle.add(object);
      size += object.size();
    }
    if (!bundle.isEmpty()) {
      bundles.add(bundle);
    }
    return bundles;
  }

  private void send(List<Outgoing> objects) throws IOException {
    if (failures.get() >= MOST_FAILURES) {
      return;
    }
    Interruptions.check();
    try {
      Call call = Call.bundle(Addresses.under(bundles, "store"), body(objects));
      if (session.call(call, Session.Access.PERSON).status() != Reply.OK) {
        failures.incrementAndGet();
        return;
      }
    } catch (HubException failed) {
      refuseToGoOn(failed);
      failures.incrementAndGet();
      return;
    }
    for (Outgoing object : objects) {
      sent.add(object.id());
      bytes.addAndGet(object.size());
      progress.advance(object.size());
    }
  }

  private RequestBody body(List<Outgoing> objects) {
    List<BundleEntry> entries =
        objects.stream().map(each -> new BundleEntry(each.id(), each.size(), each.path())).toList();
    return RequestBody.of(() -> new BundleStream(store, entries), BundleStream.length(entries));
  }

  /** Another way would not help, or nobody waits for it any more. */
  private static void refuseToGoOn(HubException failed) throws HubException {
    if (failed.kind() == HubException.Kind.INTERRUPTED
        || failed.kind() == HubException.Kind.DENIED) {
      throw failed;
    }
  }
}
