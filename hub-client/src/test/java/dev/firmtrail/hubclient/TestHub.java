package dev.firmtrail.hubclient;

import dev.firmtrail.testkit.wire.Responder;
import dev.firmtrail.testkit.wire.WireServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A server of a test's own making and a client of it, with a person who answers from a list. */
final class TestHub implements AutoCloseable {
  /** Long enough that only silence runs into it. */
  static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          List.of(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)),
          Duration.ofMillis(1));

  static final String REALM = "pantahub services";

  final WireServer server;
  final Path config;
  final List<String> notices = new ArrayList<>();
  final Deque<Credentials> answers = new ArrayDeque<>();
  int asked;
  private final List<HubClient> clients = new ArrayList<>();

  TestHub(Path config, Responder responder) {
    this.server = WireServer.start(responder);
    this.config = config;
  }

  /** Settings without flags, environment and a person. */
  static HubSettings nothingGiven(Path config) {
    return new HubSettings(
        config,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new ProxySetting.None(),
        Dialogue.NOBODY);
  }

  URI at(String path) {
    return URI.create(server.url() + path);
  }

  AuthFile.Key key() {
    return new AuthFile.Key(server.url() + "/auth", REALM);
  }

  HubClient client() throws HubException {
    return client(Optional.empty());
  }

  HubClient client(Optional<String> accessToken) throws HubException {
    return client(accessToken, QUICK);
  }

  HubClient client(Optional<String> accessToken, Patience patience) throws HubException {
    HubClient client = new HubClient(settings(accessToken), patience);
    clients.add(client);
    return client;
  }

  HubSettings settings(Optional<String> accessToken) {
    return new HubSettings(
        config,
        Optional.of(server.url()),
        Optional.empty(),
        accessToken,
        new ProxySetting.None(),
        new Person());
  }

  @Override
  public void close() {
    clients.forEach(HubClient::close);
    server.close();
  }

  private final class Person implements Dialogue {
    @Override
    public synchronized Optional<Credentials> credentials(URI endpoint, String realm, int attempt) {
      asked++;
      return Optional.ofNullable(answers.poll());
    }

    @Override
    public synchronized void notice(String line) {
      notices.add(line);
    }
  }
}
