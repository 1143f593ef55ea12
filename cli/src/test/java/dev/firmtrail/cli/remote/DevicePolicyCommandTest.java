package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pvr device policy}, and what a post says under it, against a real hub. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevicePolicyCommandTest {
  private static final String CA =
      Path.of(System.getProperty("firmtrail.root", ".."))
          .resolve("vectors/pvs/keys/ec-ca.crt.pem")
          .toString();
  private static final String OEM_CA = CA.replace("ec-ca", "oem-ca");

  private Place ada;
  private Hub hub;
  private Path ws;
  private String box;
  private int turn;

  @BeforeAll
  void startHub(@TempDir Path base) throws IOException {
    hub = Place.hub(base.resolve("hub"));
    ada = new Place(base);
    ada.person("ada", hub.url());
  }

  @AfterAll
  void stop() {
    hub.close();
    ada.close();
  }

  @BeforeEach
  void makeDevice() throws IOException {
    turn++;
    ws = ada.workspace("ws" + turn, Map.of("app/root", "root " + turn, "a.json", "{\"n\": 1}"));
    box = "box" + turn;
    ada.ok(ws, "device", "create", box);
  }

  @Test
  void aStrictPolicyRefusesAPostAndSaysInFullWhatToSign() throws IOException {
    Ran set = ada.ok(ws, "device", "policy", box, "strict", "--cacerts", CA);
    assertThat(set.out()).containsPattern("0 +strict +device +1 \\([0-9a-f]{8}\\) +- +- +20");
    Ran post = ada.pvr(ws, "post", "ada/" + box);
    assertThat(post.code()).isNotZero();
    assertThat(post.err())
        .contains("the step was not stored: ")
        .contains(
            "strict signature policy: the state has no signature; keys not covered (3): #spec,")
        .contains("Run pvr sig add --part app, pvr sig add --raw _root --include '*';")
        .contains("then pvr add, pvr commit, and post again");
    assertThat(ada.ok(ws, "steps", "ada/" + box, "--json").out()).contains("\"revision\": 0");
  }

  @Test
  void awarningIsSaidAloudAndToScripts() throws IOException {
    ada.ok(ws, "device", "policy", box, "warn", "--cacerts", CA);
    assertThat(ada.ok(ws, "post", "ada/" + box).err())
        .contains(
            "warns of its signatures: the state has no signature; keys not covered (3): #spec");
    Ran json = ada.ok(ws, "post", "ada/" + box, "--json");
    assertThat(Place.text(Place.json(json), "signatureWarning"))
        .startsWith("the state has no signature");
    ada.ok(ws, "device", "policy", box, "accept");
    assertThat(ada.ok(ws, "post", "ada/" + box).err()).doesNotContain("signature");
  }

  @Test
  void theAccountsPolicyHoldsForADeviceThatHasNone() throws IOException {
    assertThat(ada.ok(ws, "device", "policy", box).out()).containsPattern("- +accept +default +-");
    ada.ok(ws, "device", "policy", "--account", "warn", "-c", CA, "--oem", "acme=" + OEM_CA);
    Ran shown = ada.ok(ws, "device", "policy", box);
    assertThat(shown.out())
        .containsPattern("\\d+ +warn +account +1 \\([0-9a-f]{8}\\) +acme 1 \\([0-9a-f]{8}\\)");
    ada.ok(ws, "device", "policy", box, "accept");
    ada.ok(ws, "device", "policy", box, "inherit");
    Ran history = ada.ok(ws, "device", "policy", box, "--history");
    assertThat(history.out()).containsPattern("(?s)0 +accept +device.*1 +inherit +device");
    assertThat(ada.ok(ws, "device", "policy", box, "--history", "--json").out())
        .contains("\"seq\": 1");
    ada.ok(ws, "device", "policy", "--account", "accept");
    assertThat(ada.ok(ws, "device", "policy", "--account", "--history").out())
        .containsPattern("accept +account");
  }

  @ParameterizedTest
  @CsvSource({
    "'', its id or nick",
    "box strict, needs --cacerts",
    "box warn, needs --cacerts",
    "box STRICT, no such mode",
    "box accept --cacerts CA, looks at no certificates",
    "box accept --revoked CA, looks at no certificates",
    "box --cacerts CA, no mode to use them in",
    "box accept --history, only shows",
    "box accept more, one mode",
    "--account box accept, one mode",
    "--account box, no such mode",
    "box strict --cacerts CA --oem CA, NAME=FILE",
    "box strict --cacerts /no/such/file, /no/such/file",
    "box strict --cacerts /dev/null, /dev/null"
  })
  void whatIsNotUnderstoodIsRefusedBeforeAnythingIsAsked(String words, String reason)
      throws IOException {
    String typed = ("device policy " + words.replace("CA", CA)).strip();
    Ran ran = ada.pvr(ws, typed.split(" +"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(reason);
  }
}
