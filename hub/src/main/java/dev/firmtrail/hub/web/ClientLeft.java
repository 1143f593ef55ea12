package dev.firmtrail.hub.web;

import io.javalin.http.Context;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;

/**
 * Clients that hang up, or stop, in the middle of a request or of an answer. That is everyday life
 * and no failure of the hub: the request's own line in the log says so, and nothing else does.
 */
final class ClientLeft {
  private static final String ATTRIBUTE = ClientLeft.class.getName();

  /** The C library's words for it, which come bare through TLS. */
  private static final Set<String> WORDS =
      Set.of("Broken pipe", "Connection reset by peer", "Connection timed out");

  private ClientLeft() {}

  /** Whether a failure to read or to write means that. */
  static boolean isReasonOf(Exception failed) {
    return chain(failed)
        .anyMatch(cause ->
            cause instanceof EofException
                || cause instanceof TimeoutException
                || cause instanceof SocketException
                || cause instanceof SSLException
                || WORDS.contains(String.valueOf(cause.getMessage()))
                || (cause instanceof ClosedChannelException
                    && !(cause instanceof ClosedByInterruptException)));
  }

  /** Whether it did not hang up, but was too slow. */
  static boolean byBeingSlow(Exception failed) {
    return chain(failed).anyMatch(TimeoutException.class::isInstance);
  }

  private static Stream<Throwable> chain(Exception failed) {
    return Stream.iterate(failed, cause -> cause != null, Throwable::getCause);
  }

  static void note(Context context) {
    context.req().setAttribute(ATTRIBUTE, true);
  }

  static boolean isNoted(Request request) {
    return Optional.ofNullable(request.getAttribute(ATTRIBUTE)).isPresent();
  }
}
