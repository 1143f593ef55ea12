package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.FleetAuthority.Credential;
import dev.firmtrail.hub.ServerCertificate.Wish;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Tls;
import dev.firmtrail.hub.web.TlsFiles;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Devices show by a certificate whose they are: openssl makes the certificates and is the device.
 * Everything else is asked by a client that has no certificate.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipTest {
  private static final String COMPLETED = "{\"status\":\"completed\"}";
  private static final String NOBODY_VOUCHES = "no authority that is trusted vouches for";
  private static final Pattern ANSWER =
      Pattern.compile("HTTP/1\\.1 (\\d{3}) .*?\r\n\r\n(\\{.*?\\})", Pattern.DOTALL);

  private Path directory;
  private ServerCertificate server;
  private FleetAuthority fleet;
  private FleetAuthority strangers;
  private TestHub hub;
  private volatile Duration later = Duration.ZERO;
  private String alice;
  private DeviceLogin device;
  private int turn;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    Openssl.needs("openssl");
    directory = temporary;
    server = ServerCertificate.make(directory.resolve("tls"), Wish.rsa());
    fleet = FleetAuthority.root(directory.resolve("fleet"), "/O=Fleet/CN=Fleet CA");
    strangers = FleetAuthority.root(directory.resolve("strangers"), "/O=Fleet/CN=Fleet CA");
    hub =
        TestHub.start(
            directory.resolve("hub"),
            asking(fleet.certificate()),
            server.client(),
            () -> Instant.now().plus(later));
    alice = hub.account("alice");
  }

  @BeforeEach
  void makeADevice() {
    later = Duration.ZERO;
    device = hub.device(alice, "box-" + turn++);
  }

  @AfterAll
  void stop() {
    if (hub != null) {
      hub.close();
    }
  }

  private TlsFiles asking(Path authorities) {
    return new TlsFiles(server.chain(), server.key(), false, Optional.of(authorities));
  }

  /** What openssl said, and what the hub answered it. */
  private record Heard(String all, int status, String body) {
    static Heard of(Openssl.Run run) {
      Matcher answer = ANSWER.matcher(run.said());
      assertThat(answer.find()).as(run.said()).isTrue();
      return new Heard(run.said(), Integer.parseInt(answer.group(1)), answer.group(2));
    }
  }

  private static List<String> with(Credential credential, String... more) {
    List<String> arguments = new ArrayList<>(credential.arguments());
    // Small keys are shown to the hub as well.
    arguments.addAll(List.of("-cipher", "DEFAULT@SECLEVEL=0"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** As simulated devices call: HTTP/1.0, no body, no length. */
  private Heard validate(TestHub asked, String id, String token, List<String> tls)
      throws IOException {
    URI url = asked.hub().url();
    List<String> arguments =
        new ArrayList<>(List.of("s_client", "-connect", url.getAuthority(), "-ign_eof"));
    arguments.addAll(List.of("-CAfile", server.root().toString(), "-verify_return_error"));
    arguments.addAll(tls);
    return Heard.of(
        Openssl.run(
            "POST /devices/"
                + id
                + "/ownership/validate HTTP/1.0\r\nHost: "
                + url.getHost()
                + "\r\nAuthorization: Bearer "
                + token
                + "\r\n\r\n",
            arguments));
  }

  private Heard validate(DeviceLogin who, List<String> tls) throws IOException {
    return validate(hub, who.id(), who.token(), tls);
  }

  private void completes(DeviceLogin who, List<String> tls) throws IOException {
    Heard heard = validate(who, tls);
    assertThat(heard.body()).isEqualTo(COMPLETED);
    assertThat(heard.status()).isEqualTo(200);
  }

  private void refuses(DeviceLogin who, List<String> tls, String why) throws IOException {
    Heard heard = validate(who, tls);
    assertThat(heard.body()).contains("\"code\":403", "\"error\":\"REST-ERR-ID-", why);
    assertThat(heard.status()).isEqualTo(403);
    assertThat(validated(who)).isEmpty();
  }

  /** The bodies of the events, as the owner sees them. */
  private List<JsonObject> validated(DeviceLogin who) {
    return hub.events(who, alice).stream()
        .filter(event -> event.string("kind").orElseThrow().equals("ownership-validated"))
        .peek(event -> assertThat(event.string("who")).contains(who.prn()))
        .map(event -> event.object("body").orElseThrow())
        .toList();
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
    Credential mine = fleet.device("good" + version, "/O=Fleet/CN=" + device.id());
    Heard heard = validate(device, with(mine, version));
    assertThat(heard.body()).isEqualTo(COMPLETED);
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.all())
        .contains("Acceptable client certificate CA names\nO = Fleet, CN = Fleet CA\n");
    X509Certificate shown = read(mine);
    assertThat(validated(device))
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
    Credential mine = fleet.device("curl", "/CN=curl");
    Openssl.Run run =
        Openssl.program(
            "curl",
            "",
            List.of(
                "--silent",
                "--show-error",
                "--cacert",
                server.root().toString(),
                "--cert",
                mine.certificate().toString(),
                "--key",
                mine.key().toString(),
                "--request",
                "POST",
                "--header",
                "Authorization: Bearer " + device.token(),
                hub.url("/devices/" + device.id() + "/ownership/validate")));
    assertThat(run).isEqualTo(new Openssl.Run(0, COMPLETED));
    assertThat(validated(device)).hasSize(1);
  }

  @Test
  void followsAChainToTheAuthority() throws Exception {
    FleetAuthority line = fleet.below("/CN=Line");
    FleetAuthority shift = line.below("/CN=Shift");
    completes(device, with(shift.device("chained", "/CN=chained")));
    Credential longer = line.device("longer", "/CN=longer");
    Path behind = directory.resolve("behind.pem");
    for (Path each :
        List.of(longer.chain().orElseThrow(), fleet.certificate(), strangers.certificate())) {
      Files.writeString(
          behind, Files.readString(each), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    completes(
        hub.device(alice, "longer"),
        with(new Credential(longer.certificate(), longer.key(), Optional.of(behind))));
    Credential gap = line.device("gap", "/CN=gap");
    refuses(
        hub.device(alice, "gap"),
        with(new Credential(gap.certificate(), gap.key(), Optional.of(fleet.certificate()))),
        NOBODY_VOUCHES);
    refuses(
        hub.device(alice, "device-as-authority"),
        with(strangers.below("/CN=Line").device("forged", "/CN=forged")),
        NOBODY_VOUCHES);
  }

  @Test
  void keepsAnAuthorityBelowToWhatThatOneMaySign() throws Exception {
    // A device's own certificate in the place of an authority's.
    FleetAuthority notOne = fleet.belowWith("/CN=no authority", "device");
    refuses(device, with(notOne.device("below-a-device", "/CN=below")), NOBODY_VOUCHES);
  }

  @Test
  void refusesWhatNobodyInTheFileVouchesFor() throws Exception {
    // The same name, another key.
    refuses(device, with(strangers.device("stranger", "/CN=stranger")), NOBODY_VOUCHES);
    refuses(device, with(strangers.selfSigned("self", "/CN=self")), NOBODY_VOUCHES);
    refuses(device, with(strangers.selfSigned("same", "/O=Fleet/CN=Fleet CA")), NOBODY_VOUCHES);
    refuses(
        device,
        with(new Credential(fleet.certificate(), fleet.key(), Optional.empty())),
        "is of an authority, not of a client");
  }

  @Test
  void refusesACertificateForSomethingElse() throws Exception {
    refuses(device, with(fleet.of("server", "server")), "is not for clients of TLS");
    refuses(device, with(fleet.of("usage", "keyEncipherment")), "is not for signatures");
    refuses(device, with(fleet.ofSmallKey("small"), "-tls1_2"), "is too small");
    completes(device, with(fleet.of("any", "any")));
    completes(device, with(fleet.of("silent", "silent")));
  }

  @Test
  void refusesACertificateThatHasEndedByTheHubsClock() throws Exception {
    Credential mine = fleet.device("ended", "/CN=ended");
    later = Duration.ofDays(3);
    String owner = hub.login("alice", TestHub.PASSWORD);
    DeviceLogin late = hub.device(owner, "late");
    Heard heard = validate(late, with(mine));
    assertThat(heard.body()).contains("CN=ended is valid from ", "\"code\":403");
    later = Duration.ZERO;
    completes(device, with(mine));
  }

  @Test
  void refusesACertificateOfAnotherDevice() throws Exception {
    DeviceLogin other = hub.device(alice, "other");
    String why = "its serialNumber is not this device's id";
    for (String name :
        List.of(
            "/CN=x/serialNumber=" + other.id(),
            "/CN=x+serialNumber=" + other.id(),
            "/serialNumber=" + device.id() + "/serialNumber=" + other.id(),
            "/CN=x/serialNumber=0123456789abcdef01234567")) {
      Credential theirs = fleet.device("serial" + name.replaceAll("\\W", "-"), name);
      Heard heard = validate(device, with(theirs));
      assertThat(heard.body()).as(name).contains(why);
    }
    assertThat(validated(device)).isEmpty();
    Credential mine = fleet.device("own-serial", "/CN=x/serialNumber=" + device.id());
    completes(device, with(mine));
    completes(other, with(fleet.device("factory", "/CN=x/serialNumber=SN-0042")));
  }

  @Test
  void tiesAKeyToOneDevice() throws Exception {
    Credential mine = fleet.device("tied", "/CN=tied");
    completes(device, with(mine));
    DeviceLogin thief = hub.device(alice, "thief");
    String why = "its key is another device's";
    refuses(thief, with(mine), why);
    refuses(thief, with(fleet.renewed(mine, "tied-again", "/CN=new")), why);
    assertThat(validate(thief, with(mine)).body()).doesNotContain(device.id());
    assertThat(hub.delete("/devices/" + device.id(), alice).status()).isEqualTo(200);
    refuses(thief, with(mine), why);
  }

  @Test
  void tellsTheSameCertificateOnceAndARenewedOneAgainAlsoAfterARestart() throws Exception {
    Credential mine = fleet.device("first", "/CN=first");
    completes(device, with(mine));
    completes(device, with(mine));
    assertThat(validated(device)).hasSize(1);
    hub.restart();
    completes(device, with(mine));
    completes(device, with(fleet.renewed(mine, "second", "/CN=second")));
    completes(device, with(fleet.device("third", "/CN=third")));
    completes(device, with(mine));
    assertThat(validated(device))
        .extracting(body -> body.string("subject").orElseThrow())
        .containsExactly("CN=first", "CN=second", "CN=third");
    assertThat(HubRun.of("doctor", "--data", directory.resolve("hub").toString()).done().out())
        .contains("ownership           good");
  }

  @Test
  void givesOneOfTwoDevicesAtOnceTheCertificate() throws Exception {
    for (int round = 0; round < 3; round++) {
      Credential one = fleet.device("race-" + round, "/CN=race");
      List<Callable<Heard>> both = new ArrayList<>();
      for (String nick : List.of("left-", "right-")) {
        DeviceLogin racer = hub.device(alice, nick + round);
        both.add(() -> validate(racer, with(one)));
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
    Credential mine = fleet.device("itself", "/CN=itself");
    DeviceLogin sibling = hub.device(alice, "sibling");
    String bob = hub.account("bob");
    for (String token : List.of(alice, sibling.token(), bob, hub.anonymous())) {
      assertThat(validate(hub, device.id(), token, with(mine)).status()).isEqualTo(403);
    }
    assertThat(validate(hub, device.id(), "x.y.z", with(mine)).status()).isEqualTo(401);
    Reply waiting = hub.postOpen("/devices/", JsonObject.EMPTY);
    String token = hub.login(waiting.string("prn"), waiting.string("secret"));
    assertThat(validate(hub, waiting.string("id"), token, with(mine)).body())
        .contains("nobody has claimed this device yet", "403");
    assertThat(validated(device)).isEmpty();
    completes(device, with(mine));
  }

  @Test
  void asksForACertificateInTheHandshakeAndBelievesNoHeader() throws Exception {
    String why = "no client certificate came with this TLS session";
    refuses(device, List.of("-tls1_2"), why);
    refuses(device, List.of("-tls1_3"), why);
    Credential mine = fleet.device("header", "/CN=header");
    String pem = Files.readString(mine.certificate()).replace("\n", " ");
    DeviceLogin liar =
        new DeviceLogin(
            device.id(),
            device.prn(),
            device.token() + "\r\nX-SSL-Client-Cert: " + pem + "\r\nX-SSL-Client-Verify: SUCCESS");
    refuses(liar, List.of(), why);
  }

  /** In a session that goes on, nobody is asked again: it has what it began with. */
  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void keepsInASessionTheCertificateThatItBeganWith(String version) throws Exception {
    DeviceLogin other = hub.device(alice, "other" + version);
    Credential mine = fleet.device("mine" + version, "/CN=mine");
    Credential theirs = fleet.device("theirs" + version, "/CN=theirs");
    String session = directory.resolve("session" + version).toString();
    String bare = directory.resolve("bare" + version).toString();
    List<String> resume = List.of(version, "-sess_in", session);

    completes(device, with(mine, version, "-sess_out", session));
    Heard again = validate(device, resume);
    assertThat(again.all()).contains("Reused, TLSv1.");
    assertThat(again.body()).isEqualTo(COMPLETED);
    assertThat(validated(device)).hasSize(1);

    Heard mixed = validate(other, with(theirs, resume.toArray(String[]::new)));
    assertThat(mixed.all()).contains("Reused, TLSv1.");
    assertThat(mixed.body()).contains("its key is another device's");

    completes(other, with(theirs, version));
    refuses(hub.device(alice, "bare" + version), List.of(version, "-sess_out", bare), "no client");
    Heard late = validate(other, with(theirs, version, "-sess_in", bare));
    assertThat(late.all()).contains("Reused, TLSv1.");
    assertThat(late.body()).contains("no client certificate");
  }

  @Test
  void asksNobodyUnlessTheOperatorNamesAuthorities() throws Exception {
    TlsFiles plain = new TlsFiles(server.chain(), server.key(), false, Optional.empty());
    try (TestHub other =
        TestHub.start(directory.resolve("plain"), plain, server.client(), Instant::now)) {
      DeviceLogin known = other.device(other.account("carol"), "box");
      Credential mine = fleet.device("unasked", "/CN=unasked");
      Heard heard = validate(other, known.id(), known.token(), with(mine));
      assertThat(heard.body()).contains("this hub knows no authorities of devices", "403");
      assertThat(heard.all()).contains("No client certificate CA names sent");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"silent", "mute"})
  void takesNobodyForAnAuthorityThatMayNotSignCertificates(String section) throws Exception {
    Credential none = fleet.of(section + "-authority", section);
    assertThatThrownBy(() -> Tls.open(asking(none.certificate()), InstantSource.system()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("CN=" + section + ", which is of no authority");
  }

  @Test
  void keepsNoNameThatIsTooLong() throws Exception {
    String many = "/OU=0123456789012345678901234567890123456789012345678901234567890123";
    refuses(
        device,
        with(fleet.device("long", many.repeat(15) + "/CN=long")),
        "a name in it has more than 1000 characters");
  }

  @Test
  void isMissedByTheDoctorWhereItWasTakenAway() throws Exception {
    Path data = directory.resolve("ill");
    try (TestHub other =
        TestHub.start(data, asking(fleet.certificate()), server.client(), Instant::now)) {
      DeviceLogin known = other.device(other.account("dora"), "box");
      Credential mine = fleet.device("doctor", "/CN=doctor");
      assertThat(validate(other, known.id(), known.token(), with(mine)).status()).isEqualTo(200);
    }
    assertThat(DoctorTest.ill(data)).isEmpty();
    DoctorTest.plant(data, "DELETE FROM ownerships");
    assertThat(DoctorTest.ill(data)).containsExactly("ownership");
  }
}
