package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.FleetAuthority.Credential;
import dev.firmtrail.hub.OwnershipWorld.Heard;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.TlsFiles;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the certificate that a device shows: who may show it, and what is kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipTest {
  private OwnershipWorld world;
  private DeviceLogin device;
  private int turn;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    world = new OwnershipWorld(directory);
  }

  @BeforeEach
  void makeADevice() {
    world.later(Duration.ZERO);
    device = world.hub().device(world.alice(), "box-" + turn++);
  }

  @AfterAll
  void stop() {
    if (world != null) {
      world.close();
    }
  }

  private static X509Certificate read(Credential credential) throws IOException {
    try (InputStream in = Files.newInputStream(credential.certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException broken) {
      throw new AssertionError(broken);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void areBelievedADeviceThatShowsItsCertificate(String version) throws Exception {
    Credential mine = world.fleet().device("good" + version, "/O=Fleet/CN=" + device.id());
    Heard heard = world.validate(device, OwnershipWorld.with(mine, version));
    assertThat(heard.body()).isEqualTo(OwnershipWorld.COMPLETED);
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.all())
        .contains("Acceptable client certificate CA names\nO = Fleet, CN = Fleet CA\n");
    X509Certificate shown = read(mine);
    assertThat(world.validated(device))
        .containsExactly(
            JsonObject.builder()
                .put("certificate", Sha256.hex(shown.getEncoded()))
                .put("issuer", "CN=Fleet CA,O=Fleet")
                .put("not-after", shown.getNotAfter().toInstant().toString())
                .put("public-key", Sha256.hex(shown.getPublicKey().getEncoded()))
                .put("subject", "CN=" + device.id() + ",O=Fleet")
                .build());
  }

  @Test
  void believesAnotherProgramsEyesToo() throws Exception {
    Openssl.needs("curl");
    Credential mine = world.fleet().device("curl", "/CN=curl");
    Openssl.Run run =
        Openssl.program(
            "curl",
            "",
            List.of(
                "--silent",
                "--show-error",
                "--cacert",
                world.server().root().toString(),
                "--cert",
                mine.certificate().toString(),
                "--key",
                mine.key().toString(),
                "--request",
                "POST",
                "--header",
                "Authorization: Bearer " + device.token(),
                world.hub().url("/devices/" + device.id() + "/ownership/validate")));
    assertThat(run).isEqualTo(new Openssl.Run(0, OwnershipWorld.COMPLETED));
    assertThat(world.validated(device)).hasSize(1);
  }

  @Test
  void tiesAKeyToOneDevice() throws Exception {
    Credential mine = world.fleet().device("tied", "/CN=tied");
    world.completes(device, OwnershipWorld.with(mine));
    DeviceLogin thief = world.hub().device(world.alice(), "thief");
    String why = "its key is another device's";
    world.refuses(thief, OwnershipWorld.with(mine), why);
    world.refuses(
        thief, OwnershipWorld.with(world.fleet().renewed(mine, "tied-again", "/CN=new")), why);
    assertThat(world.validate(thief, OwnershipWorld.with(mine)).body()).doesNotContain(device.id());
    assertThat(world.hub().delete("/devices/" + device.id(), world.alice()).status())
        .isEqualTo(200);
    world.refuses(thief, OwnershipWorld.with(mine), why);
  }

  @Test
  void tellsTheSameCertificateOnceAndARenewedOneAgainAlsoAfterARestart() throws Exception {
    Credential mine = world.fleet().device("first", "/CN=first");
    world.completes(device, OwnershipWorld.with(mine));
    world.completes(device, OwnershipWorld.with(mine));
    assertThat(world.validated(device)).hasSize(1);
    world.hub().restart();
    world.completes(device, OwnershipWorld.with(mine));
    world.completes(
        device, OwnershipWorld.with(world.fleet().renewed(mine, "second", "/CN=second")));
    world.completes(device, OwnershipWorld.with(world.fleet().device("third", "/CN=third")));
    world.completes(device, OwnershipWorld.with(mine));
    assertThat(world.validated(device))
        .extracting(body -> body.string("subject").orElseThrow())
        .containsExactly("CN=first", "CN=second", "CN=third");
    assertThat(
            HubRun.of("doctor", "--data", world.directory().resolve("hub").toString()).done().out())
        .contains("ownership           good");
  }

  @Test
  void givesOneOfTwoDevicesAtOnceTheCertificate() throws Exception {
    for (int round = 0; round < 3; round++) {
      Credential one = world.fleet().device("race-" + round, "/CN=race");
      List<Callable<Heard>> both = new ArrayList<>();
      for (String nick : List.of("left-", "right-")) {
        DeviceLogin racer = world.hub().device(world.alice(), nick + round);
        both.add(() -> world.validate(racer, OwnershipWorld.with(one)));
      }
      List<Integer> answers = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        for (Future<Heard> answer : threads.invokeAll(both)) {
          answers.add(answer.get().status());
        }
      }
      assertThat(answers).containsExactlyInAnyOrder(200, 403);
    }
  }

  @Test
  void isForTheDeviceItselfAlone() throws Exception {
    Credential mine = world.fleet().device("itself", "/CN=itself");
    DeviceLogin sibling = world.hub().device(world.alice(), "sibling");
    String bob = world.hub().account("bob");
    for (String token : List.of(world.alice(), sibling.token(), bob, world.hub().anonymous())) {
      assertThat(
              world.validate(world.hub(), device.id(), token, OwnershipWorld.with(mine)).status())
          .isEqualTo(403);
    }
    assertThat(
            world.validate(world.hub(), device.id(), "x.y.z", OwnershipWorld.with(mine)).status())
        .isEqualTo(401);
    Reply waiting = world.hub().postOpen("/devices/", JsonObject.EMPTY);
    String token = world.hub().login(waiting.string("prn"), waiting.string("secret"));
    assertThat(
            world
                .validate(world.hub(), waiting.string("id"), token, OwnershipWorld.with(mine))
                .body())
        .contains("nobody has claimed this device yet", "403");
    assertThat(world.validated(device)).isEmpty();
    world.completes(device, OwnershipWorld.with(mine));
  }

  @Test
  void asksForACertificateInTheHandshakeAndBelievesNoHeader() throws Exception {
    String why = "no client certificate came with this TLS session";
    world.refuses(device, List.of("-tls1_2"), why);
    world.refuses(device, List.of("-tls1_3"), why);
    Credential mine = world.fleet().device("header", "/CN=header");
    String pem = Files.readString(mine.certificate()).replace("\n", " ");
    DeviceLogin liar =
        new DeviceLogin(
            device.id(),
            device.prn(),
            device.token() + "\r\nX-SSL-Client-Cert: " + pem + "\r\nX-SSL-Client-Verify: SUCCESS");
    world.refuses(liar, List.of(), why);
  }

  /** In a session that goes on, nobody is asked again: it has what it began with. */
  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void keepsInASessionTheCertificateThatItBeganWith(String version) throws Exception {
    DeviceLogin other = world.hub().device(world.alice(), "other" + version);
    Credential mine = world.fleet().device("mine" + version, "/CN=mine");
    Credential theirs = world.fleet().device("theirs" + version, "/CN=theirs");
    String session = world.directory().resolve("session" + version).toString();
    String bare = world.directory().resolve("bare" + version).toString();
    List<String> resume = List.of(version, "-sess_in", session);

    world.completes(device, OwnershipWorld.with(mine, version, "-sess_out", session));
    Heard again = world.validate(device, resume);
    assertThat(again.all()).contains("Reused, TLSv1.");
    assertThat(again.body()).isEqualTo(OwnershipWorld.COMPLETED);
    assertThat(world.validated(device)).hasSize(1);

    Heard mixed = world.validate(other, OwnershipWorld.with(theirs, resume.toArray(String[]::new)));
    assertThat(mixed.all()).contains("Reused, TLSv1.");
    assertThat(mixed.body()).contains("its key is another device's");

    world.completes(other, OwnershipWorld.with(theirs, version));
    world.refuses(
        world.hub().device(world.alice(), "bare" + version),
        List.of(version, "-sess_out", bare),
        "no client");
    Heard late = world.validate(other, OwnershipWorld.with(theirs, version, "-sess_in", bare));
    assertThat(late.all()).contains("Reused, TLSv1.");
    assertThat(late.body()).contains("no client certificate");
  }

  @Test
  void asksNobodyUnlessTheOperatorNamesAuthorities() throws Exception {
    TlsFiles plain =
        new TlsFiles(world.server().chain(), world.server().key(), false, Optional.empty());
    try (TestHub other =
        TestHub.start(
            world.directory().resolve("plain"), plain, world.server().client(), Instant::now)) {
      DeviceLogin known = other.device(other.account("carol"), "box");
      Credential mine = world.fleet().device("unasked", "/CN=unasked");
      Heard heard = world.validate(other, known.id(), known.token(), OwnershipWorld.with(mine));
      assertThat(heard.body()).contains("this hub knows no authorities of devices", "403");
      assertThat(heard.all()).contains("No client certificate CA names sent");
    }
  }

  @Test
  void isMissedByTheDoctorWhereItWasTakenAway() throws Exception {
    Path data = world.directory().resolve("ill");
    try (TestHub other =
        TestHub.start(
            data,
            world.asking(world.fleet().certificate()),
            world.server().client(),
            Instant::now)) {
      DeviceLogin known = other.device(other.account("dora"), "box");
      Credential mine = world.fleet().device("doctor", "/CN=doctor");
      assertThat(
              world.validate(other, known.id(), known.token(), OwnershipWorld.with(mine)).status())
          .isEqualTo(200);
    }
    assertThat(DoctorTest.ill(data)).isEmpty();
    DoctorTest.plant(data, "DELETE FROM ownerships");
    assertThat(DoctorTest.ill(data)).containsExactly("ownership");
  }
}
