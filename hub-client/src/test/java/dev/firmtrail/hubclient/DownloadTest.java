package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects on their way from a hub, with what happens to them there. */
final class DownloadTest {
  private static final int LARGE = 3 << 20;

  @TempDir Path directory;
  private ObjectStore store;

  /** What the hub has, as bytes in chars. */
  private final Map<String, String> objects = new ConcurrentHashMap<>();

  @BeforeEach
  void openStore() throws IOException {
    store = ObjectStore.open(directory.resolve("objects"));
  }

  private ObjectId add(byte[] content) {
    ObjectId id = ObjectId.of(content);
    objects.put(id.hex(), new String(content, StandardCharsets.ISO_8859_1));
    return id;
  }

  private static byte[] random(int size, int seed) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** A hub that behaves: records at /o/ID, bytes at /s3/ID, with ranges. */
  private Answer good(WireRequest request, WireServer server) {
    String id = request.path().substring(request.path().lastIndexOf('/') + 1);
    if (request.path().startsWith("/s3/")) {
      String body = objects.getOrDefault(id, "");
      int from =
          request
              .header("Range")
              .map(r -> Integer.parseInt(r.substring("bytes=".length(), r.length() - 1)))
              .orElse(0);
      return from == 0
          ? new Answer.Whole(200, Map.of(), body)
          : new Answer.Whole(
              206,
              Map.of(
                  "Content-Range",
                  List.of("bytes %d-%d/%d".formatted(from, body.length() - 1, body.length()))),
              body.substring(from));
    }
    if (request.path().startsWith("/o/")) {
      return Answer.json(
          200,
          "{\"sha256sum\":\"%s\",\"size\":\"%d\",\"signed-geturl\":\"%s/s3/%s\"}"
              .formatted(id, objects.getOrDefault(id, "").length(), server.url(), id));
    }
    return Answer.json(200, FaultsTest.remote(server.url()));
  }

  private static Map<ObjectId, String> wanted(List<ObjectId> ids) {
    return ids.stream()
        .collect(Collectors.toMap(id -> id, id -> "app/file", (a, b) -> a, LinkedHashMap::new));
  }

  private DownloadReport download(TestHub hub, List<ObjectId> ids) throws IOException {
    HubClient client = hub.client(Optional.of("t"));
    return client.download(client.remote(hub.at("/t")), wanted(ids), store, Progress.NONE);
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(store.directory())) {
      return files
          .map(f -> String.valueOf(f.getFileName()))
          .filter(n -> n.length() != 64)
          .sorted()
          .toList();
    }
  }

  @Test
  void aCutConnectionGoesOnWhereItStopped() throws Exception {
    ObjectId id = add(random(LARGE, 1));
    AtomicInteger cuts = new AtomicInteger();
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) ->
                request.path().startsWith("/s3/") && cuts.getAndIncrement() == 0
                    ? new Answer.Cut(
                        200,
                        Map.of(),
                        LARGE,
                        objects.getOrDefault(id.hex(), "").substring(0, LARGE / 2))
                    : good(request, server))) {
      download(hub, List.of(id));
      List<String> ranges =
          hub.server.requests().stream()
              .filter(r -> r.path().startsWith("/s3/"))
              .map(r -> r.header("Range").orElse("-"))
              .toList();
      assertThat(ranges).hasSize(2);
      assertThat(ranges.get(0)).isEqualTo("-");
      assertThat(ranges.get(1)).matches("bytes=[1-9][0-9]*-");
      assertThat(store.verify(id)).isTrue();
      assertThat(leftovers()).isEmpty();
    }
  }

  @Test
  void aDownloadThatFailedGoesOnInTheNextRun() throws Exception {
    ObjectId id = add(random(LARGE, 2));
    try (TestHub broken =
        new TestHub(
            directory,
            (request, server) ->
                request.path().startsWith("/s3/")
                    ? request.header("Range").isPresent()
                        ? new Answer.Nothing()
                        : new Answer.Cut(
                            200,
                            Map.of(),
                            LARGE,
                            objects.getOrDefault(id.hex(), "").substring(0, LARGE / 2))
                    : good(request, server))) {
      assertThat(assertThrows(HubException.class, () -> download(broken, List.of(id))))
          .hasMessageContaining("cannot get object " + id)
          .hasMessageContaining("broke");
    }
    assertThat(leftovers()).containsExactly(id + ".part");
    long here = Files.size(store.directory().resolve(id + ".part"));
    try (TestHub hub = new TestHub(directory, this::good)) {
      DownloadReport report = download(hub, List.of(id));
      assertThat(report.bytes()).isEqualTo(LARGE - here).isLessThan(LARGE);
      assertThat(store.verify(id)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 416, 206})
  void aServerWithoutRangesIsAskedForAllOfIt(int status) throws Exception {
    byte[] content = random(LARGE, 3);
    ObjectId id = add(content);
    try (var part = store.resume(id, LARGE)) {
      part.append(new ByteArrayInputStream(content, 0, 100));
    }
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) ->
                request.path().startsWith("/s3/") && request.header("Range").isPresent()
                    ? new Answer.Whole(
                        status, Map.of(), status == 200 ? objects.getOrDefault(id.hex(), "") : "x")
                    : good(request, server))) {
      download(hub, List.of(id));
      assertThat(store.verify(id)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, LARGE})
  void oneWrongContentIsFetchedAgainTwoAreAnError(int size) throws Exception {
    ObjectId id = add(random(size, 4));
    String wrong = new String(random(size, 5), StandardCharsets.ISO_8859_1);
    AtomicInteger served = new AtomicInteger();
    AtomicInteger lies = new AtomicInteger(1);
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) ->
                request.path().startsWith("/s3/") && served.getAndIncrement() < lies.get()
                    ? new Answer.Whole(200, Map.of(), wrong)
                    : good(request, server))) {
      download(hub, List.of(id));
      assertThat(store.verify(id)).isTrue();
      Files.delete(store.path(id));
      served.set(0);
      lies.set(99);
      assertThat(assertThrows(HubException.class, () -> download(hub, List.of(id))).kind())
          .isEqualTo(HubException.Kind.WRONG_CONTENT);
      assertThat(store.contains(id)).isFalse();
      assertThat(leftovers()).isEmpty();
      assertThat(served).hasValue(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, LARGE})
  void anEndlessObjectIsCutAtItsAnnouncedSize(int size) throws Exception {
    ObjectId id = add(random(size, 6));
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) ->
                request.path().startsWith("/s3/")
                    ? new Answer.Endless(200)
                    : good(request, server))) {
      assertThrows(HubException.class, () -> download(hub, List.of(id)));
      assertThat(store.contains(id)).isFalse();
    }
  }

  @Test
  void manySmallObjectsComeEachOnceAFewAtATime() throws Exception {
    Map<ObjectId, String> ids = new HashMap<>();
    for (int i = 0; i < 1500; i++) {
      ids.put(add(("object " + i).getBytes(StandardCharsets.UTF_8)), "p" + i);
    }
    try (TestHub hub = new TestHub(directory, this::good)) {
      DownloadReport report = download(hub, List.copyOf(ids.keySet()));
      assertThat(report.fetched()).isEqualTo(1500);
      assertThat(hub.server.requests()).hasSize(1 + 2 * 1500);
      assertThat(hub.server.mostAtATime()).isLessThanOrEqualTo(Downloads.AT_A_TIME);
      for (ObjectId id : ids.keySet()) {
        assertThat(store.verify(id)).isTrue();
      }
      assertThat(download(hub, List.copyOf(ids.keySet())))
          .isEqualTo(new DownloadReport(0, 0, 1500));
    }
  }

  @Test
  void whatCameBeforeAFailureStays() throws Exception {
    ObjectId good = add("good".getBytes(StandardCharsets.UTF_8));
    ObjectId missing = ObjectId.of("missing".getBytes(StandardCharsets.UTF_8));
    List<ObjectId> wanted = new ArrayList<>(List.of(good));
    for (int i = 1; i < Downloads.AT_A_TIME; i++) {
      wanted.add(ObjectId.of(("held " + i).getBytes(StandardCharsets.UTF_8)));
    }
    // As many as are asked for at a time stand before it: it is asked for when one has come.
    wanted.add(missing);
    CountDownLatch missingIsAskedFor = new CountDownLatch(1);
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) -> {
              if (request.path().equals("/o/" + missing)) {
                missingIsAskedFor.countDown();
                return Answer.json(404, "{}");
              }
              if (request.path().startsWith("/o/") && !request.path().equals("/o/" + good)) {
                await(missingIsAskedFor);
                return Answer.json(404, "{}");
              }
              return good(request, server);
            })) {
      HubClient client = hub.client(Optional.of("t"));
      Remote remote = client.remote(hub.at("/t"));
      assertThrows(
          HubException.class, () -> client.download(remote, wanted(wanted), store, Progress.NONE));
    }
    assertThat(store.verify(good)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void interruptingOrClosingEndsItAndKeepsThePart(boolean interrupts) throws Exception {
    ObjectId id = add(random(LARGE, 7));
    CountDownLatch moving = new CountDownLatch(1);
    Progress progress =
        new Progress() {
          @Override
          public void begin(String what, long totalBytes) {}

          @Override
          public void advance(long bytes) {
            moving.countDown();
          }

          @Override
          public void end() {}
        };
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) ->
                request.path().startsWith("/s3/")
                    ? new Answer.Stalled(
                        LARGE, objects.getOrDefault(id.hex(), "").substring(0, LARGE / 2))
                    : good(request, server))) {
      HubSettings settings = TestHub.nothingGiven(directory.resolve("c"));
      try (HubClient patient = new HubClient(settings, Patience.NORMAL)) {
        Remote remote = patient.remote(hub.at("/t"));
        AtomicReference<Throwable> thrown =
            new AtomicReference<>(new IllegalStateException("nothing was thrown"));
        Thread downloading =
            Thread.ofPlatform()
                .start(() ->
                    thrown.set(
                        assertThrows(
                            IOException.class,
                            () -> patient.download(remote, wanted(List.of(id)), store, progress))));
        await(moving);
        Runnable stop = interrupts ? downloading::interrupt : patient::close;
        stop.run();
        downloading.join(20_000);
        assertThat(downloading.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(HubException.class);
      }
    }
    assertThat(leftovers()).containsExactly(id + ".part");
    assertThat(store.contains(id)).isFalse();
  }

  @Test
  void aDiskThatCannotBeWrittenIsNotBlamedOnTheNetwork() throws Exception {
    ObjectId id = add(random(LARGE, 9));
    Files.createDirectory(store.directory().resolve(id + ".part"));
    try (TestHub hub = new TestHub(directory, this::good)) {
      IOException error = assertThrows(IOException.class, () -> download(hub, List.of(id)));
      assertThat(error).isNotInstanceOf(HubException.class);
      assertThat(hub.server.lines().stream().filter(l -> l.startsWith("GET /o/"))).hasSize(1);
    }
  }
}
