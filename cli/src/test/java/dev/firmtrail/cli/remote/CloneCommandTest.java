package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pvr clone} and {@code pvr id REV}, against a real hub with a device of two revisions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloneCommandTest {
  private static final Map<String, String> FIRST =
      Map.of(
          "app/run.json", "{\"n\": 1.50}",
          "app/root", "application",
          "app2/root", "second application",
          "bsp/kernel", "kernel",
          "bsp/pantavisor", "initrd");
  private static final String ROOT = "app/root";

  private Path base;
  private Place ada;
  private Hub hub;
  private Path data;
  private Path source;
  private String trail;
  private final String[] ids = new String[2];
  private int turn;
  private Path directory;

  @BeforeAll
  void startHub(@TempDir Path temporary) throws IOException {
    base = temporary;
    data = base.resolve("hub");
    hub = Place.hub(data);
    ada = new Place(base);
    ada.person("ada", hub.url());
    source = ada.workspace("source", FIRST);
    ids[0] = ada.ok(source, "id", "@").out();
    trail = Place.text(Place.json(ada.pvr(source, "device", "create", "box", "--json")), "id");
    ada.commit(source, Map.of(ROOT, "application, better"));
    ids[1] = ada.ok(source, "id", "@").out();
    ada.ok(source, "post", "ada/box");
  }

  @AfterAll
  void stop() {
    hub.close();
    ada.close();
  }

  @BeforeEach
  void stand() throws IOException {
    directory = Files.createDirectory(base.resolve("turn" + turn++));
  }

  private String url() {
    return hub.url().toString();
  }

  private Path object(String content) {
    return ada.objects().resolve(ObjectId.of(content.getBytes(StandardCharsets.UTF_8)).hex());
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.startsWith(".pvr/"))
          .sorted()
          .toList();
    }
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ada/box, box, 1",
    "ada/box/0, 0, 0",
    "ada/box/steps/0, 0, 0",
    "ada/box/steps/1, 1, 1",
    "HUB/ada/box, box, 1",
    "HUB/ada/box/, box, 1",
    "HUB/trails/TRAIL, TRAIL, 1",
    "HUB/trails/TRAIL/steps/0, 0, 0",
  })
  void findsWhatIsNamed(String reference, String target, int revision) throws IOException {
    String repository = reference.replace("HUB", url()).replace("TRAIL", trail);
    Ran ran = ada.ok(directory, "clone", repository);
    Path ws = directory.resolve(target.replace("TRAIL", trail));
    assertThat(ran.out()).isEqualTo("Successfully cloned: " + ws + "\n");
    assertThat(names(directory)).containsExactly(ws.getFileName().toString());
    assertThat(ada.ok(ws, "id", "@").out()).isEqualTo(ids[revision]);
    assertThat(ada.ok(ws, "id").out()).isEqualTo(ids[revision]);
    assertThat(ada.ok(ws, "status").out()).isEmpty();
    assertThat(Files.readString(ws.resolve(ROOT)))
        .isEqualTo(revision == 0 ? "application" : "application, better");
    for (int i = 0; i < 2; i++) {
      assertThat(ada.ok(ws, "id", Integer.toString(i)).out()).isEqualTo(ids[i]);
    }
    assertThat(ada.ok(base, "id", repository).out()).isEqualTo(ids[revision]);
  }

  @Test
  void writesTheConfigOfThePublishedProgram() throws IOException {
    ada.ok(directory, "clone", "ada/box/steps/1", "ws");
    String from = url() + "/ada/box/steps/1";
    assertThat(Files.readString(directory.resolve("ws/.pvr/config")))
        .isEqualTo(
            """
            {
            \t"DefaultGetUrl": "%s",
            \t"DefaultPutUrl": "%s",
            \t"DefaultPostUrl": "%s",
            \t"ObjectsDir": "%s",
            \t"AccessTokens": {},
            \t"RefreshTokens": {}
            }\
            """
                .formatted(from, from, from, ada.objects()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "app app/root,app/run.json",
        "app,-app/root app/run.json",
        "-bsp,-app app2/root",
        "app%2Frun.json app/run.json",
        "app/run.json,bsp/kernel app/run.json,bsp/kernel",
        "app/ app/root,app/run.json",
        "nothing ''",
      })
  void takesThePartsThatAreNamed(String fragment, String expected) throws IOException {
    ada.ok(directory, "clone", "ada/box#" + fragment, "ws");
    assertThat(String.join(",", files(directory.resolve("ws")))).isEqualTo(expected);
    assertThat(Files.readString(directory.resolve("ws/.pvr/config")))
        .contains("\"" + url() + "/ada/box#" + fragment.replace("/", "%2F") + "\"");
  }

  @Test
  void fetchesNoObjectThatIsNotAskedFor() throws IOException {
    JsonObject answer =
        Place.json(
            ada.pvr(directory, "clone", "--json", "-o", "pool", "ada/box#app2,app/run.json", "ws"));
    assertThat(answer.integer("objectsFetched")).contains(1L);
    assertThat(answer.integer("files")).contains(2L);
    assertThat(Place.text(answer, "root")).isEqualTo(directory.resolve("ws").toString());
    assertThat(names(directory.resolve("pool"))).hasSize(1);
    assertThat(directory.resolve("ws/.pvr/config"))
        .content()
        .contains("\"ObjectsDir\": \"" + directory.resolve("pool") + "\"");
    assertThat(ada.ok(directory.resolve("ws"), "fsck").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app%", "app,,bsp", "-", "app%zz"})
  void refusesABrokenFragmentBeforeAnythingIsAsked(String fragment) throws IOException {
    Ran ran = ada.pvr(directory, "--debug", "clone", "ada/box#" + fragment, "ws");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.err()).contains("fragment").doesNotContain("GET ");
    assertThat(names(directory)).isEmpty();
  }

  @Test
  void keepsTheFormatThatIsGivenWhereThePartsLeaveItOut() throws IOException {
    ada.ok(directory, "clone", "--spec", "other@1", "ada/box#app2", "part");
    assertThat(Files.readString(directory.resolve("part/.pvr/json")))
        .startsWith("{\"#spec\":\"other@1\",");
    ada.ok(directory, "clone", "--spec", "other@1", "ada/box", "all");
    assertThat(ada.ok(directory.resolve("all"), "id").out()).isEqualTo(ids[1]);
    ada.ok(directory, "clone", "--spec", "other@1", "ada/box#app2,#spec", "both");
    assertThat(Files.readString(directory.resolve("both/.pvr/json")))
        .startsWith("{\"#spec\":\"pantavisor-service-system@1\",");
  }

  @Test
  void writesJsonForPeopleOrCanonical() throws IOException {
    ada.ok(directory, "clone", "ada/box#app", "pretty");
    ada.ok(directory, "clone", "--canonical", "ada/box#app", "canonical");
    assertThat(directory.resolve("pretty/app/run.json")).hasContent("{\n    \"n\": 1.5E0\n}");
    assertThat(directory.resolve("canonical/app/run.json")).hasContent("{\"n\":1.5E0}");
  }

  @Test
  void refusesATargetThatIsTakenBeforeAnythingIsAsked() throws IOException {
    Files.writeString(Files.createDirectory(directory.resolve("box")).resolve("mine"), "mine");
    Files.writeString(directory.resolve("file"), "mine");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    for (String[] line :
        List.of(
            new String[] {"--debug", "clone", "ada/box"},
            new String[] {"--debug", "clone", "ada/box", "file"},
            new String[] {"--debug", "clone", "ada/box", "link"})) {
      Ran ran = ada.pvr(directory, line);
      assertThat(ran.code()).isEqualTo(9);
      assertThat(ran.err()).contains("is not an empty directory").doesNotContain("GET ");
    }
    assertThat(names(directory)).containsExactly("box", "file", "link");
    assertThat(files(directory)).containsExactly("box/mine", "file");
  }

  @Test
  void takesAnEmptyDirectoryAndALinkAmongTheParents() throws IOException {
    Files.createDirectory(directory.resolve("empty"));
    ada.ok(directory, "clone", "ada/box", "empty");
    Files.createSymbolicLink(
        directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
    ada.ok(directory, "clone", "ada/box", "link/ws");
    assertThat(names(directory.resolve("real"))).containsExactly("ws");
    assertThat(ada.ok(directory.resolve("real/ws"), "id").out()).isEqualTo(ids[1]);
  }

  @Test
  void makesADirectoryOfTheUsualMode() throws IOException {
    ada.ok(directory, "clone", "ada/box");
    Path usual = Files.createDirectory(directory.resolve("usual"));
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("box"))))
        .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(usual)));
  }

  @Test
  void refusesWhatItCannotMeanOrPlace() throws IOException {
    assertThat(ada.pvr(directory, "clone").code()).isEqualTo(2);
    assertThat(ada.pvr(directory, "clone", "a/b", "c", "d").code()).isEqualTo(2);
    assertThat(ada.pvr(directory, "clone", url()).err()).contains("no name for the target");
    assertThat(ada.pvr(directory, "clone", "box").err()).contains("the device is missing");
    assertThat(ada.pvr(directory, "clone", "./here").err()).contains("there is no");
    Ran parent = ada.pvr(directory, "--debug", "clone", "ada/box", "no/parent/here");
    assertThat(parent.code()).isEqualTo(7);
    assertThat(parent.err()).contains("does not exist; make it first").doesNotContain("GET ");
    Ran inside = ada.pvr(directory, "clone", "-o", "ws/objects", "ada/box", "ws");
    assertThat(inside.code()).isEqualTo(7);
    assertThat(inside.err()).contains("cannot be kept inside the target");
    Ran nobody = ada.pvr(directory, "clone", "ada/nobox");
    assertThat(nobody.code()).isEqualTo(7);
    assertThat(ada.pvr(directory, "id", "3").code()).as("no workspace").isEqualTo(3);
    assertThat(ada.pvr(source, "id", "7").code()).as("no such revision").isEqualTo(3);
    assertThat(names(directory)).isEmpty();
  }

  @Test
  void removesWhatAKilledCloneLeft() throws IOException {
    Path left = Files.createDirectories(directory.resolve(".box.clone/tree/app"));
    Files.writeString(left.resolve("half"), "half");
    Files.createFile(directory.resolve(".box.clone/lock"));
    ada.ok(directory, "clone", "ada/box");
    assertThat(names(directory)).containsExactly("box");
    assertThat(ada.ok(directory.resolve("box"), "status").out()).isEmpty();
  }

  @Test
  void setsACorruptObjectOfThePoolAsideAndFetchesItAgain() throws IOException {
    ada.ok(directory, "clone", "ada/box", "before");
    Files.setPosixFilePermissions(object("kernel"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(object("kernel"), "Kernel");
    Ran ran = ada.ok(directory, "clone", "ada/box", "after");
    assertThat(ran.out()).startsWith("Successfully cloned");
    assertThat(directory.resolve("after/bsp/kernel")).hasContent("kernel");
    assertThat(object("kernel")).hasContent("kernel");
    assertThat(ada.ok(directory.resolve("after"), "fsck").code()).isZero();
  }

  @Test
  void namesObjectAndPathThatTheHubHasLostAndLeavesNothing() throws IOException {
    Path lost = ada.workspace("lost" + turn, Map.of("app/part", "will be damaged " + turn));
    ada.ok(lost, "device", "create", "lossy");
    ObjectId id = ObjectId.of(("will be damaged " + turn).getBytes(StandardCharsets.UTF_8));
    Path kept = find(data, id);
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(kept, "Will be damaged " + turn);
    Ran ran = ada.pvr(directory, "clone", "-o", directory + "-pool", "ada/lossy");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(id.hex()).contains("app/part");
    assertThat(names(directory)).isEmpty();
    assertThat(names(Path.of(directory + "-pool"))).doesNotContain(id.hex());
  }

  private static Path find(Path below, ObjectId id) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(path -> path.toString().replace("/", "").endsWith(id.hex()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void showsStrangersWhatIsPublicAndNothingElse() throws IOException {
    Place bob = new Place(Files.createDirectory(directory.resolve("bob")));
    Ran ran = bob.pvr(bob.base, "clone", url() + "/ada/box", "ws");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(names(bob.base)).containsExactly("home");
    bob.person("bob" + turn, hub.url());
    assertThat(bob.pvr(bob.base, "clone", "ada/box").code()).isEqualTo(7);
    assertThat(names(bob.base)).containsExactly("home");
    bob.close();
  }
}
