package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route in the hub's own list, asked by those who have no business there. A new route is in
 * this test from its first day.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangerTest {
  private static final String BODY =
      "{\"rev\":-1,\"state\":{\"#spec\":\"pantavisor-service-system@1\"}}";

  /** The operator's own calls ask for another secret: {@link MetricsTest}. */
  private static final Set<Access> UNGUARDED =
      Set.of(Access.OPEN, Access.OPTIONAL_TOKEN, Access.OPERATOR);

  private TestHub hub;
  private DeviceLogin device;
  private String object;
  private String joinToken;
  private String personalToken;
  private String stranger;
  private String strangerDevice;
  private String anonymous;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    String owner = hub.account("owner");
    device = hub.deviceWithTrail(owner, "secret-device");
    object = hub.object(owner, "content", "a");
    joinToken = hub.post("/devices/tokens", owner, JsonObject.EMPTY).string("id");
    personalToken =
        hub.post(
                "/tokens",
                owner,
                JsonObject.builder().put("scopes", Json.ofStrings(List.of("all"))).build())
            .string("id");
    hub.post(
        "/trails/" + device.id() + "/steps", owner, TestHub.step(-1, TestHub.state("a", object)));
    stranger = hub.account("stranger");
    strangerDevice = hub.deviceWithTrail(stranger, "other-device").token();
    anonymous = hub.anonymous();
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  Stream<Route> routes() {
    return hub.hub().routes().stream();
  }

  Stream<Route> guarded() {
    return routes().filter(route -> !UNGUARDED.contains(route.access()));
  }

  Stream<Route> ofOneDevice() {
    return guarded()
        .filter(route -> route.path().contains("{id}") || route.path().contains("{user}"));
  }

  private String path(Route route) {
    return route
        .path()
        .replace("/devices/tokens/{id}", "/devices/tokens/" + joinToken)
        .replaceFirst("^/tokens/\\{id}", "/tokens/" + personalToken)
        .replace("{id}", device.id())
        .replace("{rev}", "1")
        .replace("{sha}", object)
        .replace("{user}", "owner")
        .replace("{device}", "secret-device")
        .replace("{nick}", "owner")
        .replace("{filename}", "step.tgz");
  }

  private Reply ask(Route route, Optional<String> token) {
    Optional<String> body = route.method() == Method.GET ? Optional.empty() : Optional.of(BODY);
    return hub.call(route.method().name(), path(route), token, body, Map.of());
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void asksForATokenFirst(Route route) {
    for (Optional<String> token :
        Stream.of(Optional.<String>empty(), Optional.of("x.y.z"), Optional.of(stranger + "x"))
            .toList()) {
      Reply reply = ask(route, token);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("WWW-Authenticate"))
          .contains("JWT realm=\"pantahub services\", ph-aeps=\"" + hub.hub().url() + "/auth\"");
      assertThat(reply.text().replaceAll("\\s+(?=[\"}])", "").replace("\": \"", "\":\""))
          .isEqualTo("{\"Error\":\"Not Authorized\"}");
    }
  }

  @ParameterizedTest
  @MethodSource("ofOneDevice")
  void showsNothingOfAPrivateDeviceToOthers(Route route) {
    for (String token : new String[] {stranger, strangerDevice, anonymous}) {
      Reply reply = ask(route, Optional.of(token));
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.text())
          .doesNotContain("secret-device")
          .doesNotContain("owner\":")
          .doesNotContain(object);
    }
  }

  @Test
  void exportsNothingOfAPrivateDeviceToOthers() {
    Route export =
        routes().filter(route -> route.path().startsWith("/exports/")).findAny().orElseThrow();
    showsNothingOfAPrivateDeviceToOthers(export);
    asksForATokenFirst(export);
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void refusesAScopeThatDoesNotFit(Route route) {
    String narrow =
        hub.postOpen(
                "/auth/login",
                JsonObject.builder()
                    .put("username", "stranger")
                    .put("password", TestHub.PASSWORD)
                    .put("scope", "metrics.readonly")
                    .build())
            .string("token");
    Reply reply = ask(route, Optional.of(narrow));
    if (route.need().accepted().isEmpty()) {
      assertThat(reply.status()).isNotEqualTo(401);
    } else {
      assertThat(reply.status()).isEqualTo(403);
      String header = reply.header("WWW-Authenticate").orElse("");
      assertThat(header)
          .startsWith("Bearer Realm=\"pantahub services\", ph-aeps=")
          .contains("error=\"insufficient_scope\"");
      // The published client cuts at comma and blank, and every piece must have an equals sign.
      for (String piece : header.substring("Bearer ".length()).split(", ", -1)) {
        assertThat(piece).contains("=");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void letsTheAnonymousCallerWriteNothing(Route route) {
    if (route.method() != Method.GET) {
      assertThat(ask(route, Optional.of(anonymous)).status()).isEqualTo(403);
    }
  }
}
