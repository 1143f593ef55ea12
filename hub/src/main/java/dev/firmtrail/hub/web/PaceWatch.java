package dev.firmtrail.hub.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Ends connections on which a request or an answer moves so slowly that its only purpose can be to
 * hold a place: headers, bodies and downloads alike. An idle timeout alone lets one byte a minute
 * go on for ever.
 *
 * <p>Measured is only while the hub waits for the client, never while it works itself; a request
 * that was answered begins a new stretch.
 */
final class PaceWatch extends AbstractLifeCycle {
  private static final int LOOKS_IN_A_STRETCH = 12;

  private final ServerConnector connector;
  private final Limits limits;
  private final Map<EndPoint, Mark> marks = new HashMap<>();

  /** Where a connection was when its stretch began. */
  private record Mark(long nanos, long bytes, long answers) {}

  PaceWatch(ServerConnector connector, Limits limits) {
    this.connector = connector;
    this.limits = limits;
  }

  @Override
  protected void doStart() {
    lookAgain();
  }

  private void lookAgain() {
    long pause = limits.pace().toMillis() / LOOKS_IN_A_STRETCH;
    connector.getScheduler().schedule(this::look, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (!isRunning()) {
      return;
    }
    marks.keySet().retainAll(connector.getConnectedEndPoints());
    for (EndPoint each : connector.getConnectedEndPoints()) {
      if (each instanceof AbstractEndPoint client && each.getConnection() != null) {
        look(client, each.getConnection());
      }
    }
    lookAgain();
  }

  /** TLS itself counts none; what it carries does, once it is there. */
  private static long answers(Connection connection) {
    return connection instanceof SslConnection tls
        ? Optional.ofNullable(tls.getSslEndPoint().getConnection())
            .map(Connection::getMessagesOut)
            .orElse(0L)
        : connection.getMessagesOut();
  }

  private void look(AbstractEndPoint client, Connection connection) {
    Mark now =
        new Mark(
            System.nanoTime(),
            connection.getBytesIn() + connection.getBytesOut(),
            answers(connection));
    Mark begun = marks.computeIfAbsent(client, unseen -> now);
    boolean weWait =
        client.getFillInterest().isInterested() || client.getWriteFlusher().isPending();
    if (!weWait || now.answers() != begun.answers()) {
      marks.put(client, now);
    } else if (now.nanos() - begun.nanos() >= limits.pace().toNanos()) {
      if (now.bytes() - begun.bytes() < limits.bytesInAStretch()) {
        client.close(new TimeoutException("slower than " + limits.bytesPerSecond() + " bytes/s"));
      } else {
        marks.put(client, now);
      }
    }
  }
}
