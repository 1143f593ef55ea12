package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that are told to stop while they work: SIGTERM for the hub, Ctrl-C for a person's
 * command.
 */
class StoppingTest {
  private static final int TERMINATED = 143;
  private static final int INTERRUPTED = 130;
  private static final byte[] CONTENT =
      "first half, second half".getBytes(StandardCharsets.US_ASCII);
  private static final int HALF = 11;

  /** So big that a clone takes much longer than it takes to see it begin. */
  private static final int LONG_MEBIBYTES = 192;

  @TempDir Path temp;

  private static boolean has(Path directory, String beginning) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(beginning));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean refusesConnections(URI url) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      return !socket.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }

  private static Socket beginUpload(URI to) throws IOException {
    Socket socket = new Socket(to.getHost(), to.getPort());
    String head =
        "PUT %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(to.getPath(), CONTENT.length);
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(CONTENT, 0, HALF);
    out.flush();
    return socket;
  }

  @Test
  void aHubThatIsToldToStopAnswersTheUploadThatRuns() throws Exception {
    HubProcess hub = HubProcess.start(temp.resolve("hub"));
    Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    try (HubCalls calls = new HubCalls(hub.url(), ada.token());
        Socket upload = beginUpload(calls.announce(CONTENT).orElseThrow())) {
      Awaitility.await().until(() -> has(hub.objects(), ".firmtrail-tmp-"));
      assertThat(hub.handle().destroy()).isTrue();
      Awaitility.await().until(() -> refusesConnections(hub.url()));

      upload.getOutputStream().write(CONTENT, HALF, CONTENT.length - HALF);
      upload.getOutputStream().flush();

      assertThat(new String(upload.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200 ");
    }
    assertThat(hub.stop()).isEqualTo(TERMINATED);
    try (HubProcess again = HubProcess.startAgain(hub);
        HubCalls calls = new HubCalls(again.url(), ada.token())) {
      assertThat(calls.download(ObjectId.of(CONTENT))).isEqualTo(CONTENT);
    }
  }

  @Test
  void aRestartKeepsAccountsDevicesStepsAndLogins() throws Exception {
    HubProcess hub = HubProcess.start(temp.resolve("hub"));
    Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    Path firmware = posted(ada, 1);

    assertThat(hub.stop()).isEqualTo(TERMINATED);
    try (HubProcess again = HubProcess.startAgain(hub)) {
      assertThat(again.url()).isEqualTo(hub.url());
      Person auditor = ada.elsewhere(temp.resolve("auditor"));
      auditor.quickly(temp, "clone", again.url() + "/ada/box/steps/1", "back").done();
      assertThat(Firmware.objects(temp.resolve("back"))).isEqualTo(Firmware.objects(firmware));
      new Person("ada", temp.resolve("later")).logsIn(again.url());
      ada.quickly(firmware, "post").done();
      try (HubCalls calls = new HubCalls(again.url(), ada.token())) {
        assertThat(calls.get("/ada/box").integer("rev")).contains(2L);
      }
    }
  }

  @Test
  void aHubThatIsToldToStopDuringAPostLosesNothingThatWasAcknowledged() throws Exception {
    HubProcess hub = HubProcess.start(temp.resolve("hub"));
    Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    Path firmware = posted(ada, 1);
    Firmware.write(firmware, 2, LONG_MEBIBYTES);
    ada.quickly(firmware, "add", ".").done();
    ada.quickly(firmware, "commit").done();

    Process post = ada.start(firmware, temp.resolve("said"), Person.pvr("post"));
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> has(hub.objects(), ".firmtrail-tmp-"));
    Map<String, String> before = Firmware.stored(hub.objects());
    assertThat(hub.stop()).isEqualTo(TERMINATED);

    try (HubProcess again = HubProcess.startAgain(hub)) {
      int code = post.waitFor();
      Map<String, String> after = Firmware.stored(again.objects());
      assertThat(after).containsAllEntriesOf(before);
      after.forEach((name, hash) -> assertThat(hash).isEqualTo(name));
      if (code != 0) {
        ada.quickly(firmware, "post").done();
      }
      Person auditor = ada.elsewhere(temp.resolve("auditor"));
      auditor.quickly(temp, "clone", again.url() + "/ada/box", "back").done();
      assertThat(Firmware.objects(temp.resolve("back"))).isEqualTo(Firmware.objects(firmware));
    }
  }

  /** A workspace whose state is step 1 of the device {@code box}. */
  private Path posted(Person ada, int bigMebibytes) throws IOException {
    Path firmware = Firmware.write(temp.resolve("firmware"), 1, bigMebibytes);
    ada.quickly(firmware, "init").done();
    ada.quickly(firmware, "device", "create", "box").done();
    ada.quickly(firmware, "add", ".").done();
    ada.quickly(firmware, "commit").done();
    ada.quickly(firmware, "post", "ada/box").done();
    return firmware;
  }

  @Test
  void ctrlCOnACloneLeavesNoTargetAndTheNextOneEndsRight() throws Exception {
    try (HubProcess hub = HubProcess.start(temp.resolve("hub"))) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      SortedMap<String, String> objects = Firmware.objects(posted(ada, LONG_MEBIBYTES));
      Path place = Files.createDirectory(temp.resolve("place"));
      Person auditor = ada.elsewhere(temp.resolve("auditor"));
      String url = hub.url() + "/ada/box";

      // Whoever starts this test may have it ignore SIGINT, and children inherit that.
      List<String> command = new java.util.ArrayList<>(List.of("env", "--default-signal=INT"));
      command.addAll(Person.pvr("clone", url, "target"));
      Process clone = auditor.start(place, temp.resolve("said"), command);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> has(place, ".target.clone-"));
      Tool.says(temp, "kill", "-INT", Long.toString(clone.pid()));

      assertThat(clone.waitFor()).as(Firmware.text(temp.resolve("said"))).isEqualTo(INTERRUPTED);
      assertThat(place).isEmptyDirectory();
      auditor.quickly(place, "clone", url, "target").done();
      assertThat(Firmware.objects(place.resolve("target"))).isEqualTo(objects);
      auditor.quickly(place.resolve("target"), "fsck").done();
    }
  }
}
