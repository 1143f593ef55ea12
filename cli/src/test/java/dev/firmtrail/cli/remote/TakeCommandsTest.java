package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code clone}, {@code get}, {@code merge}, {@code put} and {@code inspect} on this machine. */
class TakeCommandsTest {
  @TempDir Path base;
  private Place ada;
  private Path source;
  private String id;

  @BeforeEach
  void commit() throws IOException {
    ada = new Place(base.toRealPath());
    source =
        ada.workspace(
            "source",
            Map.of("app/root", "application", "app/run.json", "{\"n\": 1.50}", "bsp/k", "kernel"));
    id = ada.ok(source, "id", "@").out();
  }

  @AfterEach
  void close() {
    ada.close();
  }

  private Path own() throws IOException {
    Path ws = Files.createDirectory(ada.base.resolve("own"));
    ada.ok(ws, "init", "-o", "pool");
    ada.commit(ws, Map.of("app/root", "my own", "mine", "mine"));
    return ws;
  }

  private static String hex(String content) {
    return ObjectId.of(content.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** What a workspace keeps of itself: name and content of each file of {@code .pvr}. */
  private static Map<String, String> kept(Path ws) throws IOException {
    Map<String, String> kept = new TreeMap<>();
    for (String name : new String[] {"json", "config", "new", "commitmsg"}) {
      Path file = ws.resolve(".pvr").resolve(name);
      kept.put(name, Files.exists(file) ? Files.readString(file) : "none");
    }
    return kept;
  }

  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String key = root.relativize(file).toString();
        if (!key.startsWith(".pvr/") && !key.startsWith("pool/")) {
          tree.put(key, Files.readString(file));
        }
      }
    }
    return tree;
  }

  @Test
  void aCloneIsTheSameWhereverItIsTakenFrom() throws IOException {
    ada.ok(source, "export", "../release.tgz");
    ada.ok(source, "export", "../release.tar");
    Path unpacked = Files.createDirectory(ada.base.resolve("unpacked"));
    Files.createDirectory(unpacked.resolve("objects"));
    Files.copy(source.resolve(".pvr/json"), unpacked.resolve("json"));
    for (String content : new String[] {"application", "kernel"}) {
      Files.copy(
          ada.objects().resolve(hex(content)), unpacked.resolve("objects").resolve(hex(content)));
    }
    try (Hub hub = Place.hub(ada.base.resolve("hub"))) {
      ada.person("ada", hub.url());
      ada.ok(source, "device", "create", "box");
      int n = 0;
      for (String from :
          new String[] {
            "ada/box", "source", "source/.pvr", "unpacked", "release.tgz", "./release.tar"
          }) {
        String target = "copy" + n++;
        ada.ok(ada.base, "clone", "-o", "pool" + n, from, target);
        Path copy = ada.base.resolve(target);
        assertThat(ada.ok(copy, "id", "@").out()).as(from).isEqualTo(id);
        assertThat(ada.ok(copy, "status").out()).as(from).isEmpty();
        assertThat(tree(copy)).as(from).isEqualTo(tree(ada.base.resolve("copy0")));
        assertThat(ada.ok(ada.base, "id", from).out()).as(from).isEqualTo(id);
      }
    }
  }

  @Test
  void aCloneOfAPvrHasTheNameOfItsWorkspace() throws IOException {
    Path elsewhere = Files.createDirectory(ada.base.resolve("elsewhere"));
    Ran ran = ada.ok(elsewhere, "clone", "../source/.pvr");
    assertThat(ran.out()).isEqualTo("Successfully cloned: " + elsewhere.resolve("source") + "\n");
    assertThat(elsewhere.resolve("source/.pvr/config"))
        .content()
        .contains("\"DefaultGetUrl\": \"../source/.pvr\"")
        .contains("\"DefaultPostUrl\": \"\"");
    assertThat(ada.pvr(elsewhere, "clone", "../source").code()).isEqualTo(9);
    assertThat(ada.pvr(elsewhere, "clone", "../nothing").code()).isEqualTo(7);
    assertThat(ada.pvr(elsewhere, "clone", "nothing/.pvr").err()).contains("no such directory");
    assertThat(ada.pvr(elsewhere, "clone", ".", "x").err()).contains("is not a repository");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "merge"})
  void nothingChangesWhenAnObjectIsNotGood(String command) throws IOException {
    ada.ok(source, "export", "../release.tar");
    Path ws = own();
    Files.writeString(ws.resolve("added"), "added");
    ada.ok(ws, "add");
    Map<String, String> before = kept(ws);
    Map<String, String> files = tree(ws);
    Path object = ada.objects().resolve(hex("kernel"));
    Files.writeString(object, "other!");
    Ran corrupt = ada.pvr(ws, command, "../source");
    assertThat(corrupt.code()).isEqualTo(3);
    assertThat(corrupt.err()).contains("is corrupt").contains("bsp/k").doesNotContain("\tat ");
    assertThat(kept(ws)).isEqualTo(before);
    Files.delete(object);
    assertThat(ada.pvr(ws, command, "../source").err()).contains("is missing in");
    assertThat(kept(ws)).isEqualTo(before);
    Files.createSymbolicLink(object, Path.of("/etc/hostname"));
    assertThat(ada.pvr(ws, command, "../source").code()).isEqualTo(3);
    assertThat(kept(ws)).isEqualTo(before);
    // What was added, and the work tree, stay also when it succeeds.
    ada.ok(ws, command, "../release.tar");
    assertThat(kept(ws).get("new")).isEqualTo(before.get("new"));
    assertThat(tree(ws)).isEqualTo(files);
    assertThat(ada.ok(ws, "fsck").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "merge", "clone"})
  void anInterruptLeavesTheWorkspaceAsItWas(String command) throws IOException {
    Path ws = own();
    Map<String, String> before = kept(ws);
    Thread.currentThread().interrupt();
    Ran stopped = ada.pvr(ws, command, "../source");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped.code()).as(stopped.err()).isEqualTo(130);
    assertThat(kept(ws)).isEqualTo(before);
    try (Stream<Path> pool = Files.list(ws.resolve("pool"))) {
      assertThat(pool.map(path -> path.getFileName().toString())).noneMatch(n -> n.startsWith("."));
    }
    ada.ok(ws, command, "../source");
  }

  @Test
  void aDamagedObjectOfThePoolIsReplacedByTheGoodOne() throws IOException {
    Path ws = own();
    Path object = ws.resolve("pool").resolve(hex("kernel"));
    Files.writeString(object, "damage");
    ada.ok(ws, "get", "../source");
    assertThat(object).hasContent("kernel");
    assertThat(ada.ok(ws, "id", "@").out()).isEqualTo(id);
  }

  @Test
  void takesTheSameAgainWithoutAnArgument() throws IOException {
    Path ws = own();
    assertThat(ada.pvr(ws, "get").code()).isEqualTo(3);
    assertThat(ada.pvr(ws, "merge").err()).contains("remembers no repository");
    ada.ok(ws, "get", "../source#bsp,-app");
    assertThat(ada.ok(ws, "inspect").out()).contains("bsp/k").doesNotContain("app/root");
    ada.commit(source, Map.of("bsp/k", "kernel, better"));
    Ran again = ada.ok(ws, "get");
    assertThat(again.err()).contains("taking from ../source#bsp,-app as the last time");
    assertThat(ada.ok(ws, "inspect").out()).contains(hex("kernel, better"));
  }

  @Test
  void refusesWhatItCannotMean() throws IOException {
    Path ws = own();
    assertThat(ada.pvr(ws, "get", "a", "b").code()).isEqualTo(1);
    assertThat(ada.pvr(ws, "get", "single").code()).isEqualTo(1);
    assertThat(ada.pvr(ws, "get", "./none").code()).isEqualTo(1);
    assertThat(ada.pvr(ws, "merge", "a", "b").code()).isEqualTo(1);
    assertThat(ada.pvr(ws, "merge", "./none").code()).isEqualTo(3);
    assertThat(ada.pvr(ws, "get", "../source#a,,b").err()).contains("empty item in the fragment");
    assertThat(ada.pvr(ws, "get", "mine").code()).as("a file that is no archive").isEqualTo(3);
    assertThat(ada.pvr(ada.base, "get", "source").err()).contains("no workspace");
    assertThat(ada.pvr(ws, "inspect", "a", "b").code()).isEqualTo(1);
    assertThat(ada.pvr(ws, "inspect", "./none").code()).isEqualTo(7);
    assertThat(ada.pvr(ada.base, "inspect").code()).isEqualTo(7);
    assertThat(ada.pvr(ws, "put", "a", "b").code()).isEqualTo(2);
    assertThat(ada.pvr(ws, "put").code()).isEqualTo(4);
    assertThat(ada.pvr(ws, "put", "./none").code()).isEqualTo(4);
    assertThat(ada.pvr(ws, "put", "pool").err()).contains("is not a repository");
  }

  @Test
  void inspectsThePartsThatAreNamed() throws IOException {
    assertThat(ada.ok(ada.base, "inspect", "-c", "source#bsp,#spec").out())
        .isEqualTo(
            "{\"#spec\":\"pantavisor-service-system@1\",\"bsp/k\":\"" + hex("kernel") + "\"}\n");
    assertThat(ada.ok(source, "inspect").out()).contains("\t\"app/run.json\": {\n\t\t\"n\": 1.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"target", "target/.pvr"})
  void putsIntoARepositoryOnThisMachine(String target) throws IOException {
    Path ws = Files.createDirectory(ada.base.resolve("target"));
    ada.ok(ws, "init", "-o", "pool");
    ada.commit(ws, Map.of("theirs", "theirs"));
    Files.writeString(ws.resolve("pool").resolve(hex("kernel")), "damage");
    ada.ok(source, "put", "../" + target);
    assertThat(ada.ok(ws, "id", "@").out()).isEqualTo(id);
    assertThat(ws.resolve("theirs")).hasContent("theirs");
    assertThat(ada.ok(ws, "fsck").code()).isZero();
    ada.ok(ws, "checkout");
    assertThat(ws.resolve("bsp/k")).hasContent("kernel");
    assertThat(source.resolve(".pvr/config"))
        .content()
        .contains("\"DefaultPutUrl\": \"../" + target + "\"");
    ada.commit(source, Map.of("more", "more"));
    Map<String, String> before = kept(ws);
    Files.writeString(ada.objects().resolve(hex("more")), "MORE");
    Ran refused = ada.pvr(source, "put");
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err()).contains("is corrupt");
    assertThat(kept(ws)).isEqualTo(before);
  }
}
