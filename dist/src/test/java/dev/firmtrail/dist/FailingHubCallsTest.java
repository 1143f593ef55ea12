package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.strace.StraceLog;
import dev.firmtrail.testkit.strace.SystemCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call with which a running hub changes a file fails once, or from then on. The caller is
 * told, nothing that was acknowledged is lost, nothing half is there, and the hub goes on by
 * itself.
 *
 * <p>strace joins the hub before each request and leaves it afterwards, so all faults hit one
 * process, one after another: what one of them broke inside, the next would find.
 */
class FailingHubCallsTest {
  private static final boolean ALL = Boolean.getBoolean("firmtrail.faults");
  private static final int SAMPLE = 4;
  private static final int OBJECT_BYTES = 400_000;

  private final long seed = Long.getLong("firmtrail.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<Long, JsonObject> acknowledged = new TreeMap<>();
  private final List<ObjectId> uploaded = new ArrayList<>();
  @TempDir private Path temp;
  private HubProcess hub;
  private HubCalls calls;
  private Person ada;
  private String device;

  @BeforeEach
  void startAHub() throws Exception {
    System.out.println("FailingHubCallsTest: -Dfirmtrail.seed=" + seed);
    hub = HubProcess.start(temp.resolve("hub"));
    Optional<String> reason = StraceLog.unavailable().or(this::cannotJoin);
    reason.ifPresent(why -> System.out.println("SKIPPED FailingHubCallsTest: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
    ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    ada.quickly(temp, "init").done();
    ada.quickly(temp, "device", "create", "box").done();
    calls = new HubCalls(hub.url(), ada.token());
    device = calls.get("/devices/box").string("id").orElseThrow();
  }

  @AfterEach
  void stopTheHub() {
    if (calls != null) {
      calls.close();
    }
    hub.close();
  }

  /** Only root, or a parent, may trace a process on many systems. */
  private Optional<String> cannotJoin() {
    try (Joined joined = Joined.to(hub, temp, List.of())) {
      return joined.joined ? Optional.empty() : Optional.of("strace cannot join a running process");
    } catch (IOException failed) {
      return Optional.of(failed.toString());
    }
  }

  /** strace at work on the hub. */
  private static final class Joined implements AutoCloseable {
    final boolean joined;
    private final Process strace;
    private final Path file;

    private Joined(Process strace, Path file, boolean joined) {
      this.strace = strace;
      this.file = file;
      this.joined = joined;
    }

    static Joined to(HubProcess hub, Path temp, List<Fault> faults) throws IOException {
      Path file = temp.resolve("strace.log");
      Process strace =
          new ProcessBuilder(
                  Fault.strace(file, faults, List.of("-p", Long.toString(hub.handle().pid()))))
              .start();
      @Nullable String said =
          new BufferedReader(new InputStreamReader(strace.getErrorStream(), StandardCharsets.UTF_8))
              .readLine();
      return new Joined(strace, file, said != null && said.contains("attached"));
    }

    StraceLog leave() throws IOException {
      close();
      return StraceLog.read(file, Path.of("/"));
    }

    @Override
    public void close() {
      strace.destroy();
      strace.onExit().join();
    }
  }

  /** Something to ask of the hub; new each time. */
  private interface Request {
    /** Returns when the hub has said yes. */
    void run() throws IOException;
  }

  private final class Upload implements Request {
    private final byte[] content = new byte[OBJECT_BYTES];

    Upload() {
      random.nextBytes(content);
    }

    @Override
    public void run() throws IOException {
      uploaded.add(calls.upload(content));
    }
  }

  private final class Post implements Request {
    private final JsonObject state =
        JsonObject.builder()
            .put("#spec", "pantavisor-service-system@1")
            .put("app/run.json", JsonObject.builder().put("n", random.nextLong()).build())
            .build();

    @Override
    public void run() throws IOException {
      acknowledged.put(calls.post(device, state), state);
    }
  }

  private final class NewDevice implements Request {
    private final String nick = "box" + random.nextInt(Integer.MAX_VALUE);

    @Override
    public void run() {
      Ended ended = ada.quickly(temp, "device", "create", nick);
      assertThat(ended.code()).as(ended.toString()).isZero();
    }
  }

  private Request request(int number) {
    return switch (number % 3) {
      case 0 -> new Upload();
      case 1 -> new Post();
      default -> new NewDevice();
    };
  }

  /** What the hub refused with; empty when it did not. */
  private static Optional<String> refusal(Request request) {
    try {
      request.run();
      return Optional.empty();
    } catch (IOException cut) {
      return Optional.of("cut: " + cut);
    } catch (AssertionError refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  @Test
  void goesOnAfterEachFault() throws Exception {
    int hit = 0;
    int refused = 0;
    for (int kind = 0; kind < 3; kind++) {
      request(kind).run();
      StraceLog undisturbed;
      try (Joined joined = Joined.to(hub, temp, List.of())) {
        request(kind).run();
        undisturbed = joined.leave();
      }
      List<Fault> faults = new ArrayList<>(Fault.in(undisturbed, hub.data()));
      assertThat(faults).isNotEmpty();
      if (!ALL) {
        Collections.shuffle(faults, random);
        faults = faults.subList(0, Math.min(SAMPLE, faults.size()));
      }
      for (Fault fault : faults) {
        Request request = request(kind);
        Optional<String> refusal;
        List<SystemCall> injected;
        try (Joined joined = Joined.to(hub, temp, List.of(fault))) {
          refusal = refusal(request);
          injected = joined.leave().calls().stream().filter(Fault::isInjected).toList();
        }
        if (!injected.stream().allMatch(call -> Fault.changes(call, hub.data()))) {
          // A call of the virtual machine's own failed too: it may hang now, which says nothing
          // about us.
          hub.close();
          hub = HubProcess.startAgain(hub);
          continue;
        }
        hit += injected.isEmpty() ? 0 : 1;
        refused += refusal.isPresent() ? 1 : 0;
        check(fault, injected, refusal);
        if (refusal.isPresent()) {
          request(kind).run();
        }
      }
    }
    System.out.printf(
        "FailingHubCallsTest: %d faults hit, %d requests were refused%n", hit, refused);
    assertThat(hit).isPositive();
    verifyAll();
    assertThat(hub.stop()).isEqualTo(143);
    hub = HubProcess.startAgain(hub);
    verifyAll();
  }

  private void check(Fault fault, List<SystemCall> injected, Optional<String> refusal)
      throws IOException {
    String what = fault + " " + injected + " " + refusal;
    assertThat(calls.status("GET", "/healthz")).as(what).isEqualTo(200);
    if (refusal.isPresent()) {
      assertThat(refusal.get()).as(what).doesNotContain("cut:").contains("Insufficient Storage");
    }
    Firmware.stored(hub.objects())
        .forEach((name, hash) -> assertThat(hash).as(what).isEqualTo(name));
    if (!fault.call().startsWith("unlink")) {
      try (Stream<Path> files = Files.list(hub.objects())) {
        assertThat(files.map(path -> path.getFileName().toString()).filter(Scene::isTemporary))
            .as(what)
            .isEmpty();
      }
    }
  }

  private void verifyAll() throws IOException {
    Map<Long, JsonObject> found = new TreeMap<>();
    for (JsonObject step : calls.steps(device)) {
      assertThat(step.integer("rev")).contains(found.size() + 1L);
      found.put(found.size() + 1L, step.object("state").orElseThrow());
    }
    assertThat(found).containsAllEntriesOf(acknowledged);
    for (ObjectId id : uploaded) {
      assertThat(ObjectId.of(calls.download(id))).isEqualTo(id);
    }
  }
}
