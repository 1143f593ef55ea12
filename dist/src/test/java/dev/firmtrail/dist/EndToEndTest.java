package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README's one screen promises, with the programs that a user starts. */
class EndToEndTest {
  private static final int BIG_MEBIBYTES = 2;
  private static final long FIRST = 1;
  private static final long SECOND = 2;

  @TempDir private static Path shared;
  private static HubProcess hub;
  private static Person ada;
  private static Path firmware;
  private static String firstId;
  private static String secondId;

  @BeforeAll
  static void postTwoSteps() throws Exception {
    hub = HubProcess.start(shared.resolve("hub"));
    ada = new Person("ada", shared.resolve("ada"));
    String url = hub.url().toString();
    String mail = "ada@example.com";
    ada.run(shared, "register", "-u", "ada", "-p", Person.PASSWORD, "-e", mail, url).done();
    ada.runWithInput("ada\n" + Person.PASSWORD + "\n", shared, "login", url).done();

    firmware = Firmware.write(shared.resolve("firmware"), FIRST, BIG_MEBIBYTES);
    ada.run(firmware, "init").done();
    ada.run(firmware, "device", "create", "thermostat").done();
    ada.run(firmware, "add", ".").done();
    ada.run(firmware, "commit", "-m", "first release").done();
    ada.run(firmware, "post", "-m", "first release", "ada/thermostat").done();
    firstId = id(firmware);

    Firmware.write(firmware, SECOND, BIG_MEBIBYTES);
    ada.run(firmware, "add", ".").done();
    ada.run(firmware, "commit", "-m", "second release").done();
    ada.run(firmware, "post", "-m", "second release").done();
    secondId = id(firmware);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static String id(Path workspace) throws IOException, InterruptedException {
    return ada.run(workspace, "id").done().out().strip();
  }

  private static String step(int rev) {
    return hub.url() + "/ada/thermostat/steps/" + rev;
  }

  @Test
  void theFirstLineIsTheUrlOfAHubThatServes() throws IOException {
    assertThat(hub.url().toString()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]*");
    try (HubCalls anybody = new HubCalls(hub.url(), "none")) {
      assertThat(anybody.get("/healthz").string("status")).contains("ok");
    }
  }

  @Test
  void bothStepsComeBackBitForBit(@TempDir Path elsewhere) throws Exception {
    Person auditor = ada.elsewhere(elsewhere.resolve("home"));

    auditor.run(elsewhere, "clone", step(1), "one").done();
    auditor.run(elsewhere, "clone", step(2), "two").done();

    assertThat(List.of(id(elsewhere.resolve("one")), id(elsewhere.resolve("two"))))
        .containsExactly(firstId, secondId)
        .doesNotHaveDuplicates();
    Path original = Firmware.write(elsewhere.resolve("original"), FIRST, BIG_MEBIBYTES);
    assertThat(Firmware.objects(elsewhere.resolve("one"))).isEqualTo(Firmware.objects(original));
    assertThat(Firmware.objects(elsewhere.resolve("two"))).isEqualTo(Firmware.objects(firmware));
    auditor.run(elsewhere.resolve("two"), "fsck").done();
    assertThat(auditor.run(elsewhere.resolve("two"), "status").done().out()).isEmpty();
  }

  @Test
  void theNameOfADeviceIsItsLastStep(@TempDir Path elsewhere) throws Exception {
    Person auditor = ada.elsewhere(elsewhere.resolve("home"));

    auditor.run(elsewhere, "clone", "ada/thermostat", "last").done();

    assertThat(id(elsewhere.resolve("last"))).isEqualTo(secondId);
  }

  @Test
  void programsOfOthersAgreeOnTheStateAndOnEachObject() throws Exception {
    Tool.needs("jq");
    Tool.needs("openssl");
    String canonical = Tool.says(firmware, "jq", "-cjS", ".", ".pvr/json");
    assertThat(ObjectId.of(canonical.getBytes(StandardCharsets.UTF_8)).hex()).isEqualTo(secondId);

    for (Path pool : List.of(ada.pool(), hub.objects())) {
      List<String> names = List.copyOf(Firmware.stored(pool).keySet());
      assertThat(names).hasSize(26);
      for (String name : names) {
        assertThat(Tool.says(pool, "openssl", "dgst", "-sha256", "-r", name)).startsWith(name);
      }
    }
  }

  @Test
  void anotherAccountIsRefusedUntilTheDeviceIsPublic(@TempDir Path elsewhere) throws Exception {
    Path box = Firmware.write(elsewhere.resolve("box"), SECOND, 1);
    ada.quickly(box, "init").done();
    ada.quickly(box, "device", "create", "box").done();
    ada.quickly(box, "add", ".").done();
    ada.quickly(box, "commit").done();
    ada.quickly(box, "post", "ada/box").done();
    Person mallory = new Person("mallory", elsewhere.resolve("mallory")).joins(hub.url());
    Person nobody = new Person("nobody", elsewhere.resolve("nobody"));
    String url = hub.url() + "/ada/box/steps/1";

    Ended refused = mallory.run(elsewhere, "clone", url, "stolen");
    assertThat(refused.code()).as(refused.toString()).isNotZero();
    assertThat(nobody.run(elsewhere, "clone", url, "stolen").code()).isNotZero();
    assertThat(elsewhere.resolve("stolen")).doesNotExist();
    assertThat(Firmware.stored(mallory.pool())).isEmpty();

    try (HubCalls owner = new HubCalls(hub.url(), ada.token())) {
      String id = owner.get("/devices/box").string("id").orElseThrow();
      assertThat(owner.status("PUT", "/devices/" + id + "/public")).isEqualTo(200);
    }
    mallory.run(elsewhere, "clone", url, "given").done();
    nobody.run(elsewhere, "clone", url, "found").done();
    assertThat(Firmware.objects(elsewhere.resolve("given"))).isEqualTo(Firmware.objects(box));
    assertThat(Firmware.objects(elsewhere.resolve("found"))).isEqualTo(Firmware.objects(box));
  }

  @Test
  void runsFromAnyDirectoryAndThroughALink(@TempDir Path elsewhere) throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("pvr"), Path.of(Launcher.PVR.path()));

    assertThat(Tool.says(Path.of("/"), link.toString(), "--version")).startsWith("pvr version ");
    assertThat(Tool.says(elsewhere, "./pvr", "help")).contains("clone");
  }

  @Test
  void aClonedWorkspaceKnowsWhereItCameFrom(@TempDir Path elsewhere) throws Exception {
    Person auditor = ada.elsewhere(elsewhere.resolve("home"));
    auditor.run(elsewhere, "clone", step(1), "one").done();

    String remembered = Firmware.text(elsewhere.resolve("one/.pvr/config"));

    assertThat(remembered).contains(URI.create(step(1)).getPath());
  }
}
