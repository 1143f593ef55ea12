package dev.firmtrail.hub.web;

import dev.firmtrail.hub.store.DiskFault;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a list of routes over HTTP/1.1 and 1.0, each request on a virtual thread. Whatever
 * happens, the answer is JSON of one of the two error shapes, and nothing is ever redirected.
 */
public final class WebServer implements AutoCloseable {
  /** Bytes of a body that nobody wanted. */
  private static final int MOST_PASSED_OVER = 64 << 10;

  /** The same, before a connection is closed. */
  private static final int MOST_LINGERED = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private final List<Route> routes;
  private final Set<String> reserved;
  private final Gate gate;
  private final ErrorBody errors;
  private final Audience audience;
  private final Javalin javalin;

  /**
   * @param reserved words that can never be the name of an account, because a path may begin with
   *     them
   */
  public WebServer(
      List<Route> routes,
      Set<String> reserved,
      Gate gate,
      Listening listening,
      Audience audience,
      InstantSource clock) {
    // The URLs of repositories begin with anybody's name, so they match nearly everything: they are
    // asked last.
    this.routes =
        Stream.concat(
                routes.stream().filter(route -> !route.beginsWithName()),
                routes.stream().filter(Route::beginsWithName))
            .toList();
    this.reserved = Set.copyOf(reserved);
    this.gate = gate;
    this.audience = audience;
    this.errors = new ErrorBody(clock);
    this.javalin = Javalin.create(config -> configure(config, listening));
  }

  public void start() {
    javalin.start();
  }

  /** Takes no new requests, lets those that run finish, then returns. */
  @Override
  public void close() {
    javalin.stop();
  }

  private void configure(JavalinConfig config, Listening listening) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.router.ignoreTrailingSlashes = true;
    HttpRules.apply(config.jetty, listening, audience.metrics());
    config.routes.before(WebServer::refuseUnknownTransferCoding);
    for (Route route : routes) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(route.method().name()), route.path(), c -> serve(c, route));
      if (route.method() == Method.GET) {
        config.routes.addHttpHandler(HandlerType.HEAD, route.path(), c -> serve(c, route));
      }
    }
    config.routes.exception(
        HttpResponseException.class, (unmatched, context) -> send(context, unmatched(context)));
  }

  /**
   * The HTTP library takes {@code xchunked, chunked}; a proxy before us may not agree with it on
   * where a request ends.
   */
  private static void refuseUnknownTransferCoding(Context context) {
    Optional<String> coding = Optional.ofNullable(context.header("Transfer-Encoding"));
    if (coding
        .filter(text -> !text.strip().toLowerCase(Locale.ROOT).equals("chunked"))
        .isPresent()) {
      context.res().setHeader("Connection", "close");
      send(
          context,
          Answer.of(
              400,
              ErrorBody.framework("Bad Request: no transfer coding but chunked is understood")));
      context.skipRemainingHandlers();
    }
  }

  private void serve(Context context, Route route) {
    send(context, answer(context, route));
  }

  private Answer answer(Context context, Route route) {
    if (route.beginsWithName()
        && reserved.contains(segments(context).getFirst().toLowerCase(Locale.ROOT))) {
      return unmatched(context);
    }
    RequestMetrics.note(context, route);
    try {
      return switch (gate.admit(route, Optional.ofNullable(context.header("Authorization")))) {
        case Gate.Outcome.Out(Answer refused, Optional<Principal> caller) ->
            told(context, route, caller, refused);
        case Gate.Outcome.In(Optional<Principal> caller) ->
            told(context, route, caller, handled(context, route, caller));
      };
    } catch (IOException | RuntimeException failed) {
      return failure(context, route, failed);
    }
  }

  private Answer handled(Context context, Route route, Optional<Principal> caller)
      throws IOException {
    caller.ifPresent(who -> audience.visitors().came(who, ClientAddress.of(context)));
    try {
      return route.handler().answer(new Call(context, route, caller));
    } catch (Refusal refusal) {
      if (refusal.asksForLogin()) {
        return gate.unauthorized();
      }
      Answer.Document answer =
          Answer.of(refusal.status(), errors.application(refusal.status(), refusal.reason()));
      return refusal
          .retryAfter()
          .map(seconds -> answer.with("Retry-After", seconds))
          .orElse(answer);
    }
  }

  private Answer told(Context context, Route route, Optional<Principal> caller, Answer answer) {
    boolean tooMany = answer.status() == 429;
    if (tooMany || answer.status() == 403) {
      caller.ifPresent(
          who -> audience.refusedCalls().refused(route, who, ClientAddress.of(context), tooMany));
    }
    return answer;
  }

  private Answer failure(Context context, Route route, Exception failed) {
    if (failed instanceof HttpException broken) {
      return Answer.of(broken.getCode(), ErrorBody.framework("Bad Request"));
    }
    if (ClientLeft.isReasonOf(failed)) {
      ClientLeft.note(context);
      return ClientLeft.byBeingSlow(failed)
          ? Answer.of(408, errors.application(408, "the body came too slowly, or not at all"))
          : Answer.of(400, errors.application(400, "the request ended before its body did"));
    }
    LOG.atError().setCause(failed).addKeyValue("route", route.path()).log("request failed");
    return DiskFault.behind(failed)
        .map(fault ->
            failure(
                context,
                507,
                "Insufficient Storage: the hub's disk "
                    + fault.said()
                    + ", and what was sent was not stored; try again when its operator has mended that"))
        .orElseGet(() -> failure(context, 500, "Internal Server Error"));
  }

  private static Answer failure(Context context, int status, String text) {
    Request request = ServletContextRequest.getServletContextRequest(context.req());
    return Answer.of(status, ErrorBody.framework(RequestId.quoted(text, request)))
        .with(RequestId.HEADER, RequestId.of(request));
  }

  private Answer unmatched(Context context) {
    List<String> request = segments(context);
    boolean elsewhere =
        !request.isEmpty()
            && routes.stream()
                .filter(route ->
                    !route.beginsWithName()
                        || !reserved.contains(request.getFirst().toLowerCase(Locale.ROOT)))
                .anyMatch(route -> route.matches(request));
    return elsewhere
        ? Answer.of(405, ErrorBody.framework("Method not allowed"))
        : Answer.of(404, ErrorBody.framework("Resource not found"));
  }

  private static List<String> segments(Context context) {
    return Stream.of(context.path().split("/")).skip(1).collect(Collectors.toUnmodifiableList());
  }

  private static void send(Context context, Answer answer) {
    try {
      boolean read = isRead(context.req(), answer.status());
      if (!read) {
        context.res().setHeader("Connection", "close");
      }
      context.res().setStatus(answer.status());
      answer.headers().forEach((name, value) -> context.res().setHeader(name, value));
      switch (answer) {
        case Answer.Document document ->
            send(context, JsonStyle.of(context.path()).bytes(document.json()));
        case Answer.Written written ->
            send(context, written.json().getBytes(StandardCharsets.UTF_8));
        case Answer.Text text ->
            send(context, text.type(), text.text().getBytes(StandardCharsets.UTF_8));
        case Answer.Empty empty -> context.res().setContentLengthLong(0);
        case Answer.Streamed streamed -> send(context, streamed);
        case Answer.Blob blob -> BlobSender.send(context, blob);
      }
      if (!read && answer.status() >= 400 && context.header("Expect") == null) {
        linger(context);
      }
    } catch (IOException failed) {
      if (!ClientLeft.isReasonOf(failed)) {
        LOG.atError().setCause(failed).log("an answer broke off");
      }
      // Nobody is there to be told, and half an answer must not look whole.
      ClientLeft.note(context);
      cut(context);
    }
  }

  /**
   * Whether all of a request was taken, so that the connection can go on. What nobody wanted is
   * passed over where there is little of it: the HTTP library would close without a word, and the
   * client's next request would be lost.
   */
  private static boolean isRead(HttpServletRequest request, int status) {
    long length = request.getContentLengthLong();
    if (length <= 0 && request.getHeader("Transfer-Encoding") == null) {
      return true;
    }
    if (status >= 400 && request.getHeader("Expect") != null) {
      // The client waits, and opening the body would tell it to send.
      return false;
    }
    try {
      ServletInputStream body = request.getInputStream();
      if (!body.isFinished() && length <= MOST_PASSED_OVER) {
        body.skip(MOST_PASSED_OVER);
      }
      return body.isFinished();
    } catch (IOException broken) {
      return false;
    }
  }

  /**
   * Lets a client go on sending for a while: a connection that is closed under it takes the answer
   * along.
   */
  private static void linger(Context context) throws IOException {
    context.res().flushBuffer();
    connection(context).getEndPoint().shutdownOutput();
    try {
      context.req().getInputStream().skip(MOST_LINGERED);
    } catch (IOException gone) {
      LOG.atDebug().setCause(gone).log("a client left with its answer");
    }
  }

  private static void cut(Context context) {
    connection(context).close();
  }

  private static Connection connection(Context context) {
    return ServletContextRequest.getServletContextRequest(context.req())
        .getConnectionMetaData()
        .getConnection();
  }

  private static void send(Context context, Answer.Streamed streamed) throws IOException {
    HttpServletResponse response = context.res();
    streamed.length().ifPresent(response::setContentLengthLong);
    streamed
        .name()
        .ifPresent(name -> response.setHeader("Content-Disposition", BlobSender.disposition(name)));
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!context.req().getMethod().equals("HEAD")) {
      streamed.content().writeTo(response.getOutputStream());
    }
  }

  private static void send(Context context, byte[] json) throws IOException {
    send(context, "application/json", json);
  }

  private static void send(Context context, String type, byte[] text) throws IOException {
    // Through the servlet's own method the blank would be lost, which clients of the published
    // server have always seen.
    ServletContextRequest.getServletContextRequest(context.req())
        .getServletContextResponse()
        .getWrapped()
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, type + "; charset=utf-8");
    context.res().setContentLengthLong(text.length);
    context.res().getOutputStream().write(text);
  }
}
