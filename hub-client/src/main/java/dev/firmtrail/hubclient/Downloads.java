package dev.firmtrail.hubclient;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.PartialObject;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.WrongContentException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings objects from a hub into a store: several at a time, each checked against its id before it
 * is visible, large ones going on where they were cut. One instance serves one download.
 */
final class Downloads {
  /** Enough to hide the way to and fro behind small objects, few enough for a small hub. */
  static final int AT_A_TIME = 8;

  /**
   * Up to this size an object is held in memory until it is checked, and shares a sync with others.
   */
  private static final int SMALL = 1 << 20;

  private final Session session;
  private final Transport transport;
  private final Patience patience;
  private final Remote remote;
  private final ObjectStore store;
  private final Progress progress;
  private final AtomicInteger fetched = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Downloads(
      Session session,
      Transport transport,
      Patience patience,
      Remote remote,
      ObjectStore store,
      Progress progress) {
    this.session = session;
    this.transport = transport;
    this.patience = patience;
    this.remote = remote;
    this.store = store;
    this.progress = progress;
  }

  /**
   * @param wanted each with a path that needs it, for messages
   */
  DownloadReport run(Map<ObjectId, String> wanted) throws IOException {
    Map<ObjectId, String> missing = new LinkedHashMap<>(wanted);
    missing.keySet().removeIf(store::contains);
    int already = wanted.size() - missing.size();
    progress.begin("downloading", 0);
    try (SmallObjects small = new SmallObjects(store)) {
      if (remote.bundles().isPresent() && missing.size() > 1) {
        missing.keySet().removeAll(together(remote.bundles().get(), missing.keySet(), small));
      }
      Workers.run(
          AT_A_TIME,
          missing.entrySet().iterator(),
          object -> fetch(object.getKey(), name(object), small));
    } finally {
      progress.end();
    }
    return new DownloadReport(fetched.get(), bytes.get(), already);
  }

  private Set<ObjectId> together(URI bundles, Set<ObjectId> ids, SmallObjects small)
      throws IOException {
    BundledDownloads bundled = new BundledDownloads(session, bundles, small, progress);
    Set<ObjectId> came = bundled.run(ids);
    fetched.addAndGet(came.size());
    bytes.addAndGet(bundled.bytes());
    return came;
  }

  /**
   * A cut connection and one wrong content are tried again; each time with a new URL, since they
   * expire.
   */
  private void fetch(ObjectId id, String name, SmallObjects small) throws IOException {
    boolean wasWrong = false;
    for (int tries = 1; ; tries++) {
      ObjectRecord record = record(id, name);
      URI from = record.getUrl();
      try {
        if (record.size() <= SMALL) {
          small.put(small(id, record.size(), from));
        } else {
          large(id, record.size(), from);
        }
        fetched.incrementAndGet();
        return;
      } catch (WrongContentException wrong) {
        if (wasWrong) {
          throw new HubException(
              HubException.Kind.WRONG_CONTENT, wrongContent(name, from, wrong), wrong);
        }
        wasWrong = true;
      } catch (HubException broken) {
        if (tries >= patience.tries() || !Failures.mayPass(broken)) {
          throw new HubException(
              broken.kind(), "cannot get %s: %s".formatted(name, broken.getMessage()), broken);
        }
        patience.pause(tries, broken.retryAfter());
      }
    }
  }

  private ObjectRecord record(ObjectId id, String name) throws IOException {
    Call call = Call.get(Addresses.under(remote.objectsEndpoint(), id.hex())).thatFollows();
    Reply reply = session.call(call, Session.Access.ANYBODY, "get " + name);
    if (reply.status() != Reply.OK) {
      throw reply.refusal("get " + name);
    }
    return new ObjectRecord(id, reply);
  }

  private byte[] small(ObjectId id, long size, URI from) throws IOException {
    try (Transport.Incoming incoming = whole(size, from, transport.open(from, 0))) {
      byte[] content = incoming.body().readNBytes((int) size + 1);
      if (content.length != size || !ObjectId.of(content).equals(id)) {
        throw new WrongContentException("the bytes that came have another SHA-256 or length");
      }
      bytes.addAndGet(size);
      progress.advance(size);
      return content;
    }
  }

  private void large(ObjectId id, long size, URI from) throws IOException {
    try (PartialObject part = store.resume(id, size)) {
      if (part.length() < size) {
        try (Transport.Incoming incoming = rest(size, from, part)) {
          part.append(new Counted(incoming.body()));
        }
      }
      if (part.length() < size) {
        throw new WrongContentException(
            "it ends after %d of %d bytes".formatted(part.length(), size));
      }
      part.finish();
    }
  }

  /** Asks for what is missing; starts over where the other side does not do that. */
  private Transport.Incoming rest(long size, URI from, PartialObject part) throws IOException {
    if (part.length() == 0) {
      return whole(size, from, transport.open(from, 0));
    }
    Transport.Incoming incoming = transport.open(from, part.length());
    String range = "bytes %d-%d/%d".formatted(part.length(), size - 1, size);
    if (incoming.status() == 206
        && incoming.headers().firstValue("Content-Range").equals(Optional.of(range))) {
      return incoming;
    }
    part.restart();
    if (incoming.status() == Reply.OK) {
      return whole(size, from, incoming);
    }
    incoming.close();
    return whole(size, from, transport.open(from, 0));
  }

  private Transport.Incoming whole(long size, URI from, Transport.Incoming incoming)
      throws IOException {
    OptionalLong length = incoming.length();
    if (incoming.status() == Reply.OK && (length.isEmpty() || length.getAsLong() == size)) {
      return incoming;
    }
    incoming.close();
    if (incoming.status() == Reply.OK) {
      throw new WrongContentException(
          "%d bytes were offered, %d announced".formatted(length.getAsLong(), size));
    }
    String answers = "%s answers %d".formatted(Addresses.shownSigned(from), incoming.status());
    throw Transport.isPassing(incoming.status())
        ? HubException.passing(answers, RetryAfter.of(incoming.headers()))
        : new HubException(HubException.Kind.REFUSED, answers);
  }

  private static String wrongContent(String name, URI from, WrongContentException wrong) {
    return "%s is not what it should be, twice: %s (from %s); nothing of it was kept"
        .formatted(name, wrong.getMessage(), Addresses.shownSigned(from));
  }

  private static String name(Map.Entry<ObjectId, String> object) {
    return "object %s (%s)".formatted(object.getKey(), Shown.text(object.getValue()));
  }

  /** Tells the progress while bytes come. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        bytes.addAndGet(count);
        progress.advance(count);
      }
      return count;
    }
  }
}
