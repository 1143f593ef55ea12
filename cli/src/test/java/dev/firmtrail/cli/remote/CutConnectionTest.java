package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.wire.CuttingProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The network breaks in the middle of a large object and stays away; the command is repeated later.
 */
class CutConnectionTest {
  private static final int LARGE = 8 << 20;
  private static final String SMALL = "a small one";

  @TempDir Path directory;
  private final CuttingProxy wire = CuttingProxy.start();
  private Place ada;
  private Hub hub;
  private Path ws;
  private final ObjectId small = ObjectId.of(SMALL.getBytes(StandardCharsets.UTF_8));
  private ObjectId large;

  @BeforeEach
  void start() throws IOException {
    hub = Place.hub(directory.resolve("hub"), wire);
    ada = new Place(directory);
    ada.person("ada", wire.url());
    ws = ada.workspace("ws", Map.of("a.json", "{}"));
    ada.ok(ws, "device", "create", "box");
    byte[] content = "0123456789abcdef".repeat(LARGE / 16).getBytes(StandardCharsets.ISO_8859_1);
    large = ObjectId.of(content);
    Files.write(ws.resolve("z-large"), content);
    ada.commit(ws, Map.of("small", SMALL));
    wire.heads();
  }

  @AfterEach
  void stop() {
    wire.close();
    hub.close();
    ada.close();
  }

  private static List<String> naming(List<String> heads, String line) {
    return heads.stream().filter(head -> head.startsWith(line)).toList();
  }

  private static Optional<String> header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  /** Which of two objects that travel side by side is whole when the wire breaks is chance. */
  private static boolean holds(Path pool, ObjectId id) throws IOException {
    try (Stream<Path> all = Files.walk(pool)) {
      return all.anyMatch(file -> file.getFileName().toString().equals(id.hex()));
    }
  }

  /** The wire breaks under both; which of them is told is chance too. */
  private String eitherOfThem() {
    return "(" + large + " \\(z-large\\)|" + small + " \\(small\\))";
  }

  @Test
  void aCloneGoesOnWhereItWasCut() throws IOException {
    ada.ok(ws, "post", "ada/box");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    wire.cutAfter(LARGE / 2);
    Ran cut = ada.pvr(elsewhere, "clone", "-o", "pool", "ada/box");
    assertThat(cut.code()).isEqualTo(7);
    assertThat(cut.err()).containsPattern("cannot get object " + eitherOfThem());
    assertThat(names(elsewhere)).containsExactly("pool");
    int whole = holds(elsewhere.resolve("pool"), small) ? 1 : 0;
    long here = Files.size(elsewhere.resolve("pool/" + large + ".part"));
    assertThat(here).isBetween(1L, (long) LARGE / 2);
    wire.mend();
    wire.heads();

    JsonObject answer = Place.json(ada.pvr(elsewhere, "clone", "--json", "-o", "pool", "ada/box"));
    List<String> heads = wire.heads();
    assertThat(heads.stream().filter(head -> head.matches("(?s)GET \\S+/objects/.*")))
        .as("the whole one is not asked for again")
        .hasSize(2 - whole);
    assertThat(naming(heads, "GET /local-s3/"))
        .hasSize(2 - whole)
        .filteredOn(head -> header(head, "range").equals(Optional.of("bytes=" + here + "-")))
        .hasSize(1);
    assertThat(answer.integer("bytesFetched"))
        .contains(LARGE - here + (1L - whole) * SMALL.length());
    assertThat(names(elsewhere)).containsExactly("box", "pool");
    assertThat(names(elsewhere.resolve("pool")))
        .containsExactlyInAnyOrder(small.hex(), large.hex());
    assertThat(Files.mismatch(elsewhere.resolve("box/z-large"), ws.resolve("z-large")))
        .isEqualTo(-1);
    assertThat(ada.ok(elsewhere.resolve("box"), "id").out()).isEqualTo(ada.ok(ws, "id", "@").out());
  }

  @Test
  void aPostSendsOnlyWhatTheHubDoesNotHaveYet() throws IOException {
    wire.cutAfter(LARGE / 2);
    Ran cut = ada.pvr(ws, "post", "ada/box");
    assertThat(cut.code()).isEqualTo(3);
    assertThat(cut.err()).containsPattern("cannot send object " + eitherOfThem());
    assertThat(ws.resolve(".pvr/config")).content().contains("\"DefaultPostUrl\": \"\"");
    int whole = holds(directory.resolve("hub/objects"), small) ? 1 : 0;
    wire.mend();
    wire.heads();

    JsonObject answer = Place.json(ada.pvr(ws, "post", "--json", "ada/box"));
    assertThat(Place.text(answer, "revision")).as("the cut one left no step").isEqualTo("1");
    assertThat(answer.integer("objectsSent")).contains(2L - whole);
    assertThat(answer.integer("objectsAlreadyThere")).contains((long) whole);
    assertThat(naming(wire.heads(), "PUT "))
        .hasSize(2 - whole)
        .filteredOn(
            head -> header(head, "content-length").equals(Optional.of(Integer.toString(LARGE))))
        .hasSize(1);
    assertThat(ada.ok(directory, "id", "ada/box").out()).isEqualTo(ada.ok(ws, "id", "@").out());
  }
}
