package dev.firmtrail.hubclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * HTTP with limits: on time, on size, on redirects, on repetition. Knows nothing about accounts.
 * Safe for use by many threads.
 */
final class Transport implements AutoCloseable {
  /** Largest document that is read into memory; a state of 50,000 files has about a third. */
  static final int LARGEST_DOCUMENT = 16 << 20;

  private static final int BUFFER = 16 * 1024;
  private static final int MOST_REDIRECTS = 5;
  private static final String USER_AGENT = "firmtrail/" + version();

  private final Patience patience;
  private final Consumer<String> trace;
  private final ProxySelector proxy;
  private final ExecutorService workers;
  private final HttpClient kept;
  private final IdleWatch watch;
  private volatile boolean closed;

  /**
   * @param trace is told of each request, by many threads
   */
  Transport(ProxySetting proxy, Patience patience, Consumer<String> trace) throws HubException {
    this.patience = patience;
    this.trace = trace;
    this.proxy = proxy.selector();
    this.workers = Executors.newVirtualThreadPerTaskExecutor();
    this.kept = newClient();
    this.watch = new IdleWatch(patience.idle());
  }

  /**
   * A body on its way in; the receiver closes it.
   *
   * @param limit how long it may take where it is a document
   */
  record Incoming(URI uri, int status, HttpHeaders headers, InputStream body, Duration limit)
      implements Answer, AutoCloseable {
    @Override
    public Reply reply() throws IOException {
      return read(this, limit);
    }

    OptionalLong length() {
      return headers.firstValueAsLong("Content-Length");
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** Sends a call and reads its answer; with further tries where they do no harm. */
  Reply exchange(Call call, Optional<String> token) throws HubException {
    for (int tries = 1; ; tries++) {
      boolean last = tries == patience.tries();
      Optional<Duration> asked = Optional.empty();
      try {
        Reply reply = once(call, token);
        if (last || !call.repeatable() || !isPassing(reply.status())) {
          return reply;
        }
        asked = RetryAfter.of(reply.headers());
      } catch (IOException broken) {
        boolean harmless = call.repeatable() || Failures.neverSent(broken);
        if (last || closed || !harmless || !Failures.mayPass(broken)) {
          throw explained(call.uri(), broken);
        }
      }
      patience.pause(tries, asked);
    }
  }

  private HubException explained(URI uri, IOException broken) {
    return closed
        ? new HubException(HubException.Kind.INTERRUPTED, "the client was closed", broken)
        : Failures.explain(uri, broken);
  }

  /** Whether an answer means that the same request may succeed in a moment. */
  static boolean isPassing(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private Reply once(Call call, Optional<String> token) throws IOException {
    HttpRequest.Builder request = request(call, token);
    String shown = Addresses.shown(call.uri());
    if (call.repeatable()) {
      return send(kept, request.build(), shown, call.follows(), call::sent, patience.idle())
          .reply();
    }
    // A kept connection that the server has just closed would fail with nobody knowing what was
    // done; so these get their own.
    try (HttpClient own = newClient()) {
      return send(own, request.build(), shown, call.follows(), call::sent, patience.work()).reply();
    }
  }

  /** A document has a limit of its own in time: drop by drop it would never be silent. */
  private static Reply read(Incoming incoming, Duration limit) throws IOException {
    long begun = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    try (incoming) {
      for (int n = incoming.body().read(buffer); n >= 0; n = incoming.body().read(buffer)) {
        body.write(buffer, 0, n);
        if (body.size() > LARGEST_DOCUMENT) {
          throw new HubException(
              HubException.Kind.BROKEN_ANSWER,
              "%s sends a document of more than %d MiB; refused"
                  .formatted(Addresses.shown(incoming.uri()), LARGEST_DOCUMENT >> 20));
        }
        if (System.nanoTime() - begun > limit.toNanos()) {
          throw new HubException(
              HubException.Kind.BROKEN_ANSWER,
              "%s takes more than %d s for one document; refused"
                  .formatted(Addresses.shown(incoming.uri()), limit.toSeconds()));
        }
      }
      return new Reply(incoming.uri(), incoming.status(), incoming.headers(), body.toByteArray());
    }
  }

  /** Sends a call, and leaves the answer's body to the caller. One try. */
  Incoming open(Call call, Optional<String> token) throws HubException {
    HttpRequest.Builder request = request(call, token);
    String shown = Addresses.shown(call.uri());
    try {
      return send(kept, request.build(), shown, call.follows(), call::sent, patience.idle());
    } catch (IOException broken) {
      throw explained(call.uri(), broken);
    }
  }

  /** Opens an object's bytes by a signed URL, from a byte on. One try. */
  Incoming open(URI signed, long from) throws HubException {
    HttpRequest.Builder request = request(signed).GET();
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    try {
      return send(
          kept, request.build(), Addresses.shownSigned(signed), true, () -> 0, patience.idle());
    } catch (IOException broken) {
      throw explained(signed, broken);
    }
  }

  /** Sends an object's bytes to a signed URL. One try. */
  Reply put(URI signed, RequestBody body) throws HubException {
    HttpRequest request = request(signed).PUT(body.publisher()).build();
    String shown = Addresses.shownSigned(signed);
    try {
      return incoming(head(kept, request, shown, body::sent, patience.idle())).reply();
    } catch (IOException broken) {
      throw explained(signed, broken);
    }
  }

  private Incoming send(
      HttpClient http,
      HttpRequest request,
      String shown,
      boolean follows,
      LongSupplier sent,
      Duration limit)
      throws IOException {
    HttpRequest next = request;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      String place = hop == 0 ? shown : Addresses.shownSigned(next.uri());
      HttpResponse<InputStream> answer = head(http, next, place, sent, limit);
      if (!Redirects.isRedirect(answer.statusCode())) {
        return incoming(answer);
      }
      answer.body().close();
      next = Redirects.next(next, answer, follows);
    }
    throw new HubException(
        HubException.Kind.BROKEN_ANSWER,
        "%s redirects more than %d times"
            .formatted(Addresses.shownSigned(next.uri()), MOST_REDIRECTS));
  }

  private Incoming incoming(HttpResponse<InputStream> answer) {
    return new Incoming(
        answer.uri(),
        answer.statusCode(),
        answer.headers(),
        watch.guard(answer.uri(), answer.body()),
        patience.work());
  }

  /** Sends a request, and tells of it when the head of its answer is here or will not come. */
  private HttpResponse<InputStream> head(
      HttpClient http, HttpRequest request, String shown, LongSupplier moved, Duration limit)
      throws IOException {
    long begun = System.nanoTime();
    String outcome = "no answer";
    try {
      HttpResponse<InputStream> answer =
          await(http.sendAsync(request, BodyHandlers.ofInputStream()), moved, limit);
      outcome = Integer.toString(answer.statusCode());
      return answer;
    } finally {
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      trace.accept("%s %s: %s, %d ms".formatted(request.method(), shown, outcome, millis));
    }
  }

  /** Waits for the head of an answer as long as something moves. */
  private <T> T await(CompletableFuture<T> answer, LongSupplier moved, Duration limit)
      throws IOException {
    while (true) {
      long before = moved.getAsLong();
      try {
        return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException quiet) {
        if (moved.getAsLong() == before) {
          answer.cancel(true);
          throw new HttpTimeoutException("nothing came for " + limit.toSeconds() + " s");
        }
      } catch (InterruptedException stop) {
        answer.cancel(true);
        throw Interruptions.passOn(stop);
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof IOException network
            ? network
            : new IOException("what came is no answer that HTTP allows", failed.getCause());
      }
    }
  }

  private static HttpRequest.Builder request(Call call, Optional<String> token) {
    BodyPublisher body = call.body().map(RequestBody::publisher).orElse(BodyPublishers.noBody());
    HttpRequest.Builder request = request(call.uri()).method(call.method(), body);
    if (call.body().isPresent()) {
      request.header("Content-Type", call.contentType());
    }
    token.ifPresent(bearer -> request.setHeader("Authorization", "Bearer " + bearer));
    return request;
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("User-Agent", USER_AGENT);
  }

  private HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(patience.connect())
        .proxy(proxy)
        .executor(workers)
        .build();
  }

  private static String version() {
    return Optional.ofNullable(Transport.class.getPackage().getImplementationVersion())
        .orElse("dev");
  }

  /** Ends everything that is on its way; who waits for it gets an exception. */
  @Override
  public void close() {
    closed = true;
    kept.shutdownNow();
    watch.close();
    workers.shutdownNow();
  }
}
