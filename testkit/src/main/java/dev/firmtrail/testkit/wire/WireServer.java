package dev.firmtrail.testkit.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server on a free loopback port that does what a test wants and remembers what it was
 * asked.
 */
public final class WireServer implements AutoCloseable {
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<WireRequest> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  private WireServer(HttpServer http) {
    this.http = http;
  }

  /** Starts to answer. */
  public static WireServer start(Responder responder) {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      WireServer server = new WireServer(http);
      http.createContext("/", exchange -> server.handle(exchange, responder));
      http.setExecutor(server.threads);
      http.start();
      return server;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Scheme, host and port, without a slash behind. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** What was asked so far, in the order of arrival. */
  public List<WireRequest> requests() {
    return List.copyOf(requests);
  }

  /** {@link WireRequest#line} of all requests so far. */
  public List<String> lines() {
    return requests.stream().map(WireRequest::line).toList();
  }

  /** The most requests that were open at one time. */
  public int mostAtATime() {
    return most.get();
  }

  private void handle(HttpExchange exchange, Responder responder) throws IOException {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      WireRequest request = received(exchange);
      requests.add(request);
      send(exchange, responder.answer(request, this));
    } catch (InterruptedException serverStops) {
      Thread.currentThread().interrupt();
    } finally {
      now.decrementAndGet();
      exchange.close();
    }
  }

  private static WireRequest received(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
    return new WireRequest(
        exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
    switch (answer) {
      case Answer.Whole(int status, Map<String, List<String>> headers, String body) -> {
        exchange.getResponseHeaders().putAll(headers);
        write(exchange, status, body.isEmpty() ? -1 : body.length(), body);
      }
      case Answer.Cut(int status, Map<String, List<String>> headers, long length, String body) -> {
        exchange.getResponseHeaders().putAll(headers);
        write(exchange, status, length, body);
      }
      case Answer.Stalled(long length, String body) -> {
        write(exchange, 200, length, body);
        closed.await();
      }
      case Answer.Endless(int status) -> endless(exchange, status);
      case Answer.Nothing() -> {}
    }
  }

  private static void write(HttpExchange exchange, int status, long length, String body)
      throws IOException {
    exchange.sendResponseHeaders(status, length);
    OutputStream out = exchange.getResponseBody();
    out.write(body.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void endless(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    byte[] block = new byte[1 << 16];
    while (closed.getCount() > 0) {
      exchange.getResponseBody().write(block);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.stop(0);
    threads.shutdownNow();
  }
}
