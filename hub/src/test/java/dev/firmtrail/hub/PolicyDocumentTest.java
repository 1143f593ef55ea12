package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What policy documents are taken, from whom, and what is told of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyDocumentTest {
  private static final String ACCOUNT = "/firmtrail/v1/account/signature-policy";
  private static final String ROOT = Signed.pem("ec-ca.crt.pem");
  private static final JsonObject ACCEPT = JsonObject.builder().put("mode", "accept").build();

  private TestHub hub;
  private String alice;
  private DeviceLogin device;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("alice");
    device = hub.deviceWithTrail(alice, "box");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private static String policyOf(DeviceLogin device) {
    return "/firmtrail/v1/devices/" + device.id() + "/signature-policy";
  }

  private static JsonObject strict(String member, Json value) {
    return Signed.with(Signed.policy("strict"), member, value);
  }

  private static JsonObject oem(String name, String roots) {
    return JsonObject.builder().put("name", name).put("roots", roots).build();
  }

  static Stream<Arguments> refused() {
    String broken = ROOT.replaceFirst("MII", "AAA");
    return Stream.of(
        Arguments.of(JsonObject.EMPTY, "mode: one of"),
        Arguments.of(JsonObject.builder().put("mode", "STRICT").build(), "mode: one of"),
        Arguments.of(JsonObject.builder().put("mode", "strict").build(), "roots: a text"),
        Arguments.of(JsonObject.builder().put("mode", "warn").build(), "roots: a text"),
        Arguments.of(strict("roots", Json.of("nothing")), "roots: no certificate"),
        Arguments.of(strict("roots", Json.Literal.NULL), "roots: a text"),
        Arguments.of(
            strict("roots", Json.of(ROOT + broken)),
            "roots: a certificate that cannot be read (block 2"),
        Arguments.of(
            strict("roots", Json.of(ROOT + Signed.pem("ec-ca.key.pem"))),
            "roots: block 2 is a PRIVATE KEY; only certificates belong here"),
        Arguments.of(strict("root", Json.of(ROOT)), "unknown member root; known are mode,"),
        Arguments.of(strict("revoked", Json.of(ROOT)), "revoked: block 1 is a CERTIFICATE"),
        Arguments.of(strict("revoked", Json.of("")), "revoked: a revocation list that cannot"),
        Arguments.of(strict("oem", Json.of("acme")), "oem: an object"),
        Arguments.of(strict("oem", oem("", ROOT)), "oem.name: "),
        Arguments.of(strict("oem", oem("a/b", ROOT)), "oem.name: "),
        Arguments.of(strict("oem", oem("acme", "x")), "oem.roots: no certificate"),
        Arguments.of(
            strict("oem", Signed.with(oem("acme", ROOT), "x", Json.of("y"))),
            "oem: unknown member x"),
        Arguments.of(
            Signed.with(ACCEPT, "roots", Json.of(ROOT)),
            "roots: the mode accept looks at no certificates"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatBreaksARuleAndSaysWhich(JsonObject document, String reason) {
    for (String path : new String[] {policyOf(device), ACCOUNT}) {
      Reply reply = hub.put(path, alice, document);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.string("msg")).startsWith(reason).doesNotContain("BEGIN");
    }
  }

  @Test
  void refusesUnderStrictKeysThatWerePublished() throws IOException {
    Optional<Path> vectors = Optional.ofNullable(System.getenv("FIRMTRAIL_VECTORS")).map(Path::of);
    assumeTrue(vectors.isPresent(), "FIRMTRAIL_VECTORS names no folder with published keys");
    String published =
        Files.readString(
            vectors.orElseThrow().resolve("real/trust/defaultkeys-cacerts.default.pem"));
    for (JsonObject policy :
        new JsonObject[] {
          strict("roots", Json.of(ROOT + published)), strict("oem", oem("acme", published))
        }) {
      Reply reply = hub.put(policyOf(device), alice, policy);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.string("msg"))
          .startsWith("the private key behind ")
          .contains("was published for developers, so anybody can sign under it");
    }
  }

  @Test
  void tellsWhoSetWhatAndWhenAndForgetsNothing() {
    DeviceLogin told = hub.deviceWithTrail(alice, "told");
    String path = policyOf(told);
    assertThat(hub.get(path, alice).text()).isEqualTo("{\"mode\":\"accept\",\"from\":\"default\"}");
    JsonObject full =
        Signed.with(Signed.policy("strict"), "oem", oem("acme", Signed.pem("oem-ca.crt.pem")));
    for (JsonObject each : new JsonObject[] {full, full, Signed.policy("warn"), ACCEPT}) {
      assertThat(hub.put(path, alice, each).string("mode"))
          .isEqualTo(each.string("mode").orElseThrow());
    }
    JsonArray history = (JsonArray) hub.get(path + "/history", told.token()).anyJson();
    assertThat(history.items())
        .hasSize(4)
        .extracting(each -> ((JsonObject) each).string("mode").orElseThrow())
        .containsExactly("strict", "strict", "warn", "accept");
    JsonObject second = (JsonObject) history.items().get(1);
    assertThat(second.integer("seq")).contains(1L);
    assertThat(second.string("roots")).contains(ROOT);
    assertThat(second.object("oem")).isEqualTo(full.object("oem"));
    String me = hub.get("/auth/auth_status", alice).string("prn");
    assertThat(second.string("who")).contains(me);
    assertThat(second.string("created").orElseThrow()).matches("20\\d\\d-.*Z");
    Reply now = hub.get("/firmtrail/v1/devices/told/signature-policy", told.token());
    assertThat(now.json().integer("seq")).contains(3L);
    assertThat(now.string("from")).isEqualTo("device");
  }

  @Test
  void givesALongHistoryInPages() {
    DeviceLogin busy = hub.deviceWithTrail(alice, "busy");
    for (int i = 0; i < 20; i++) {
      hub.put(policyOf(busy), alice, ACCEPT);
    }
    String history = policyOf(busy) + "/history";
    assertThat(((JsonArray) hub.get(history, alice).anyJson()).items()).hasSize(16);
    JsonArray rest = (JsonArray) hub.get(history + "?from=16", alice).anyJson();
    assertThat(rest.items())
        .extracting(each -> ((JsonObject) each).integer("seq").orElseThrow())
        .containsExactly(16L, 17L, 18L, 19L);
    assertThat(hub.get(history + "?from=20", alice).text()).isEqualTo("[]");
  }

  @Test
  void showsADeviceWhatItsOwnersAccountSays() {
    String bob = hub.account("bob");
    DeviceLogin his = hub.deviceWithTrail(bob, "box");
    hub.put(ACCOUNT, bob, Signed.policy("warn"));
    Reply governing = hub.get(policyOf(his), his.token());
    assertThat(governing.string("from")).isEqualTo("account");
    assertThat(governing.string("roots")).isEqualTo(ROOT);
    assertThat(hub.get(policyOf(his) + "/history", his.token()).text()).isEqualTo("[]");
    hub.put(policyOf(his), bob, ACCEPT);
    assertThat(hub.get(policyOf(his), bob).string("from")).isEqualTo("device");
    hub.put(policyOf(his), bob, JsonObject.builder().put("mode", "inherit").build());
    assertThat(hub.get(policyOf(his), bob).string("from")).isEqualTo("account");
    assertThat(hub.get(policyOf(device), alice).string("from")).isNotEqualTo("account");
  }

  @Test
  void refusesOthersInTheSameWordsWhetherThereIsSuchADeviceOrNot() {
    String stranger = hub.account("stranger");
    DeviceLogin other = hub.deviceWithTrail(stranger, "other");
    hub.call(
        "PUT",
        "/devices/" + device.id() + "/public",
        Optional.of(alice),
        Optional.empty(),
        Map.of());
    String none = "/firmtrail/v1/devices/0123456789abcdef01234567/signature-policy";
    for (String token : new String[] {stranger, other.token(), hub.anonymous()}) {
      for (String tail : new String[] {"", "/history"}) {
        Reply reply = hub.get(policyOf(device) + tail, token);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(hub.get(none + tail, token).string("msg")).isEqualTo(reply.string("msg"));
      }
      Reply set = hub.put(policyOf(device), token, ACCEPT);
      assertThat(set.status()).isEqualTo(403);
      assertThat(hub.put(none, token, ACCEPT).string("msg")).isEqualTo(set.string("msg"));
    }
    assertThat(hub.put(policyOf(device), device.token(), ACCEPT).status()).isEqualTo(403);
    assertThat(hub.put(ACCOUNT, device.token(), ACCEPT).status()).isEqualTo(403);
    hub.call(
        "DELETE",
        "/devices/" + device.id() + "/public",
        Optional.of(alice),
        Optional.empty(),
        Map.of());
  }

  @Test
  void lowersNothingByATokenThatIsOnlyGoodForPosting() {
    String poster =
        hub.postOpen(
                "/auth/login",
                JsonObject.builder()
                    .put("username", "alice")
                    .put("password", TestHub.PASSWORD)
                    .put("scope", "trails objects")
                    .build())
            .string("token");
    assertThat(hub.put(policyOf(device), poster, ACCEPT).status()).isEqualTo(403);
    assertThat(hub.put(ACCOUNT, poster, ACCEPT).status()).isEqualTo(403);
  }
}
