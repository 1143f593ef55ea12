package dev.firmtrail.hubclient;

import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings small objects from a hub, many in one answer ({@code docs/formats/hub.md}, Bundles). It
 * gives up easily: what does not come this way, whatever the reason, is left to be brought alone,
 * where it is tried again and explained. One instance serves one download.
 */
final class BundledDownloads {
  private static final int AT_A_TIME = 3;
  private static final int OBJECTS_EACH = 512;
  private static final int MOST_FAILURES = 3;
  private static final int BUFFER = 64 * 1024;

  private final Session session;
  private final URI endpoint;
  private final SmallObjects store;
  private final Progress progress;
  private final Set<ObjectId> came = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();

  BundledDownloads(Session session, URI bundles, SmallObjects store, Progress progress) {
    this.session = session;
    this.endpoint = Addresses.under(bundles, "fetch");
    this.store = store;
    this.progress = progress;
  }

  /** Returns those that came; the others are large, or have to be asked for alone. */
  Set<ObjectId> run(Collection<ObjectId> wanted) throws IOException {
    List<ObjectId> all = List.copyOf(wanted);
    List<List<ObjectId>> bundles = new ArrayList<>();
    for (int from = 0; from < all.size(); from += OBJECTS_EACH) {
      bundles.add(all.subList(from, Math.min(all.size(), from + OBJECTS_EACH)));
    }
    Workers.run(AT_A_TIME, bundles.iterator(), this::fetch);
    return came;
  }

  /** Bytes of those that came. */
  long bytes() {
    return bytes.get();
  }

  private void fetch(List<ObjectId> ids) throws IOException {
    if (failures.get() >= MOST_FAILURES) {
      return;
    }
    try (Transport.Incoming incoming =
        session.stream(Call.post(endpoint, ObjectIds.document(ids)))) {
      if (incoming.status() != Reply.OK) {
        failures.incrementAndGet();
        return;
      }
      receive(new BufferedInputStream(incoming.body(), BUFFER), new HashSet<>(ids));
    } catch (HubException failed) {
      if (failed.kind() == HubException.Kind.INTERRUPTED) {
        throw failed;
      }
      failures.incrementAndGet();
    }
  }

  private void receive(InputStream in, Set<ObjectId> expected) throws IOException {
    for (Optional<BundleEntry> next = entry(in); next.isPresent(); next = entry(in)) {
      BundleEntry entry = next.get();
      if (!expected.remove(entry.id())) {
        throw broken(new IOException("an object comes that was not asked for"));
      }
      if (entry.carriesBytes()) {
        byte[] content = content(entry, in);
        if (ObjectId.of(content).equals(entry.id())) {
          store.put(content);
          came.add(entry.id());
          bytes.addAndGet(content.length);
          progress.advance(content.length);
        }
      }
    }
  }

  private static Optional<BundleEntry> entry(InputStream in) throws HubException {
    try {
      return BundleEntry.readFrom(in);
    } catch (IOException cut) {
      throw broken(cut);
    }
  }

  private static byte[] content(BundleEntry entry, InputStream in) throws HubException {
    try {
      return entry.readBytes(in);
    } catch (IOException cut) {
      throw broken(cut);
    }
  }

  /** A failure of the network or of the hub, unlike one of our disk. */
  private static HubException broken(IOException cause) {
    return cause instanceof HubException known
        ? known
        : new HubException(
            HubException.Kind.BROKEN_ANSWER, String.valueOf(cause.getMessage()), cause);
  }
}
