package dev.firmtrail.cli.remote;

import dev.firmtrail.hub.Hub;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A real hub behind a server that may do with a request or an answer what a test wants. */
final class HubBehind implements AutoCloseable {
  private static final Set<String> OF_A_CONNECTION =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings");

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Between> between =
      new AtomicReference<>((request, hub) -> hub.get());
  private final WireServer wire;
  private final URI real;
  private final Hub hub;

  HubBehind(Path data) throws IOException {
    this.wire =
        WireServer.start((request, server) -> between.get().answer(request, () -> pass(request)));
    InetSocketAddress address = Place.freeAddress();
    this.real = URI.create("http://127.0.0.1:" + address.getPort());
    this.hub = Place.hub(data, address, wire.url());
  }

  /** Stands between a client and the hub. */
  interface Between {
    /**
     * What a client is answered.
     *
     * @param hub asks the hub itself
     */
    Answer answer(WireRequest request, Supplier<Answer> hub);
  }

  void put(Between other) {
    between.set(other);
  }

  /** Where the client finds the hub, and what the hub takes for its own address. */
  URI url() {
    return wire.url();
  }

  List<String> lines() {
    return wire.lines();
  }

  private Answer pass(WireRequest request) {
    HttpRequest.Builder there =
        HttpRequest.newBuilder(URI.create(real + request.path()))
            .method(
                request.method(),
                BodyPublishers.ofByteArray(request.body().getBytes(StandardCharsets.ISO_8859_1)));
    request
        .headers()
        .forEach((name, values) -> {
          if (!OF_A_CONNECTION.contains(name)) {
            values.forEach(value -> there.header(name, value));
          }
        });
    try {
      HttpResponse<byte[]> answer = client.send(there.build(), BodyHandlers.ofByteArray());
      Map<String, List<String>> headers = new HashMap<>(answer.headers().map());
      headers.keySet().removeIf(OF_A_CONNECTION::contains);
      return new Answer.Whole(
          answer.statusCode(), headers, new String(answer.body(), StandardCharsets.ISO_8859_1));
    } catch (IOException failed) {
      throw new AssertionError(request.line(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    wire.close();
    hub.close();
    client.close();
  }
}
