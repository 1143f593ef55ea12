package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose disk is full, or read-only: it says so, goes on reading, and recovers by itself. */
class HubDiskTest {
  private static final int MEBIBYTES = 16;
  private static final int LARGE = 300_000;

  private final Random random = new Random(1);
  @TempDir Path temp;

  private byte[] content() {
    byte[] content = new byte[LARGE];
    random.nextBytes(content);
    return content;
  }

  /** So large that the database has to grow for it. */
  private static JsonObject state(int n) {
    return JsonObject.builder()
        .put("#spec", "pantavisor-service-system@1")
        .put("app/run.json", JsonObject.builder().put("n" + n, "x".repeat(LARGE)).build())
        .build();
  }

  private static Path data(SmallDisk disk) throws Exception {
    return Files.createDirectory(disk.root().resolve("of-the-hub")).resolve("data");
  }

  private Person joins(HubProcess hub) throws Exception {
    Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    ada.quickly(temp, "init").done();
    ada.quickly(temp, "device", "create", "box").done();
    return ada;
  }

  @Test
  void aFullDiskIsSaidAndPassesWithoutARestart() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp, "disk", MEBIBYTES);
        HubProcess hub = HubProcess.start(data(disk));
        HubCalls calls = new HubCalls(hub.url(), joins(hub).token())) {
      String device = calls.get("/devices/box").string("id").orElseThrow();
      ObjectId before = calls.upload(content());
      assertThat(calls.post(device, HubCalls.state(Map.of("a/b", before)))).isEqualTo(1);
      disk.leave(0);

      byte[] content = content();
      assertThatThrownBy(() -> calls.post(device, state(2)))
          .hasMessageContaining("507")
          .hasMessageContaining("the hub's disk is full");
      assertThatThrownBy(() -> calls.upload(content)).hasMessageContaining("disk is full");
      assertThat(calls.status("GET", "/healthz")).isEqualTo(200);
      assertThat(ObjectId.of(calls.download(before))).isEqualTo(before);
      assertThat(calls.steps(device)).hasSize(1);
      assertThat(calls.logIn("ada", "wrong")).isEqualTo(401);
      assertThat(calls.logIn("ada", Person.PASSWORD)).isEqualTo(200);

      disk.makeRoom();
      ObjectId after = calls.upload(content);
      assertThat(calls.post(device, state(2))).isEqualTo(2);
      assertThat(calls.post(device, HubCalls.state(Map.of("a/b", after)))).isEqualTo(3);
      assertThat(ObjectId.of(calls.download(after))).isEqualTo(after);
      Firmware.stored(hub.objects()).forEach((name, hash) -> assertThat(hash).isEqualTo(name));
    }
  }

  @Test
  void aDiskThatBecomesReadOnlyIsSaidAndCanBeRead() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp, "disk", MEBIBYTES);
        HubProcess hub = HubProcess.start(data(disk));
        HubCalls calls = new HubCalls(hub.url(), joins(hub).token())) {
      String device = calls.get("/devices/box").string("id").orElseThrow();
      ObjectId before = calls.upload(content());
      assertThat(calls.post(device, HubCalls.state(Map.of("a/b", before)))).isEqualTo(1);
      disk.abort();

      assertThatThrownBy(() -> calls.post(device, state(2)))
          .hasMessageContaining("507")
          .hasMessageContaining("the hub's disk");
      assertThat(calls.status("GET", "/healthz")).isEqualTo(200);
      assertThat(ObjectId.of(calls.download(before))).isEqualTo(before);
      assertThat(calls.steps(device)).hasSize(1);
      assertThat(calls.logIn("ada", "wrong")).isEqualTo(401);
      assertThat(calls.logIn("ada", Person.PASSWORD)).isEqualTo(200);
    }
  }

  @Test
  void aHubThatCannotUseItsDiskSaysWhyAndEnds() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp, "disk", MEBIBYTES)) {
      Path data = data(disk);
      disk.leave(0);
      assertEnds(data, "", disk.root().toString());
      disk.makeRoom();
      HubProcess.start(data).stop();
      disk.readOnly();
      assertEnds(data, "", "Read-only file system");
      disk.writable();
      disk.leave(0);
      Path elsewhere = temp.resolve("elsewhere");
      assertEnds(elsewhere, "-Djava.io.tmpdir=" + disk.root(), disk.root().toString());
    }
  }

  private void assertEnds(Path data, String options, String said) throws Exception {
    Path log = temp.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Launcher.HUB.path(),
                "serve",
                "--data",
                data.toString(),
                "--listen",
                "127.0.0.1:0"));
    builder.environment().put("FIRMTRAIL_JAVA_OPTS", options);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Firmware.text(log)).isEqualTo(1);
    // Lines that begin with a brace are the log's.
    assertThat(Firmware.text(log).lines().filter(line -> !line.startsWith("{")))
        .singleElement()
        .asString()
        .startsWith("firmtrail-hub: ")
        .contains(said)
        .doesNotContain("null");
  }
}
