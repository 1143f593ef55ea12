package dev.firmtrail.hubclient;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.Room;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Brings one file from a URL, with a few tries. */
final class FileDownload {
  private static final int BUFFER = 64 * 1024;

  private final Session session;
  private final Patience patience;
  private final FileChannel into;
  private final Room room;
  private final Progress progress;

  FileDownload(Session session, Patience patience, FileChannel into, Room room, Progress progress) {
    this.session = session;
    this.patience = patience;
    this.into = into;
    this.room = room;
    this.progress = progress;
  }

  void run(URI url) throws IOException {
    Optional<String> problem = Addresses.problem(url);
    if (problem.isPresent()) {
      throw new HubException(
          HubException.Kind.INVALID,
          "cannot download %s: %s".formatted(Addresses.shown(url), problem.get()));
    }
    for (int tries = 1; ; tries++) {
      try {
        once(url);
        return;
      } catch (HubException broken) {
        if (tries >= patience.tries() || !Failures.mayPass(broken)) {
          throw new HubException(
              broken.kind(),
              "cannot download %s: %s".formatted(Addresses.shown(url), broken.getMessage()),
              broken);
        }
        patience.pause(tries, broken.retryAfter());
      }
    }
  }

  private void once(URI url) throws IOException {
    into.truncate(0);
    into.position(0);
    try (Transport.Incoming incoming = session.open(Call.get(url).thatFollows())) {
      if (incoming.status() != Reply.OK) {
        throw refusal(incoming);
      }
      require(incoming.length().orElse(0));
      progress.begin("downloading", incoming.length().orElse(0));
      try {
        copy(incoming);
      } finally {
        progress.end();
      }
    }
  }

  /** However often it is tried again: what does not fit does not fit. */
  private void require(long bytes) throws HubException {
    try {
      room.require(bytes, "it");
    } catch (IOException full) {
      throw new HubException(
          HubException.Kind.INVALID,
          full.getMessage() + "; make room there, or name another directory with TMPDIR",
          full);
    }
  }

  private static HubException refusal(Transport.Incoming incoming) throws IOException {
    String answers =
        "%s answers %d%s"
            .formatted(
                Addresses.shownSigned(incoming.uri()),
                incoming.status(),
                incoming.reply().reason());
    return Transport.isPassing(incoming.status())
        ? HubException.passing(answers, RetryAfter.of(incoming.headers()))
        : new HubException(HubException.Kind.REFUSED, answers);
  }

  private void copy(Transport.Incoming incoming) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long granted = 0;
    for (int n = incoming.body().read(buffer); n >= 0; n = incoming.body().read(buffer)) {
      if (granted < n) {
        require(Room.STEP);
        granted += Room.STEP;
      }
      granted -= n;
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
      while (bytes.hasRemaining()) {
        into.write(bytes);
      }
      progress.advance(n);
    }
  }
}
