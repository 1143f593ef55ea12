package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub, killed in the middle of uploads, posts and logs: whatever it had answered 200 to is
 * there when it runs again.
 */
class KilledHubTest {
  private static final int KILLS = 8 * Integer.getInteger("firmtrail.scale", 1);
  private static final int OBJECTS_IN_A_STEP = 3;
  private static final int SMALL_BYTES = 50_000;
  private static final int BIG_BYTES = 4 << 20;
  private static final int LONGEST_MILLISECONDS = 400;

  @TempDir private Path temp;

  /**
   * Uploads objects and posts steps of them, one after another, and writes down what was answered.
   */
  private static final class Uploader implements Runnable {
    final Map<Long, JsonObject> steps = new TreeMap<>();
    final List<ObjectId> objects = new ArrayList<>();
    final CountDownLatch begun = new CountDownLatch(1);
    private final HubCalls calls;
    private final String device;
    private final Random random;
    private final int round;

    Uploader(HubCalls calls, String device, long seed, int round) {
      this.calls = calls;
      this.device = device;
      this.random = new Random(seed + round);
      this.round = round;
    }

    @Override
    public void run() {
      try {
        for (int post = 0; ; post++) {
          Map<String, ObjectId> state = new TreeMap<>();
          for (int i = 0; i < OBJECTS_IN_A_STEP; i++) {
            byte[] content = new byte[i == 0 ? BIG_BYTES : 1 + random.nextInt(SMALL_BYTES)];
            random.nextBytes(content);
            ObjectId id = calls.upload(content);
            objects.add(id);
            state.put("round-" + round + "/" + post + "/" + i, id);
            begun.countDown();
          }
          JsonObject wanted = HubCalls.state(state);
          steps.put(calls.post(device, wanted), wanted);
        }
      } catch (IOException hubIsGone) {
        begun.countDown();
      }
    }
  }

  @Test
  void keepsWhatItAcknowledged() throws Exception {
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    System.out.println("KilledHubTest: -Dfirmtrail.seed=" + seed);
    Random instants = new Random(seed);
    HubProcess hub = HubProcess.start(temp.resolve("hub"));
    Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    ada.quickly(temp, "init").done();
    ada.quickly(temp, "device", "create", "box").done();
    Map<Long, JsonObject> steps = new TreeMap<>();
    List<ObjectId> objects = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (HubCalls calls = new HubCalls(hub.url(), ada.token())) {
        String device = calls.get("/devices/box").string("id").orElseThrow();
        Uploader uploader = new Uploader(calls, device, seed, kill);
        Thread uploading = Thread.ofPlatform().start(uploader);
        uploader.begun.await();
        uploading.join(Duration.ofMillis(instants.nextInt(LONGEST_MILLISECONDS)));
        assertThat(uploading.isAlive()).isTrue();
        hub.close();
        uploading.join();
        steps.putAll(uploader.steps);
        objects.addAll(uploader.objects);

        hub = HubProcess.startAgain(hub);
        verify(calls, device, steps, uploader.objects);
      }
    }
    try (HubCalls calls = new HubCalls(hub.url(), ada.token())) {
      String device = calls.get("/devices/box").string("id").orElseThrow();
      verify(calls, device, steps, objects);
    }
    hub.close();
    System.out.printf(
        "KilledHubTest: %d kills; %d objects and %d steps had been acknowledged, all there%n",
        KILLS, objects.size(), steps.size());
  }

  /** Logs one line after another; gives those that were answered, when the hub is gone. */
  private static List<String> log(HubCalls device, String round, CountDownLatch begun) {
    List<String> answered = new ArrayList<>();
    try {
      while (true) {
        String message = "line " + answered.size();
        device.log(round, message);
        answered.add(message);
        begun.countDown();
      }
    } catch (IOException hubIsGone) {
      begun.countDown();
      return answered;
    }
  }

  @Test
  void keepsTheLinesThatItAcknowledged() throws Exception {
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    System.out.println("KilledHubTest, lines: -Dfirmtrail.seed=" + seed);
    Random instants = new Random(seed);
    HubProcess hub = HubProcess.start(temp.resolve("hub"));
    Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    List<List<String>> answered = new ArrayList<>();
    try (HubCalls calls = new HubCalls(hub.url(), ada.token());
        HubCalls device = calls.asNewDevice();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      for (int kill = 0; kill < KILLS / 4; kill++) {
        String round = Integer.toString(kill);
        CountDownLatch begun = new CountDownLatch(1);
        Future<List<String>> logging = threads.submit(() -> log(device, round, begun));
        begun.await();
        assertThrows(
            TimeoutException.class,
            () -> logging.get(instants.nextInt(LONGEST_MILLISECONDS), TimeUnit.MILLISECONDS));
        hub.close();
        answered.add(logging.get());
        hub = HubProcess.startAgain(hub);
        for (int each = 0; each <= kill; each++) {
          List<String> lines = answered.get(each);
          assertThat(calls.logged(Integer.toString(each)))
              .as("what was answered, and perhaps the line that was under way")
              .startsWith(lines.toArray(String[]::new))
              .hasSizeBetween(lines.size(), lines.size() + 1);
        }
      }
    }
    hub.close();
    System.out.printf(
        "KilledHubTest: %d kills; %d lines had been acknowledged, all there%n",
        answered.size(), answered.stream().mapToInt(List::size).sum());
  }

  private static void verify(
      HubCalls calls, String device, Map<Long, JsonObject> steps, List<ObjectId> objects)
      throws IOException {
    for (ObjectId id : objects) {
      assertThat(ObjectId.of(calls.download(id))).isEqualTo(id);
    }
    Map<Long, JsonObject> found = new TreeMap<>();
    for (JsonObject step : calls.steps(device)) {
      long rev = step.integer("rev").orElseThrow();
      assertThat(rev).isEqualTo(found.size() + 1L);
      found.put(rev, step.object("state").orElseThrow());
    }
    steps.forEach((rev, state) -> assertThat(found.get(rev)).isEqualTo(state));
  }
}
