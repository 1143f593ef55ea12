package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.FleetAuthority.Credential;
import dev.firmtrail.hub.ServerCertificate.Wish;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.web.TlsFiles;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hub that asks devices for certificates, the authorities of a fleet, and openssl as a device.
 */
final class OwnershipWorld implements AutoCloseable {
  static final String COMPLETED = "{\"status\":\"completed\"}";
  static final String NOBODY_VOUCHES = "no authority that is trusted vouches for";
  private static final Pattern ANSWER =
      Pattern.compile("HTTP/1\\.1 (\\d{3}) .*?\r\n\r\n(\\{.*?\\})", Pattern.DOTALL);

  private final Path directory;
  private final ServerCertificate server;
  private final FleetAuthority fleet;
  private final FleetAuthority strangers;
  private final TestHub hub;
  private final String alice;
  private volatile Duration later = Duration.ZERO;

  /** Skips the test aloud where there is no openssl. */
  OwnershipWorld(Path directory) throws IOException {
    Openssl.needs("openssl");
    this.directory = directory;
    this.server = ServerCertificate.make(directory.resolve("tls"), Wish.rsa());
    this.fleet = FleetAuthority.root(directory.resolve("fleet"), "/O=Fleet/CN=Fleet CA");
    this.strangers = FleetAuthority.root(directory.resolve("strangers"), "/O=Fleet/CN=Fleet CA");
    this.hub =
        TestHub.start(
            directory.resolve("hub"),
            asking(fleet.certificate()),
            server.client(),
            () -> Instant.now().plus(later));
    this.alice = hub.account("alice");
  }

  @Override
  public void close() {
    hub.close();
  }

  Path directory() {
    return directory;
  }

  ServerCertificate server() {
    return server;
  }

  /** The one that the hub knows. */
  FleetAuthority fleet() {
    return fleet;
  }

  /** Another of the same name. */
  FleetAuthority strangers() {
    return strangers;
  }

  TestHub hub() {
    return hub;
  }

  /** The token of who owns the devices. */
  String alice() {
    return alice;
  }

  /** From now on the hub's clock is ahead by so much. */
  void later(Duration ahead) {
    later = ahead;
  }

  TlsFiles asking(Path authorities) {
    return new TlsFiles(server.chain(), server.key(), false, Optional.of(authorities));
  }

  /** What openssl said, and what the hub answered it. */
  record Heard(String all, int status, String body) {
    static Heard of(Openssl.Run run) {
      Matcher answer = ANSWER.matcher(run.said());
      assertThat(answer.find()).as(run.said()).isTrue();
      return new Heard(run.said(), Integer.parseInt(answer.group(1)), answer.group(2));
    }
  }

  static List<String> with(Credential credential, String... more) {
    List<String> arguments = new ArrayList<>(credential.arguments());
    // Small keys are shown to the hub as well.
    arguments.addAll(List.of("-cipher", "DEFAULT@SECLEVEL=0"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** As simulated devices call: HTTP/1.0, no body, no length. */
  Heard validate(TestHub asked, String id, String token, List<String> tls) throws IOException {
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

  Heard validate(DeviceLogin who, List<String> tls) throws IOException {
    return validate(hub, who.id(), who.token(), tls);
  }

  void completes(DeviceLogin who, List<String> tls) throws IOException {
    Heard heard = validate(who, tls);
    assertThat(heard.body()).isEqualTo(COMPLETED);
    assertThat(heard.status()).isEqualTo(200);
  }

  void refuses(DeviceLogin who, List<String> tls, String why) throws IOException {
    Heard heard = validate(who, tls);
    assertThat(heard.body()).contains("\"code\":403", "\"error\":\"REST-ERR-ID-", why);
    assertThat(heard.status()).isEqualTo(403);
    assertThat(validated(who)).isEmpty();
  }

  /** The bodies of the events, as the owner sees them. */
  List<JsonObject> validated(DeviceLogin who) {
    return hub.events(who, alice).stream()
        .filter(event -> event.string("kind").orElseThrow().equals("ownership-validated"))
        .peek(event -> assertThat(event.string("who")).contains(who.prn()))
        .map(event -> event.object("body").orElseThrow())
        .toList();
  }
}
