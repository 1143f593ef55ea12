package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles with a hub that has them, has them not, or does them wrong. */
final class BundlesTest {
  private static final List<String> CONTENTS = List.of("one", "two", "three");

  @TempDir private Path directory;
  private ObjectStore store;
  private final Map<String, String> onHub = new ConcurrentHashMap<>();

  /** What the hub does with a bundle. */
  private enum Manner {
    NOT_KNOWN,
    GOOD,
    FAILING,
    WRONG_BYTES,
    CUT,
    OTHER_OBJECTS
  }

  @BeforeEach
  void openStore() throws IOException {
    store = ObjectStore.open(directory.resolve("objects"));
  }

  private static ObjectId id(String content) {
    return ObjectId.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<ObjectId, String> all() {
    Map<ObjectId, String> all = new LinkedHashMap<>();
    CONTENTS.forEach(content -> all.put(id(content), "app/" + content));
    return all;
  }

  private TestHub hub(Manner manner) {
    return new TestHub(
        directory.resolve("config"), (request, server) -> answer(request, server, manner));
  }

  private Answer answer(WireRequest request, WireServer server, Manner manner) {
    String path = request.path();
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (path.endsWith("/.pvrremote")) {
      String document = FaultsTest.remote(server.url());
      return manner == Manner.NOT_KNOWN
          ? Answer.json(200, document)
          : new Answer.Whole(
              200, Map.of("Firmtrail-Bundles", List.of(server.url() + "/v1/bundles")), document);
    }
    return switch (last) {
      case "fetch" -> bundle(manner);
      case "store" -> manner == Manner.GOOD ? take(request) : Answer.json(400, "{}");
      case "missing" ->
          Answer.json(
              200,
              new String(
                  ObjectIds.document(
                      all().keySet().stream().filter(id -> !onHub.containsKey(id.hex())).toList()),
                  StandardCharsets.UTF_8));
      case "" -> Answer.json(200, "{\"signed-puturl\":\"%s/put/x\"}".formatted(server.url()));
      default -> alone(request, server, last);
    };
  }

  private static Answer alone(WireRequest request, WireServer server, String id) {
    if (request.method().equals("PUT")) {
      return Answer.text(200, "");
    }
    String content = CONTENTS.stream().filter(c -> id(c).hex().equals(id)).findFirst().orElse("");
    return request.path().startsWith("/s3/")
        ? Answer.text(200, content)
        : Answer.json(
            200,
            "{\"size\":\"%d\",\"signed-geturl\":\"%s/s3/%s\"}"
                .formatted(content.length(), server.url(), id));
  }

  private static Answer bundle(Manner manner) {
    String whole = pack(CONTENTS);
    Map<String, List<String>> none = Map.of();
    return switch (manner) {
      case GOOD, NOT_KNOWN -> new Answer.Whole(200, none, whole);
      case FAILING -> Answer.json(500, "{}");
      case WRONG_BYTES -> new Answer.Whole(200, none, whole.replace("two", "tw0"));
      case CUT -> new Answer.Cut(200, none, whole.length(), whole.substring(0, 50));
      case OTHER_OBJECTS -> new Answer.Whole(200, none, pack(List.of("stranger")));
    };
  }

  private static String pack(List<String> contents) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (String content : contents) {
        new BundleEntry(id(content), content.length(), "").writeTo(out);
        out.write(content.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException never) {
      throw new AssertionError(never);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private Answer take(WireRequest request) {
    ByteArrayInputStream in =
        new ByteArrayInputStream(request.body().getBytes(StandardCharsets.ISO_8859_1));
    try {
      for (Optional<BundleEntry> next = BundleEntry.readFrom(in);
          next.isPresent();
          next = BundleEntry.readFrom(in)) {
        String content = new String(next.get().readBytes(in), StandardCharsets.UTF_8);
        onHub.put(next.get().id().hex(), next.get().name() + "=" + content);
      }
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
    return Answer.json(200, "{}");
  }

  private DownloadReport download(TestHub hub) throws IOException {
    HubClient client = hub.client(Optional.of("t"));
    return client.download(client.remote(hub.at("/t")), all(), store, Progress.NONE);
  }

  private List<String> asked(TestHub hub) {
    return hub.server.lines().stream().skip(1).sorted().toList();
  }

  private void everythingIsHere(DownloadReport report) throws IOException {
    for (ObjectId id : all().keySet()) {
      assertThat(store.verify(id)).isTrue();
    }
    assertThat(store.ids()).hasSize(CONTENTS.size());
    assertThat(report).isEqualTo(new DownloadReport(CONTENTS.size(), 11, 0));
  }

  @Test
  void bringsManyObjectsInOneAnswer() throws Exception {
    try (TestHub hub = hub(Manner.GOOD)) {
      everythingIsHere(download(hub));
      assertThat(asked(hub)).containsExactly("POST /v1/bundles/fetch");
    }
  }

  @Test
  void asksAHubThatDoesNotOfferBundlesForNone() throws Exception {
    try (TestHub hub = hub(Manner.NOT_KNOWN)) {
      everythingIsHere(download(hub));
      assertThat(asked(hub)).hasSize(2 * CONTENTS.size()).allMatch(line -> line.startsWith("GET "));
    }
  }

  @Test
  void bringsAloneWhatABundleDidNotBring() throws Exception {
    for (Manner manner :
        List.of(Manner.FAILING, Manner.WRONG_BYTES, Manner.CUT, Manner.OTHER_OBJECTS)) {
      store = ObjectStore.open(directory.resolve(manner.name()));
      try (TestHub hub = hub(manner)) {
        everythingIsHere(download(hub));
        assertThat(asked(hub)).as(manner.name()).contains("POST /v1/bundles/fetch");
      }
    }
  }

  @Test
  void asksOnceWhatIsMissingAndSendsItTogether() throws Exception {
    for (String content : CONTENTS) {
      store.put(
          new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
          id(content),
          content.length());
    }
    onHub.put(id("two").hex(), "before");
    try (TestHub hub = hub(Manner.GOOD)) {
      assertThat(upload(hub)).isEqualTo(new UploadReport(2, 8, 1));
      assertThat(asked(hub)).containsExactly("POST /v1/bundles/missing", "POST /v1/bundles/store");
      assertThat(onHub)
          .containsEntry(id("one").hex(), "app/one=one")
          .containsEntry(id("two").hex(), "before")
          .containsEntry(id("three").hex(), "app/three=three");
    }
  }

  @Test
  void sendsAloneWhatWasNotTakenTogether() throws Exception {
    for (String content : CONTENTS) {
      store.put(
          new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
          id(content),
          content.length());
    }
    try (TestHub hub = hub(Manner.FAILING)) {
      assertThat(upload(hub)).isEqualTo(new UploadReport(3, 11, 0));
      assertThat(asked(hub)).filteredOn(line -> line.startsWith("PUT ")).hasSize(3);
    }
  }

  @Test
  void aDiskThatCannotBeWrittenIsNotBlamedOnTheHub() throws Exception {
    Files.createDirectory(store.path(id("one")));
    try (TestHub hub = hub(Manner.GOOD)) {
      IOException error = assertThrows(IOException.class, () -> download(hub));
      assertThat(error).isNotInstanceOf(HubException.class);
    }
  }

  private UploadReport upload(TestHub hub) throws IOException {
    HubClient client = hub.client(Optional.of("t"));
    Remote remote = client.remote(hub.at("/t"));
    return client.uploads(remote, store, false, Progress.NONE).run(all());
  }
}
