package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code pvr steps}, {@code show}, {@code diff} of states, {@code id} and {@code ls-files} of
 * revisions, {@code post --dry-run}: against a real hub, on a trail of three steps.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepsCommandTest {
  private Path base;
  private Place ada;
  private Hub hub;
  private Path ws;

  @BeforeAll
  void postThreeSteps(@TempDir Path temporary) throws IOException {
    base = temporary;
    hub = Place.hub(base.resolve("hub"));
    ada = new Place(base);
    ada.person("ada", hub.url());
    ws = ada.workspace("ws", Map.of("app/root", "root", "app/run.json", "{\"n\": 1, \"l\": [1]}"));
    ada.ok(ws, "device", "create", "box");
    ada.commit(ws, Map.of("app/root", "another root", "app/run.json", "{\"n\": 2, \"m\": null}"));
    ada.ok(ws, "post", "-m", "a second root", "ada/box");
    Files.delete(ws.resolve("app/root"));
    ada.commit(ws, Map.of("bsp/kernel", "kernel", "bsp/again", "another root"));
    ada.ok(ws, "post", "-m", "a kernel\nof our own");
  }

  @AfterAll
  void stop() {
    hub.close();
    ada.close();
  }

  private static List<JsonObject> objects(JsonObject parent, String member) {
    List<Json> items = ((JsonArray) parent.get(member).orElseThrow()).items();
    return items.stream().map(JsonObject.class::cast).toList();
  }

  private String id(String state) throws IOException {
    return ada.ok(ws, "id", state).out().strip();
  }

  @Test
  void listsStepsNewestFirstWithWhatTravelled() throws IOException {
    Ran ran = ada.ok(ws, "steps");
    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    List<String> rows = ran.out().lines().skip(1).toList();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .matches(
            Pattern.compile(
                " +2 +"
                    + id("@2").substring(0, 8)
                    + " +6 bytes +NEW +ada +"
                    + time
                    + " +a kernel +"));
    assertThat(rows.get(1)).contains("  12 bytes").contains("a second root");
    assertThat(rows.get(2)).contains("  4 bytes").contains("DONE");
    assertThat(ran.out().lines().findFirst()).get().asString().contains("REV").contains("SENT");
  }

  @Test
  void listsAsManyAsAskedForFromAnyRevision() throws IOException {
    Ran one = ada.ok(ws, "steps", "--limit", "1");
    assertThat(one.out().lines()).hasSize(2);
    assertThat(one.out()).contains("6 bytes");
    assertThat(one.err()).contains("steps before 2 are not shown");
    JsonObject older = Place.json(ada.pvr(base, "steps", "ada/box/steps/1", "--json"));
    assertThat(objects(older, "steps").stream().map(step -> step.integer("revision").orElseThrow()))
        .containsExactly(1L, 0L);
    assertThat(objects(Place.json(ada.pvr(ws, "steps", "@1", "-n", "0", "--json")), "steps"))
        .isEqualTo(objects(older, "steps"));
    JsonObject step = objects(older, "steps").getFirst();
    assertThat(Place.text(step, "message")).isEqualTo("a second root");
    assertThat(Place.text(step, "id")).isEqualTo(id("@1"));
    assertThat(step.integer("bytes")).contains(12L);
    assertThat(step.integer("objects")).contains(1L);
    assertThat(ada.pvr(ws, "steps", "--limit", "many").code()).isEqualTo(1);
  }

  @Test
  void asksTheHubForSizesThatAreNotHere() throws IOException {
    Path elsewhere = Files.createDirectories(base.resolve("elsewhere/ws"));
    Ran here = ada.ok(ws, "steps", "--json");
    Ran there =
        ada.ok(elsewhere, "-config-dir", copyOfLogin().toString(), "steps", "--json", "ada/box");
    assertThat(there.out()).isEqualTo(here.out());
  }

  private Path copyOfLogin() throws IOException {
    Path copy = Files.createDirectories(base.resolve("elsewhere/config"));
    try (Stream<Path> files = Files.list(ada.config())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  @Test
  void tellsAStrangerNothing() throws IOException {
    try (Place eve = new Place(Files.createDirectories(base.resolve("eve")))) {
      eve.person("eve", hub.url());
      for (String command : List.of("steps", "show")) {
        Ran ran = eve.pvr(eve.base, command, "ada/box");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("access denied with this login");
      }
    }
    Ran nowhere = ada.pvr(base, "steps");
    assertThat(nowhere.code()).isEqualTo(4);
    assertThat(nowhere.err()).startsWith("no workspace");
    assertThat(ada.pvr(ws, "steps", "@7").code()).isEqualTo(4);
    assertThat(ada.pvr(ws, "show", "@work").code()).isEqualTo(1);
    assertThat(ada.pvr(ws, "show", ".").err()).contains("steps are kept by a hub");
  }

  @Test
  void showsAStepAndWhatItChanged() throws IOException {
    assertThat(ada.ok(ws, "show", "@1").out())
        .matches(
            Pattern.compile(
                "step    1\nstate   %s\nauthor  ada\ntime    [^\n]+Z\nstatus  NEW\nmessage a second root\n\n"
                        .formatted(id("@1"))
                    + Pattern.quote(
                        """
                        parts
                          C app
                        files
                          C app/root  4813494d (4 bytes) -> 47240e10 (12 bytes)
                          C app/run.json  json -> json
                        inside JSON files
                          app/run.json
                            - /l: [1]
                            + /m: null
                              /n: 1 -> 2
                        """)));
    assertThat(ada.ok(ws, "show").out())
        .contains("message a kernel\n        of our own\n")
        .contains("parts\n  C app\n  A bsp\nfiles\n  D app/root  47240e10 (12 bytes)\n");
    assertThat(ada.ok(ws, "show", "ada/box/steps/0").out()).contains("  A app/run.json  json\n");
    JsonObject shown = Place.json(ada.pvr(ws, "show", "2", "--json"));
    assertThat(shown.integer("before")).contains(1L);
    JsonObject changes = shown.object("changes").orElseThrow();
    assertThat(objects(changes, "files").stream().map(file -> Place.text(file, "path")))
        .containsExactly("app/root", "bsp/again", "bsp/kernel");
  }

  @Test
  void comparesAnyTwoStates() throws IOException {
    String text = ada.ok(ws, "diff", "@1", "@committed").out();
    assertThat(text)
        .startsWith(
            "--- @1 (%s)\n+++ @committed (%s)\nparts\n"
                .formatted(id("@1").substring(0, 8), id("@").substring(0, 8)));
    assertThat(ada.ok(ws, "diff", "ada/box/steps/1").out().lines().skip(2))
        .isEqualTo(text.lines().skip(2).toList());
    assertThat(ada.ok(ws, "diff", hub.url() + "/ada/box", "@2"))
        .isEqualTo(new Ran(0, "", hub.url() + "/ada/box and @2 are the same state\n"));
    JsonObject same = Place.json(ada.pvr(ws, "diff", "@", "@work", "--json"));
    assertThat(same.get("same")).contains(Json.of(true));
    JsonObject changed = Place.json(ada.pvr(ws, "diff", "@0", "@1", "--json"));
    JsonObject run = objects(changed, "files").getLast();
    assertThat(objects(run, "inside").stream().map(inside -> Place.text(inside, "pointer")))
        .containsExactly("/l", "/m", "/n");
  }

  @Test
  void takesFileNamesInADiffAsEver() throws IOException {
    assertThat(ada.ok(ws, "diff", "app/run.json", "nope").out()).isEqualTo("{}\n");
    assertThat(ada.ok(ws, "diff", "ada/box").out()).isEqualTo("{}\n");
    assertThat(ada.pvr(ws, "diff", "@0", "nope").code()).isEqualTo(3);
    assertThat(ada.pvr(ws, "diff", "@0", "@1", "@2").code()).isEqualTo(1);
    Ran unknown = ada.pvr(ws, "diff", "@yesterday");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("@committed, @work and @REV");
  }

  @Test
  void listsTheFilesOfARevision() throws IOException {
    assertThat(ada.ok(ws, "ls-files", "@0").out()).isEqualTo("app/root\napp/run.json\n");
    assertThat(ada.ok(base, "ls-files", "ada/box/steps/2", "bsp").out())
        .isEqualTo("bsp/again\nbsp/kernel\n");
    assertThat(id("2")).isEqualTo(id("@2")).isEqualTo(id("@committed")).isEqualTo(id("@work"));
  }

  @Test
  void rehearsesAPostAndChangesNothing() throws IOException {
    Path other = ada.workspace("other", Map.of("x", "never seen", "y", "another root"));
    String config = Files.readString(other.resolve(".pvr/config"));
    Ran ran = ada.ok(other, "post", "--dry-run", "ada/box");
    assertThat(ran.out())
        .isEqualTo(
            "Would send 1 objects (10 bytes); the hub has 1 already\nWould post state %s to %s/ada/box\n"
                .formatted(ada.ok(other, "id", "@").out().strip(), hub.url()));
    assertThat(other.resolve(".pvr/config")).hasContent(config);
    assertThat(ada.ok(ws, "steps").out().lines()).hasSize(4);
    JsonObject again = Place.json(ada.pvr(other, "post", "--dry-run", "--json", "ada/box"));
    assertThat(again.integer("objectsToSend")).contains(1L);
    assertThat(again.integer("bytesToSend")).contains(10L);
    assertThat(again.integer("objectsAlreadyThere")).contains(1L);
    Files.delete(
        ada.objects().resolve(ada.ok(other, "ls-files", "-l", "x").out().split(" ", -1)[1]));
    assertThat(ada.pvr(other, "post", "--dry-run", "ada/box").err()).contains("missing");
  }
}
