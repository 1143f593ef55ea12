package dev.firmtrail.hub.web;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/**
 * What one request is called: in every line that is logged because of it, and in the answer where
 * somebody will ask ({@code docs/formats/hub.md}, HTTP). A client may choose the name, so two
 * requests may have one; it opens nothing.
 */
final class RequestId {
  static final String HEADER = "X-Request-ID";

  private static final String ATTRIBUTE = RequestId.class.getName();
  private static final String LOGGED_AS = "request";
  private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestId() {}

  /** The client's own, where that is a good one, else a fresh one; the same for each asking. */
  static String of(Request request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String given) {
      return given;
    }
    String id = sent(request).orElseGet(RequestId::fresh);
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }

  /** The one that the client chose, if it may be used. */
  private static Optional<String> sent(Request request) {
    return Optional.ofNullable(request.getHeaders().get(HEADER))
        .filter(text -> GOOD.matcher(text).matches());
  }

  private static String fresh() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** What is logged until this is closed has the request's id. */
  static MDC.MDCCloseable logged(Request request) {
    return MDC.putCloseable(LOGGED_AS, of(request));
  }

  /** For texts that a person may have to quote: which request it was. */
  static String quoted(String text, Request request) {
    return text + " (request " + of(request) + ")";
  }

  /** Around all that handles a request. Who chose an id gets it back; old devices choose none. */
  static final class Around extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      sent(request).ifPresent(id -> response.getHeaders().put(HEADER, id));
      try (MDC.MDCCloseable _ = logged(request)) {
        return super.handle(request, response, callback);
      }
    }
  }
}
