package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who guesses is told to wait; who has a right to come, in whatever number, never is. */
class TooOftenTest {
  private static final int PASSWORDS = 20;
  private static final int CHALLENGES = 100;
  private static final int ACCOUNTS = 100;
  private static final int DEVICES = 5_000;
  private static final int FLEET = 500;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Map<String, HttpClient> elsewhere = new HashMap<>();
  private TestHub hub;

  @BeforeEach
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"), now::get);
  }

  @AfterEach
  void stop() {
    elsewhere.values().forEach(HttpClient::close);
    hub.close();
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /** What somebody is told: the status, how long to wait, and the words. */
  private static String told(Reply reply) {
    return reply.status() + reply.header("Retry-After").orElse("-") + reply.string("msg");
  }

  private void assertTooMany(Reply reply, String seconds) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).contains(seconds);
    assertThat(reply.header("WWW-Authenticate")).isEmpty();
    assertThat(reply.json().members().sequencedKeySet()).containsExactly("error", "msg", "code");
    assertThat(reply.json().integer("code")).contains(429L);
  }

  private void guess(String username, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(hub.tryLogin(username, "wrong " + i).status()).isEqualTo(401);
    }
  }

  private static HttpClient at(String address) {
    return HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build();
  }

  /** A login from another address of this machine. */
  private int loginFrom(String address, String username, String password) {
    String body =
        JsonWriter.COMPACT.text(
            JsonObject.builder().put("username", username).put("password", password).build());
    HttpClient there = elsewhere.computeIfAbsent(address, TooOftenTest::at);
    try {
      HttpResponse<Void> answer =
          there.send(
              HttpRequest.newBuilder(URI.create(hub.url("/auth/login")))
                  .header("User-Agent", "test")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.discarding());
      return answer.statusCode();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void doesNotLookAtAPasswordAfterTwentyWrongOnesUntilTheTimeThatItTells() {
    hub.account("alice");
    guess("alice", PASSWORDS);
    assertTooMany(hub.tryLogin("alice", TestHub.PASSWORD), "30");
    pass(Duration.ofSeconds(29));
    assertTooMany(hub.tryLogin("ALICE", TestHub.PASSWORD), "1");
    pass(Duration.ofSeconds(1));
    assertThat(hub.tryLogin("alice", TestHub.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void letsTriesThatRunAtTheSameTimeNotPassTogether() throws Exception {
    List<Integer> statuses =
        atOnce(
            IntStream.range(0, 3 * PASSWORDS)
                .mapToObj(i -> () -> hub.tryLogin("alice", "wrong " + i).status()));
    assertThat(statuses).containsOnly(401, 429);
    assertThat(Collections.frequency(statuses, 401)).isEqualTo(PASSWORDS);
  }

  @Test
  void countsAnewAfterARightPassword() {
    hub.account("alice");
    guess("alice", PASSWORDS - 1);
    assertThat(hub.tryLogin("alice", TestHub.PASSWORD).status()).isEqualTo(200);
    guess("Alice", PASSWORDS);
    assertTooMany(hub.tryLogin("alice", TestHub.PASSWORD), "30");
  }

  private List<String> answers(String name, int times) {
    return IntStream.range(0, times).mapToObj(i -> told(hub.tryLogin(name, "wrong " + i))).toList();
  }

  @Test
  void tellsTheSameOfANameThatNobodyHas() {
    String alice = hub.account("alice");
    String chosen =
        hub.post(
                "/devices/",
                alice,
                JsonObject.builder().put("secret", "a-secret-of-my-own").build())
            .string("prn");
    for (String name : List.of("alice", "nobody", "x".repeat(60_000), chosen)) {
      List<String> answers = answers(name, PASSWORDS + 3);
      assertThat(answers.subList(0, PASSWORDS)).containsOnly("401-wrong user name or password");
      assertThat(answers.subList(PASSWORDS, PASSWORDS + 3))
          .containsOnly(
              "42930too many wrong passwords for this name;"
                  + " Retry-After says how many seconds to wait");
    }
  }

  @Test
  void letsNobodyShutADeviceOutNorLearnWhetherThereIsOne() {
    Reply device = hub.post("/devices/", hub.account("alice"), JsonObject.EMPTY);
    for (String name : List.of(device.string("prn"), "prn:::devices:/0123456789abcdef01234567")) {
      assertThat(answers(name, 300)).containsOnly("401-wrong user name or password");
    }
    assertThat(hub.tryLogin(device.string("prn"), device.string("secret")).status()).isEqualTo(200);
  }

  @Test
  void shutsNobodyOutBecauseOthersGuessElsewhere() {
    hub.account("alice");
    for (int network = 2; network < 12; network++) {
      for (int i = 0; i < PASSWORDS; i++) {
        assertThat(loginFrom("127.0.0." + network, "alice", "wrong")).isEqualTo(401);
      }
      assertThat(loginFrom("127.0.0." + network, "alice", TestHub.PASSWORD)).isEqualTo(429);
    }
    // All together have guessed often enough: nobody new is let in any more, but who was there
    // before is.
    assertThat(loginFrom("127.0.0.12", "alice", TestHub.PASSWORD)).isEqualTo(429);
    assertThat(hub.tryLogin("alice", TestHub.PASSWORD).status()).isEqualTo(200);
    pass(Duration.ofSeconds(5));
    assertThat(loginFrom("127.0.0.12", "alice", TestHub.PASSWORD)).isEqualTo(200);
  }

  private static <T> List<T> atOnce(Stream<Callable<T>> work)
      throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (Future<T> result : threads.invokeAll(work.toList())) {
        results.add(result.get());
      }
    }
    return results;
  }

  @Test
  void letsAFleetBehindOneAddressRegisterAndLogInAtOnce() throws Exception {
    List<Reply> fleet =
        atOnce(
            IntStream.range(0, FLEET)
                .mapToObj(i -> () -> hub.postOpen("/devices/", JsonObject.EMPTY)));
    assertThat(fleet).allSatisfy(device -> assertThat(device.status()).isEqualTo(200));
    // Each of them several times, as devices do when they boot.
    List<Integer> logins =
        atOnce(
            IntStream.range(0, 3 * FLEET)
                .mapToObj(i -> fleet.get(i % FLEET))
                .map(device ->
                    () -> hub.tryLogin(device.string("prn"), device.string("secret")).status()));
    assertThat(logins).hasSize(3 * FLEET).containsOnly(200);
    List<Integer> more =
        atOnce(
            IntStream.rangeClosed(FLEET, DEVICES)
                .mapToObj(i -> () -> hub.postOpen("/devices/", JsonObject.EMPTY).status()));
    assertThat(more).containsOnly(200, 429).containsOnlyOnce(429);
    assertTooMany(hub.postOpen("/devices/", JsonObject.EMPTY), "1");
    assertThat(hub.post("/devices/", hub.account("alice"), JsonObject.EMPTY).status())
        .isEqualTo(200);
  }

  @Test
  void makesOnlySoManyAccountsForOneAddress() {
    JsonObject bad = JsonObject.builder().put("nick", "alice").build();
    JsonObject good =
        JsonObject.builder()
            .put("email", "alice@example.org")
            .put("nick", "alice")
            .put("password", TestHub.PASSWORD)
            .build();
    for (int i = 0; i < ACCOUNTS; i++) {
      assertThat(hub.postOpen("/auth/accounts", bad).status()).isEqualTo(412);
    }
    assertTooMany(hub.postOpen("/auth/accounts", good), "10");
    assertThat(hub.tryLogin("alice", TestHub.PASSWORD).status()).isEqualTo(401);
    pass(Duration.ofSeconds(10));
    assertThat(hub.postOpen("/auth/accounts", good).status()).isEqualTo(200);
  }

  private Reply claim(String device, String challenge, String token) {
    return hub.call(
        "PUT",
        "/devices/" + device + "?challenge=" + challenge,
        Optional.of(token),
        Optional.empty(),
        Map.of());
  }

  @Test
  void stopsAnAccountThatGuessesAtChallengesOfDevicesThatAreThereOrNot() {
    Reply device = hub.postOpen("/devices/", JsonObject.EMPTY);
    String challenge = device.string("challenge");
    String bob = hub.account("bob");
    List<String> ways = List.of(device.string("id"), "0123456789abcdef01234567");
    for (int way = 0; way < ways.size(); way++) {
      String target = ways.get(way);
      String guesser = hub.account("guesser" + way);
      for (int i = 0; i < CHALLENGES; i++) {
        assertThat(claim(target, "aaaa-aaaa-aaaa", guesser).status()).isEqualTo(403);
      }
      assertTooMany(claim(target, challenge, guesser), "10");
    }
    assertThat(claim(device.string("id"), challenge, bob).status()).isEqualTo(200);
  }

  @Test
  void letsAnAccountClaimAWholeFleet() {
    String alice = hub.account("alice");
    for (int i = 0; i <= CHALLENGES; i++) {
      Reply device = hub.postOpen("/devices/", JsonObject.EMPTY);
      assertThat(claim(device.string("id"), device.string("challenge"), alice).status())
          .isEqualTo(200);
    }
  }
}
