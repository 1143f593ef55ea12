package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code pvr gate} and {@code pvr promote} against a real hub. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateCommandTest {
  private static final String MAP =
      """
      files:
        bsp/kernel.img: "Image-*.bin"
        app/root.squashfs: rootfs/root.squashfs
        app/run.json: run.json
      ignore: ["*.log"]
      """;

  private Path base;
  private Place ada;
  private Hub hub;
  private Path ws;

  @BeforeAll
  void postARelease(@TempDir Path temporary) throws IOException {
    base = temporary;
    hub = Place.hub(base.resolve("hub"));
    ada = new Place(base);
    ada.person("ada", hub.url());
    ws =
        ada.workspace(
            "ws",
            Map.of(
                "bsp/kernel.img",
                "kernel",
                "app/root.squashfs",
                "root",
                "app/run.json",
                "{\"name\": \"app\", \"n\": 1}"));
    ada.ok(ws, "device", "create", "stage");
    ada.ok(ws, "post", "-m", "release 7", "ada/stage");
  }

  @AfterAll
  void stop() {
    hub.close();
    ada.close();
  }

  private Path deploy(String name) throws IOException {
    Path deploy = Files.createDirectories(base.resolve(name));
    Files.createDirectories(deploy.resolve("rootfs"));
    Files.writeString(deploy.resolve("Image-6.6.bin"), "kernel");
    Files.writeString(deploy.resolve("rootfs/root.squashfs"), "root");
    Files.writeString(deploy.resolve("run.json"), "{\"n\": 1, \"name\": \"app\"}\n");
    Files.writeString(deploy.resolve("build.log"), "done");
    Files.writeString(deploy.resolve("gate.yaml"), MAP);
    return deploy;
  }

  private static String sha(String text) {
    return ObjectId.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static List<JsonObject> checks(Ran ran) throws Exception {
    JsonObject json = JsonReader.readObject(ran.out().getBytes(StandardCharsets.UTF_8));
    List<Json> items = ((JsonArray) json.get("checks").orElseThrow()).items();
    return items.stream().map(JsonObject.class::cast).toList();
  }

  @Test
  void aDirectoryThatIsWhatWasPostedPasses() throws Exception {
    Path deploy = deploy("same");
    Ran ran = ada.ok(base, "gate", "same", "--against", "ada/stage");
    assertThat(ran.out())
        .contains("part   app: same", "part   bsp: same", "same: same and ada/stage");
    Ran json = ada.ok(deploy, "gate", ".", "-a", "ada/stage/steps/1", "--json");
    assertThat(Place.text(Place.json(json), "verdict")).isEqualTo("same");
    assertThat(Place.text(Place.json(json), "id")).isEqualTo(ada.ok(ws, "id").out().strip());
    assertThat(checks(json)).hasSize(2);
  }

  @Test
  void oneChangedByteIsNamedWithBothHashes() throws Exception {
    Path deploy = deploy("changed");
    Files.writeString(deploy.resolve("Image-6.6.bin"), "kerneL");
    Ran ran = ada.pvr(base, "gate", "changed", "--against", "ada/stage");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("bsp/kernel.img: the build has other bytes (Image-6.6.bin)")
        .contains("expected " + sha("kernel"))
        .contains("found    " + sha("kerneL"))
        .contains("part   app: same")
        .contains("different: ");
    assertThat(ran.err())
        .isEqualTo(
            "different: 1 finding; the first is bsp/kernel.img: the build has other bytes (Image-6.6.bin)\n");
    assertThat(ada.pvr(base, "gate", "changed", "-a", "ada/stage", "--part", "app").code())
        .isZero();
    assertThat(ada.pvr(base, "gate", "changed", "-a", "ada/stage", "--part", "none").code())
        .isEqualTo(3);
  }

  @Test
  void jsonThatDiffersSaysWhereAndNotWhat() throws IOException {
    Path deploy = deploy("json");
    ada.secret("hunter2");
    Files.writeString(deploy.resolve("run.json"), "{\"n\": 1, \"name\": \"hunter2\"}");
    Ran ran = ada.pvr(base, "gate", "json", "--against", "ada/stage");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("other JSON, at /name (run.json)");
  }

  @Test
  void filesThatGoNowhereAndPathsThatFindNoneFail() throws IOException {
    Path deploy = deploy("loose");
    Files.writeString(deploy.resolve("extra.img"), "x");
    Files.delete(deploy.resolve("Image-6.6.bin"));
    Ran ran = ada.pvr(base, "gate", "loose", "--against", "ada/stage");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("extra     extra.img: a file of the build that goes nowhere")
        .contains("missing   bsp/kernel.img: no file fits the pattern Image-*.bin");
  }

  @Test
  void severalFilesForOnePathCannotBeTold() throws IOException {
    Path deploy = deploy("several");
    Files.writeString(deploy.resolve("Image-6.7.bin"), "kernel");
    Ran ran = ada.pvr(base, "gate", "several", "--against", "ada/stage");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).contains("2 files fit", "Image-6.6.bin, Image-6.7.bin");
  }

  @Test
  void aWorkspaceAnExportAndAStateFilePassToo() throws IOException {
    ada.ok(ws, "export", base.resolve("release.tgz").toString());
    Files.copy(ws.resolve(".pvr/json"), base.resolve("release.json"));
    Files.writeString(base.resolve("secrets.yaml"), "policy: {secrets: none}\n");
    for (String build : List.of("ws", "release.tgz", "release.json")) {
      assertThat(ada.pvr(base, "gate", build, "-a", "ada/stage").code()).as(build).isZero();
      assertThat(ada.pvr(base, "gate", build, "-a", "release.json").code()).as(build).isZero();
    }
    assertThat(ada.pvr(base, "gate", "ws", "-a", "@1").code()).isEqualTo(3);
    assertThat(ada.pvr(ws, "gate", ".", "-a", "@1").code()).isZero();
    String[] policy = {"-a", "release.json", "--policy", "secrets.yaml"};
    assertThat(ada.pvr(base, "gate", "ws", policy[0], policy[1], policy[2], policy[3]).code())
        .isZero();
    assertThat(
            ada.pvr(base, "gate", "release.tgz", policy[0], policy[1], policy[2], policy[3]).code())
        .isZero();
    Ran blind = ada.pvr(base, "gate", "release.json", policy[0], policy[1], policy[2], policy[3]);
    assertThat(blind.code()).isEqualTo(3);
    assertThat(blind.out()).contains("its bytes are not here");
  }

  @Test
  void aDirtyWorkTreeIsSaidAndTheCommitIsJudged() throws IOException {
    Path dirty = ada.workspace("dirty", Map.of("bsp/kernel.img", "kernel"));
    Files.writeString(dirty.resolve("bsp/kernel.img"), "other");
    Ran ran = ada.pvr(base, "gate", "dirty", "-a", dirty.resolve(".pvr/json").toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("not committed; the gate judges what is committed");
  }

  @Test
  void whatCannotBeUsedEndsWithThreeAndSaysWhere() throws IOException {
    Path deploy = deploy("broken");
    Files.writeString(deploy.resolve("gate.yaml"), "files:\n  bsp/kernel.img: [a]\n");
    Ran ran = ada.pvr(base, "gate", "broken", "-a", "ada/stage");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("gate.yaml: line 2, column 19: a pattern is expected");
    Files.delete(deploy.resolve("gate.yaml"));
    assertThat(ada.pvr(base, "gate", "broken", "-a", "ada/stage").code()).isEqualTo(3);
    assertThat(ada.pvr(base, "gate", "nothing", "-a", "ada/stage").code()).isEqualTo(3);
    assertThat(ada.pvr(base, "gate", "broken").code()).isEqualTo(3);
    assertThat(ada.pvr(base, "gate", "broken", "--wrong").code()).isEqualTo(3);
    assertThat(ada.pvr(base, "gate", "ws", "-a", "@7").code()).isEqualTo(3);
  }

  @Test
  void reportsAreWrittenWhateverTheVerdict() throws IOException {
    Path deploy = deploy("reports");
    Files.writeString(deploy.resolve("Image-6.6.bin"), "other");
    Ran ran =
        ada.pvr(
            base, "gate", "reports", "-a", "ada/stage", "--junit", "-", "--sarif", "gate.sarif");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).startsWith("<?xml").contains("bsp/kernel.img");
    assertThat(base.resolve("gate.sarif")).content().contains("\"uri\": \"bsp/kernel.img\"");
    assertThat(ada.pvr(base, "gate", "reports", "-a", "ada/stage", "--junit", "-", "--json").code())
        .isEqualTo(3);
  }

  @Test
  void aPromotionPostsThatVeryStateAndShowsTheGate() throws IOException {
    deploy("promoted");
    Ran report = ada.ok(base, "gate", "promoted", "-a", "ada/stage/steps/1", "--json");
    Files.writeString(base.resolve("gate.json"), report.out());
    ada.ok(ws, "device", "create", "fleet");
    Ran ran =
        ada.ok(
            base,
            "promote",
            "ada/stage/steps/1",
            "ada/fleet",
            "--gate",
            "gate.json",
            "-m",
            "go",
            "--json");
    String id = ada.ok(ws, "id").out().strip();
    assertThat(Place.text(Place.json(ran), "id")).isEqualTo(id);
    assertThat(ada.ok(base, "id", "ada/fleet").out().strip()).isEqualTo(id);
    assertThat(ada.ok(base, "show", "ada/fleet").out())
        .contains("message go")
        .containsPattern("from    http://[^ ]*/ada/stage/steps/1")
        .containsPattern("gate    same, by firmtrail-pvr [^ ]+ at \\d{4}-");
    JsonObject meta =
        Place.json(ada.ok(base, "show", "ada/fleet", "--json")).object("meta").orElseThrow();
    assertThat(meta.object("promotion").orElseThrow().get("gates")).isPresent();
    ada.ok(ws, "promote", "@", "ada/fleet");
    assertThat(ada.ok(base, "show", "ada/fleet").out()).contains("gate    none looked at it");
    ada.ok(ws, "promote", "@1", "ada/fleet");
  }

  @Test
  void aReportThatIsNotSameOrOfAnotherStateStopsAPromotion() throws IOException {
    Path deploy = deploy("stopped");
    Files.writeString(
        base.resolve("part.json"),
        ada.ok(base, "gate", "stopped", "-a", "ada/stage", "--part", "app", "--json").out());
    Files.writeString(deploy.resolve("Image-6.6.bin"), "other");
    Files.writeString(
        base.resolve("different.json"),
        ada.pvr(base, "gate", "stopped", "-a", "ada/stage", "--json").out());
    ada.ok(ws, "device", "create", "stopped");
    for (Map.Entry<String, String> refused :
        Map.of(
                "part.json", "no gate looked at bsp",
                "different.json", "says 'different'",
                "ws/.pvr/json", "is no report")
            .entrySet()) {
      Ran ran = ada.pvr(base, "promote", "ada/stage", "ada/stopped", "--gate", refused.getKey());
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.err()).contains(refused.getValue());
    }
    Files.writeString(
        base.resolve("other.json"),
        "{\"verdict\":\"same\",\"id\":\""
            + "0".repeat(64)
            + "\",\"program\":\"p 1\",\"time\":\"t\"}");
    Ran ran = ada.pvr(base, "promote", "ada/stage", "ada/stopped", "--gate", "other.json");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("another state");
    assertThat(ada.ok(base, "steps", "ada/stopped").out().lines()).hasSize(2);
  }

  @Test
  void objectsTravelToAnAccountThatLacksThem() throws IOException {
    deploy("travel");
    ada.ok(ws, "export", base.resolve("travel.tgz").toString());
    try (Place bob = new Place(base.resolve("bob"))) {
      bob.person("bob", hub.url());
      Path desk = bob.workspace("desk", Map.of("x", "y"));
      bob.ok(desk, "device", "create", "box");
      Ran ran = bob.ok(bob.base, "promote", "../travel.tgz", "bob/box", "--json");
      assertThat(Place.text(Place.json(ran), "id")).isEqualTo(ada.ok(ws, "id").out().strip());
      bob.ok(bob.base, "clone", "bob/box", "got");
      assertThat(bob.base.resolve("got/bsp/kernel.img")).hasContent("kernel");
    }
  }
}
