package dev.firmtrail.hubclient;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads objects of a hub through SHA-256, several at a time, and keeps none. */
final class ObjectReads {
  private static final int AT_A_TIME = 4;
  private static final int BUFFER = 256 << 10;

  private final Session session;
  private final Transport transport;
  private final Patience patience;
  private final Remote remote;
  private final Progress progress;

  ObjectReads(
      Session session, Transport transport, Patience patience, Remote remote, Progress progress) {
    this.session = session;
    this.transport = transport;
    this.patience = patience;
    this.remote = remote;
    this.progress = progress;
  }

  /**
   * @param wanted each with a path that needs it
   * @param taker is told one after the other
   */
  void run(Map<ObjectId, String> wanted, Consumer<ReadObject> taker) throws IOException {
    Object turn = new Object();
    progress.begin("reading", 0);
    try {
      Workers.run(
          AT_A_TIME,
          wanted.entrySet().iterator(),
          object -> {
            ReadObject read = read(object.getKey(), object.getValue());
            synchronized (turn) {
              taker.accept(read);
            }
          });
    } finally {
      progress.end();
    }
  }

  /** A cut connection is tried again, from the beginning: a digest cannot go on elsewhere. */
  private ReadObject read(ObjectId id, String key) throws IOException {
    Call call = Call.get(Addresses.under(remote.objectsEndpoint(), id.hex())).thatFollows();
    for (int tries = 1; ; tries++) {
      Reply reply = session.call(call, Session.Access.ANYBODY, "read object " + id);
      if (reply.status() == Reply.NOT_FOUND) {
        return new ReadObject(
            id, key, 0, Optional.empty(), Optional.of("the hub has no such object"), true);
      }
      try {
        if (reply.status() != Reply.OK) {
          throw reply.refusal("read object " + id);
        }
        return content(id, key, new ObjectRecord(id, reply));
      } catch (HubException broken) {
        if (broken.kind() == HubException.Kind.INTERRUPTED) {
          throw broken;
        }
        if (tries >= patience.tries() || !Failures.mayPass(broken)) {
          return new ReadObject(
              id,
              key,
              0,
              Optional.empty(),
              Optional.of(String.valueOf(broken.getMessage())),
              false);
        }
        patience.pause(tries, broken.retryAfter());
      }
    }
  }

  private ReadObject content(ObjectId id, String key, ObjectRecord record) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    long size = 0;
    try (Transport.Incoming incoming = transport.open(record.getUrl(), 0)) {
      if (incoming.status() != Reply.OK) {
        throw new HubException(
            HubException.Kind.REFUSED,
            "%s answers %d".formatted(Addresses.shownSigned(record.getUrl()), incoming.status()));
      }
      InputStream body = incoming.body();
      byte[] buffer = new byte[BUFFER];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
        progress.advance(n);
      }
    }
    return new ReadObject(id, key, size, Optional.of(ObjectId.of(digest)), Optional.empty(), false);
  }
}
