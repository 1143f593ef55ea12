package dev.firmtrail.dist;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * One of many clients of a hub that is killed now and then. It begins anew whatever was not
 * answered, and writes down whatever was.
 */
final class SoakClient implements Runnable {
  private static final int OBJECTS = 3;
  private static final int SMALL = 12_000;
  private static final int BIG = 1 << 20;

  /** Contents that many clients send, often at the same time. */
  private static final int SHARED = 200;

  private final int number;
  private final Random random;
  private final SoakedHub hub;
  private final HubCalls calls;
  private final Person person;
  private final Path directory;
  private final List<String> devices;
  private final SoakLedger ledger;

  SoakClient(
      int number,
      long seed,
      SoakedHub hub,
      HubCalls calls,
      Person person,
      Path directory,
      List<String> devices,
      SoakLedger ledger) {
    this.number = number;
    this.random = new Random(seed + number);
    this.hub = hub;
    this.calls = calls;
    this.person = person;
    this.directory = directory;
    this.devices = devices;
    this.ledger = ledger;
  }

  @Override
  public void run() {
    try {
      for (int kills = hub.kills(); hub.isUp(); kills = hub.kills()) {
        try {
          switch (number % 16) {
            case 0 -> postAsPeopleDo();
            case 1 -> cloneAsPeopleDo();
            case 2, 3, 4, 5, 6 -> fetch();
            default -> post();
          }
        } catch (IOException cut) {
          if (hub.kills() == kills) {
            throw cut;
          }
          ledger.cut.increment();
        }
      }
    } catch (Exception | AssertionError failed) {
      ledger.failures.add(failed);
    }
  }

  private String device() {
    return devices.get(random.nextInt(devices.size()));
  }

  /** Of the seed alone where others are to send the same. */
  private byte[] content() {
    boolean shared = random.nextInt(4) == 0;
    Random from = shared ? new Random(random.nextInt(SHARED)) : random;
    byte[] content = new byte[from.nextInt(100) == 0 ? BIG : 1 + from.nextInt(SMALL)];
    from.nextBytes(content);
    return content;
  }

  private void post() throws Exception {
    Map<String, ObjectId> state = new TreeMap<>();
    for (int i = 0; i < OBJECTS; i++) {
      byte[] content = content();
      ObjectId id = ledger.timed(() -> calls.upload(content));
      ledger.bytes.add(content.length);
      ledger.object(id);
      state.put("client-" + number + "/" + i, id);
    }
    JsonObject wanted = HubCalls.state(state);
    String device = device();
    long rev = ledger.timed(() -> calls.post(device, wanted));
    ledger.step(new SoakLedger.Step(device, rev), HubCalls.idOf(wanted));
  }

  private void fetch() throws Exception {
    Optional<SoakLedger.Step> any = ledger.anyStep(random);
    if (any.isEmpty()) {
      post();
      return;
    }
    ledger.fetch(calls, any.get());
  }

  /** What was cut is begun anew, like a request that got no answer. */
  private static Ended done(Ended ended) throws IOException {
    if (ended.code() != 0) {
      throw new IOException(ended.err());
    }
    return ended;
  }

  private void postAsPeopleDo() throws Exception {
    Path workspace = directory.resolve("ws");
    if (!Files.exists(workspace)) {
      Files.createDirectories(workspace);
      person.quickly(workspace, "init").done();
    }
    for (int i = 0; i < OBJECTS; i++) {
      Files.write(workspace.resolve("part-" + i), content());
    }
    Files.writeString(workspace.resolve("run.json"), "{\"n\":" + random.nextInt() + "}");
    person.quickly(workspace, "add").done();
    person.quickly(workspace, "commit").done();
    String device = device();
    String url = url(device, "");
    Ended posted = done(ledger.timed(() -> person.quickly(workspace, "post", "--json", url)));
    JsonObject said = json(posted.out());
    ledger.step(
        new SoakLedger.Step(device, Long.parseLong(said.string("revision").orElseThrow())),
        said.string("id").orElseThrow());
  }

  private String url(String device, String more) {
    return calls.hub().resolve("/trails/" + device + more).toString();
  }

  private void cloneAsPeopleDo() throws Exception {
    Optional<SoakLedger.Step> any = ledger.anyStep(random);
    if (any.isEmpty()) {
      post();
      return;
    }
    Directories.remove(directory);
    Files.createDirectories(directory);
    String url = url(any.get().device(), "/steps/" + any.get().rev());
    Directories.remove(person.pool());
    done(ledger.timed(() -> person.quickly(directory, "clone", url, "clone")));
    String id = person.quickly(directory.resolve("clone"), "id", "@work").done().out().strip();
    ledger.requireSame(any.get(), id);
    ledger.clones.increment();
  }

  private static JsonObject json(String text) {
    try {
      return JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new AssertionError(text, broken);
    }
  }
}
