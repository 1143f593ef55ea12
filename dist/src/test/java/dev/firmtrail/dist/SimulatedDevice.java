package dev.firmtrail.dist;

import dev.firmtrail.dist.DeviceHttp.Answer;
import dev.firmtrail.dist.KnownDevice.Kind;
import dev.firmtrail.dist.KnownDevice.Line;
import dev.firmtrail.dist.KnownDevice.Said;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A device, from its first boot on, as published devices behave: it registers, shows its challenge
 * until somebody has claimed it, reports what it came with, and then asks for steps, does them one
 * after another, and tells of itself and of its log. What the hub acknowledges it writes down. Time
 * goes as fast as its user wants.
 */
final class SimulatedDevice implements Runnable {
  /** The steps that are to be done, byte for byte as the published runtime asks. */
  private static final String PENDING =
      "progress.status=%7B%22$in%22:%5B%22NEW%22,%22DOWNLOADING%22,%22INPROGRESS%22,%22TESTING%22,%22QUEUED%22%5D%7D";

  private static final byte[] FACTORY =
      "the kernel of the factory".getBytes(StandardCharsets.UTF_8);

  /** Polls between two batches of its log. */
  private static final int LOG_EVERY = 2;

  private static final int LINES = 2;

  private final DeviceHttp http;
  private final SoakedHub hub;
  private final SoakLedger ledger;
  private final Duration period;
  private final Duration before;
  private final CountDownLatch end;
  private Optional<KnownDevice> known = Optional.empty();
  private volatile Optional<KnownDevice> shown = Optional.empty();
  private Optional<String> token = Optional.empty();

  /** The revision that it runs. */
  private long running;

  /**
   * @param before how long after the others it is switched on
   * @param period between two polls
   * @param end when it is switched off
   */
  SimulatedDevice(
      SoakedHub hub, SoakLedger ledger, Duration before, Duration period, CountDownLatch end) {
    this.http = new DeviceHttp(hub.process().url());
    this.hub = hub;
    this.ledger = ledger;
    this.before = before;
    this.period = period;
    this.end = end;
  }

  /** It was switched off. */
  private static final class Off extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** What is written on its screen: who it is, and its challenge. */
  Optional<KnownDevice> shown() {
    return shown;
  }

  @Override
  public void run() {
    try {
      pause(before);
      register();
      waitForOwner();
      begin();
      for (long tick = 0; ; tick++) {
        Optional<JsonObject> step = poll();
        if (step.isPresent()) {
          update(step.get());
        }
        askOnce("/devices/" + self().id + "/user-meta");
        if (tick % 2 == 0) {
          tellOfItself("idle");
        }
        if (tick % LOG_EVERY == 0) {
          log();
        }
        pause(period);
      }
    } catch (Off off) {
      // As was to be.
    } catch (RuntimeException | AssertionError failed) {
      ledger.failures.add(failed);
    }
  }

  private KnownDevice self() {
    return known.orElseThrow();
  }

  private void pause(Duration length) throws Off {
    try {
      if (end.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Off();
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /**
   * Asks until it is not told to come later.
   *
   * @return an answer that is 200 or, since a device takes it for as good, 409
   * @throws IOException the hub is away, or went away before it had answered
   */
  private Answer ask(DeviceHttp.Way way, String method, String path, Optional<byte[]> body)
      throws IOException, Off {
    while (true) {
      Answer answer = answer(way, method, path, body);
      switch (answer.status()) {
        case 200, 409 -> {
          return answer;
        }
        case 429 -> pause(Duration.ofSeconds(answer.retryAfter().orElse(1)));
        default ->
            throw new AssertionError(
                method + " " + path + ": " + answer.status() + " " + answer.body());
      }
    }
  }

  private Answer answer(DeviceHttp.Way way, String method, String path, Optional<byte[]> body)
      throws IOException {
    int kills = hub.kills();
    boolean served = hub.serves();
    try {
      return ledger.timed(() -> way.ask(method, path, token, body));
    } catch (IOException away) {
      if (served && hub.kills() == kills) {
        throw new AssertionError(method + " " + path + " got no answer from a hub that runs", away);
      }
      ledger.cut.increment();
      throw away;
    }
  }

  private Answer askUntilAnswered(
      DeviceHttp.Way way, String method, String path, Optional<byte[]> body) throws Off {
    while (true) {
      try {
        return ask(way, method, path, body);
      } catch (IOException away) {
        pause(period);
      }
    }
  }

  /** What it does not get now, it asks for at the next poll. */
  private Optional<Answer> askOnce(String path) throws Off {
    try {
      return Optional.of(ask(http::events, "GET", path, Optional.empty()));
    } catch (IOException away) {
      return Optional.empty();
    }
  }

  private static Json json(Answer answer) {
    try {
      return JsonReader.read(answer.bytes());
    } catch (JsonException broken) {
      throw new AssertionError(answer.body(), broken);
    }
  }

  private static JsonObject object(Answer answer) {
    return (JsonObject) json(answer);
  }

  private static List<Json> list(Answer answer) {
    return ((JsonArray) json(answer)).items();
  }

  private static Optional<byte[]> bytes(Json document) {
    return Optional.of(JsonWriter.COMPACT.bytes(document));
  }

  private void register() throws Off {
    token = Optional.empty();
    KnownDevice made =
        new KnownDevice(object(askUntilAnswered(http::old, "POST", "/devices/", Optional.empty())));
    ledger.devices.add(made);
    known = Optional.of(made);
    shown = known;
    logIn();
  }

  private void logIn() throws Off {
    token = Optional.empty();
    JsonObject login =
        JsonObject.builder().put("username", self().prn).put("password", self().secret).build();
    token =
        object(askUntilAnswered(http::events, "POST", "/auth/login", bytes(login))).string("token");
  }

  private void waitForOwner() throws Off {
    while (true) {
      try {
        String path = "/devices/" + self().id;
        ask(http::old, "GET", path, Optional.empty());
        JsonObject found = object(ask(http::old, "GET", path, Optional.empty()));
        if (!found.string("owner").orElseThrow().isEmpty()) {
          return;
        }
      } catch (ConnectException nobodyListens) {
        // It waits, and is still the same.
      } catch (IOException cut) {
        // An answer without its id makes it believe that the hub does not know it.
        register();
      }
      pause(period);
    }
  }

  private void begin() throws Off {
    logIn();
    while (list(askUntilAnswered(http::events, "GET", "/trails/", Optional.empty())).isEmpty()) {
      try {
        reportFactoryState();
      } catch (IOException away) {
        pause(period);
      }
    }
    self().begun();
  }

  private void reportFactoryState() throws IOException, Off {
    ObjectId kernel = ObjectId.of(FACTORY);
    JsonObject announcement =
        JsonObject.builder()
            .put("objectname", "bsp/kernel.img")
            .put("size", Integer.toString(FACTORY.length))
            .put("sha256sum", kernel.hex())
            .build();
    Answer announced = ask(http::old, "POST", "/objects/", bytes(announcement));
    if (announced.status() == 200) {
      String url = object(announced).string("signed-puturl").orElseThrow();
      ask(http::old, "PUT", URI.create(url).getRawPath(), Optional.of(FACTORY));
    }
    JsonObject state = HubCalls.state(Map.of("bsp/kernel.img", kernel));
    ask(http::old, "POST", "/trails/", bytes(state));
  }

  private Optional<JsonObject> poll() throws Off {
    return askOnce("/trails/" + self().id + "/steps?" + PENDING)
        .flatMap(answer -> list(answer).stream().findFirst())
        .map(JsonObject.class::cast);
  }

  private void update(JsonObject step) throws Off {
    long rev = step.integer("rev").orElseThrow();
    if (rev <= self().finished()) {
      throw new AssertionError(self().id + " was given step " + rev + " again");
    }
    if (rev == running) {
      // Its last word got lost.
      finish(rev);
      return;
    }
    if (rev != running + 1) {
      throw new AssertionError(self().id + " runs " + running + " and was given step " + rev);
    }
    tellOfItself("update");
    report(rev, "QUEUED", 5, "Retried 0 of 10", JsonObject.EMPTY);
    Map<ObjectId, JsonObject> objects = new LinkedHashMap<>();
    for (ObjectId id : HubCalls.objectsOf(step.object("state").orElseThrow())) {
      objects.put(
          id,
          object(askUntilAnswered(http::events, "GET", "/objects/" + id.hex(), Optional.empty())));
    }
    report(rev, "QUEUED", 5, "Downloading update metadata, retry 1 of 10", JsonObject.EMPTY);
    long total =
        objects.values().stream()
            .mapToLong(each -> Long.parseLong(each.string("size").orElseThrow()))
            .sum();
    long downloaded = 0;
    for (Map.Entry<ObjectId, JsonObject> each : objects.entrySet()) {
      report(
          rev,
          "DOWNLOADING",
          25,
          "Downloading update artifacts, retry 1 of 10",
          downloads(total, downloaded));
      downloaded += download(each.getKey(), each.getValue());
    }
    report(rev, "INPROGRESS", 50, "Rebooting", JsonObject.EMPTY);
    running = rev;
    logIn();
    askUntilAnswered(http::events, "GET", "/trails/", Optional.empty());
    report(rev, "INPROGRESS", 50, "Trying new revision", JsonObject.EMPTY);
    report(
        rev, "TESTING", 75, "Awaiting to set rollback point if update is stable", JsonObject.EMPTY);
    finish(rev);
    tellOfItself("idle");
  }

  private static JsonObject downloads(long size, long downloaded) {
    JsonObject total =
        JsonObject.builder()
            .put("object_name", "total")
            .put("object_id", "none")
            .put("total_size", size)
            .put("total_downloaded", downloaded)
            .put("start_time", 1_780_000_000)
            .put("current_time", 1_780_000_001)
            .build();
    return JsonObject.builder()
        .put("downloads", JsonObject.builder().put("total", total).build())
        .build();
  }

  private int download(ObjectId id, JsonObject object) throws Off {
    String path = URI.create(object.string("signed-geturl").orElseThrow()).getRawPath();
    byte[] content = askUntilAnswered(http::events, "GET", path, Optional.empty()).bytes();
    if (!ObjectId.of(content).equals(id)) {
      throw new AssertionError(id + " came with other bytes");
    }
    ledger.bytes.add(content.length);
    return content.length;
  }

  /** Its last word, which it says again as soon as its log is read. */
  private void finish(long rev) throws Off {
    String message = "Update finished, revision set as rollback point";
    boolean first = report(rev, "DONE", 100, message, JsonObject.EMPTY);
    JsonObject log = JsonObject.builder().put("logs", "it runs\n").build();
    boolean second = report(rev, "DONE", 100, message, log);
    if (first || second) {
      self().finished(rev);
    }
  }

  private boolean report(long rev, String status, long percent, String message, JsonObject more)
      throws Off {
    JsonObject report =
        JsonObject.builder()
            .put("status", status)
            .put("status-msg", message)
            .put("progress", percent)
            .put("retries", 1L)
            .put("serial", (long) self().said.size())
            .putAll(more.members())
            .build();
    return say(Kind.PROGRESS, rev, "/trails/" + self().id + "/steps/" + rev + "/progress", report);
  }

  private void tellOfItself(String state) throws Off {
    JsonObject storage =
        JsonObject.builder().put("total", 1L << 32).put("free", (long) self().said.size()).build();
    JsonObject meta =
        JsonObject.builder()
            .put("storage", storage)
            .put("pantahub.state", state)
            .put("pantavisor.revision", Long.toString(running))
            .put("pantavisor.arch", "x86_64/64/EL")
            .build();
    say(Kind.META, 0, "/devices/" + self().id + "/device-meta", meta);
  }

  /** Says something once, whether it is heard or not. */
  private boolean say(Kind kind, long rev, String path, JsonObject what) throws Off {
    boolean acknowledged;
    try {
      ask(http::events, "PUT", path, bytes(what));
      acknowledged = true;
    } catch (IOException away) {
      acknowledged = false;
    }
    self().said.add(new Said(kind, rev, what, acknowledged));
    return acknowledged;
  }

  /** Sends the next lines of its log until they are taken. */
  private void log() throws Off {
    Map<String, Line> lines = self().lines;
    List<String> messages = new ArrayList<>();
    List<Json> batch = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      String message = self().id + "\t -- [soak]: line " + lines.size();
      messages.add(message);
      lines.put(message, Line.NEW);
      batch.add(
          JsonObject.builder()
              .put("tsec", 0L)
              .put("tnano", 0L)
              .put("lvl", "INFO")
              .put("src", "/pantavisor.log")
              .put("plat", "pantavisor")
              .put("rev", Long.toString(running))
              .put("msg", message)
              .build());
    }
    while (true) {
      try {
        ask(http::old, "POST", "/logs/", bytes(new JsonArray(batch)));
        messages.forEach(message -> lines.computeIfPresent(message, (text, line) -> line.done()));
        return;
      } catch (IOException away) {
        messages.forEach(message -> lines.computeIfPresent(message, (text, line) -> line.cut()));
        pause(period);
      }
    }
  }
}
