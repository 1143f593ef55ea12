package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices wait two seconds for the first byte of an answer, and register anew when a check of
 * whether they exist fails. No clock tells that here: every thread that hashes what people chose is
 * held, others wait behind them, and a device gets all its answers.
 */
class LoginStormTest {
  private static final int BEHIND = 8;
  private static final Optional<String> NOTHING = Optional.empty();

  /** Holds the hashing threads where they ask for salt. */
  private static final class Hold {
    final CountDownLatch held =
        new CountDownLatch(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4));
    final CountDownLatch end = new CountDownLatch(1);
    volatile boolean begun;

    void pass() {
      if (begun && Thread.currentThread().getName().startsWith("secrets-")) {
        held.countDown();
        try {
          end.await();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static final class HeldRandom extends SecureRandomSpi {
    private final SecureRandom real;
    private final Hold hold;

    HeldRandom(SecureRandom real, Hold hold) {
      this.real = real;
      this.hold = hold;
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      real.setSeed(seed);
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      hold.pass();
      real.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      return real.generateSeed(count);
    }
  }

  /** What a hub gets its random numbers from when it starts. */
  private static final class HeldProvider extends Provider {
    HeldProvider(SecureRandom real, Hold hold) {
      super("held", "1", "random numbers that come when a test says so");
      putService(
          new Service(
              this,
              "SecureRandom",
              "held",
              HeldRandom.class.getName(),
              List.of(),
              // Else one that is held would hold all.
              Map.of("ThreadSafe", "true")) {
            @Override
            public Object newInstance(Object parameter) {
              return new HeldRandom(real, hold);
            }
          });
    }
  }

  private static TestHub start(Path data, Hold hold) throws IOException {
    Provider provider = new HeldProvider(new SecureRandom(), hold);
    Security.insertProviderAt(provider, 1);
    try {
      return TestHub.start(data);
    } finally {
      Security.removeProvider(provider.getName());
    }
  }

  @Test
  void point26ADeviceIsAnsweredWhileEveryHashingThreadIsBusy(@TempDir Path data) throws Exception {
    Hold hold = new Hold();
    try (TestHub hub = start(data.resolve("hub"), hold);
        ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      String alice = hub.account("alice");
      hold.begun = true;
      List<Future<Reply>> storm = new ArrayList<>();
      try {
        for (long i = hold.held.getCount(); i > 0; i--) {
          String nick = "person" + i;
          storm.add(people.submit(() -> register(hub, nick)));
        }
        assertThat(hold.held.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < BEHIND; i++) {
          storm.add(people.submit(() -> hub.tryLogin("alice", TestHub.PASSWORD)));
        }
        liveAsADevice(hub, alice);
        assertThat(storm).noneMatch(Future::isDone);
      } finally {
        hold.end.countDown();
      }
      assertAllAnswered(storm);
    }
  }

  private static Reply register(TestHub hub, String nick) {
    return hub.postOpen(
        "/auth/accounts",
        JsonObject.builder()
            .put("email", nick + "@example.org")
            .put("nick", nick)
            .put("password", TestHub.PASSWORD)
            .build());
  }

  private static void assertAllAnswered(List<Future<Reply>> storm)
      throws ExecutionException, InterruptedException {
    for (Future<Reply> person : storm) {
      assertThat(person.get().status()).isEqualTo(200);
    }
  }

  /** From the first boot to the first update, in both ways that devices speak. */
  private static void liveAsADevice(TestHub hub, String owner) throws IOException {
    DeviceWire wire = new DeviceWire(SocketFactory.getDefault(), hub.hub().url());
    DeviceReader device = answered(wire.old("POST", "/devices/", NOTHING, NOTHING));
    String path = "/devices/" + device.value("id");
    String waiting = login(wire, device);
    for (int check = 0; check < 2; check++) {
      DeviceReader existing = answered(wire.old("GET", path, Optional.of(waiting), NOTHING));
      assertThat(existing.value("id")).isEqualTo(device.value("id"));
    }
    Reply claimed =
        hub.call(
            "PUT",
            path + "?challenge=" + device.value("challenge"),
            Optional.of(owner),
            Optional.empty(),
            Map.of());
    assertThat(claimed.status()).isEqualTo(200);
    Optional<String> token = Optional.of(login(wire, device));
    assertThat(answered(wire.events("GET", "/trails/", token, NOTHING)).elements()).isZero();
    String object =
        JsonWriter.COMPACT.text(TestHub.announcement("the factory's kernel", "bsp/kernel.img"));
    answered(wire.old("POST", "/objects/", token, Optional.of(object)));
    answered(
        wire.old("POST", "/trails/", token, Optional.of("{\"#spec\":\"" + TestHub.SPEC + "\"}")));
    DeviceLogin itself =
        new DeviceLogin(device.value("id"), device.value("prn"), token.orElseThrow());
    hub.postStep(itself, owner, "one");
    String steps = "/trails/" + itself.id() + "/steps";
    DeviceReader step =
        answered(wire.events("GET", steps + "?" + DevicePoll.QUERY, token, NOTHING)).first();
    assertThat(step.value("rev")).isEqualTo("1");
    answered(
        wire.events("PUT", steps + "/1/progress", token, Optional.of("{\"status\":\"QUEUED\"}")));
    answered(wire.old("POST", "/logs/", token, Optional.of("[{\"msg\":\"up\"}]")));
  }

  private static String login(DeviceWire wire, DeviceReader device) throws IOException {
    String body =
        "{\"username\":\"%s\",\"password\":\"%s\"}"
            .formatted(device.value("prn"), device.value("secret"));
    return answered(wire.old("POST", "/auth/login", NOTHING, Optional.of(body))).value("token");
  }

  private static DeviceReader answered(DeviceAnswer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }
}
