package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.signatures.Selection;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a posted state must be under each signature policy, judged at the hub's clock. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignaturePolicyTest {
  private static final String NOTICE = "Firmtrail-Signatures";
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant WHEN_ALL_HAVE_EXPIRED = Instant.parse("2050-06-01T00:00:00Z");
  private static final SigningKey EXPIRED =
      Signed.key("ec-leaf.key.pem", "ec-leaf-expired.crt.pem");
  private static final SigningKey OEM = Signed.key("oem-leaf.key.pem", "oem-leaf.crt.pem");
  private static final SigningKey OTHER = Signed.key("other-leaf.key.pem", "other-leaf.crt.pem");

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private TestHub hub;
  private String alice;
  private DeviceLogin device;
  private int devices;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"), clock::get);
    alice = hub.account("alice");
  }

  @BeforeEach
  void makeADevice() {
    clock.set(NOW);
    device = hub.deviceWithTrail(alice, "box-" + devices++);
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  /** With a part, its configuration, and keys outside of parts. */
  private static JsonObject state() {
    return JsonObject.builder()
        .put("#spec", TestHub.SPEC)
        .put("_config/nginx/conf.json", JsonObject.EMPTY)
        .put("device.json", JsonObject.builder().put("groups", "x").build())
        .put("nginx/run.json", JsonObject.builder().put("name", "nginx").build())
        .put("nginx/src.json", JsonObject.EMPTY)
        .build();
  }

  private static JsonObject changed(JsonObject state) {
    return Signed.with(state, "nginx/run.json", JsonObject.builder().put("name", "evil").build());
  }

  private void set(JsonObject policy) {
    Reply set =
        hub.put("/firmtrail/v1/devices/" + device.id() + "/signature-policy", alice, policy);
    assertThat(set.status()).as(set.text()).isEqualTo(200);
  }

  private void set(String mode) {
    set(Signed.policy(mode));
  }

  private Reply post(JsonObject state) {
    return hub.post("/trails/" + device.id() + "/steps", alice, TestHub.step(-1, state));
  }

  private void assertStored(JsonObject state) {
    Reply posted = post(state);
    assertThat(posted.status()).as(posted.text()).isEqualTo(200);
    assertThat(posted.header(NOTICE)).isEmpty();
  }

  private String refusal(JsonObject state) {
    Reply posted = post(state);
    assertThat(posted.status()).as(posted.text()).isEqualTo(400);
    assertThat(hub.get("/trails/" + device.id() + "/steps/1", alice).status()).isEqualTo(404);
    return posted.string("msg");
  }

  private String notice(JsonObject state) {
    Reply posted = post(state);
    assertThat(posted.status()).as(posted.text()).isEqualTo(200);
    return posted.header(NOTICE).orElseThrow();
  }

  @Test
  void asksNothingOfAStateBeforeSomebodySetsAPolicy() {
    assertStored(state());
  }

  @Test
  void takesUnderStrictWhatIsWhollySigned() {
    set("strict");
    assertStored(Signed.wholly(Signed.EC, state()));
  }

  @Test
  void saysUnderStrictWhichKeysAreNotCoveredAndHowToSignThem() {
    set("strict");
    assertThat(refusal(state()))
        .isEqualTo(
            "strict signature policy: the state has no signature;"
                + " keys not covered (4): #spec, _config/nginx/conf.json, device.json, nginx/run.json."
                + " Run pvr sig add --part nginx, pvr sig add --raw _root --include '*';"
                + " then pvr add, pvr commit, and post again");
  }

  @Test
  void namesTheFirstTwentyKeysAndCountsTheRest() {
    set("strict");
    JsonObject.Builder many = JsonObject.builder().put("#spec", TestHub.SPEC);
    IntStream.range(10, 60).forEach(i -> many.put("app" + i + "/a.json", 1));
    assertThat(refusal(many.build()))
        .contains("keys not covered (51): #spec, app10/a.json,")
        .contains("app28/a.json and 31 more.")
        .contains("pvr sig add --part app29 and 31 more;");
  }

  @Test
  void asksForAPartThatWasAddedAfterSigning() {
    set("strict");
    JsonObject more = Signed.with(Signed.wholly(Signed.EC, state()), "app/a.json", Json.of("x"));
    assertThat(refusal(more))
        .contains("keys not covered (1): app/a.json. Run pvr sig add --part app; then");
  }

  @Test
  void refusesUnderStrictAValueThatWasChangedAfterSigning() {
    set("strict");
    assertThat(refusal(changed(Signed.wholly(Signed.EC, state()))))
        .contains("signatures refused (1): (changed) _sigs/nginx.json: the 2 keys that it selects")
        .contains("keys not covered (2): _config/nginx/conf.json, nginx/run.json.")
        .contains("Run pvr sig update nginx; then pvr add, pvr commit, and post again");
  }

  @Test
  void refusesUnderStrictASignerWhomNobodyTrusts() {
    set("strict");
    assertThat(refusal(Signed.wholly(OTHER, state())))
        .contains("signatures refused (2): (untrusted) _sigs/_root.json: no path leads from CN=");
  }

  @Test
  void refusesUnderStrictALeafThatHasExpiredByTheHubsClock() {
    set("strict");
    assertThat(refusal(Signed.wholly(EXPIRED, state())))
        .contains("(out-of-date) _sigs/nginx.json:")
        .contains("not at 2026-11-30T12:00:00Z");
    JsonObject good = Signed.wholly(Signed.EC, state());
    clock.set(WHEN_ALL_HAVE_EXPIRED);
    alice = hub.login("alice", TestHub.PASSWORD);
    assertThat(refusal(good)).contains("(out-of-date) _sigs/nginx.json:");
    clock.set(NOW);
    alice = hub.login("alice", TestHub.PASSWORD);
    assertStored(good);
  }

  @Test
  void refusesUnderStrictALeafThatItsAuthorityTookBack(@TempDir Path work)
      throws IOException, InterruptedException {
    JsonObject signed = Signed.wholly(Signed.EC, state());
    set(Signed.with(Signed.policy("strict"), "revoked", Json.of(revoking("1002", work))));
    assertThat(refusal(signed))
        .contains("(revoked) _sigs/nginx.json: CN=test-signer-ec was revoked");
    set(Signed.with(Signed.policy("strict"), "revoked", Json.of(revoking("9999", work))));
    assertStored(signed);
  }

  /** A list of the root of these tests, by a program that is not ours. */
  private static String revoking(String serial, Path work)
      throws IOException, InterruptedException {
    Files.writeString(
        work.resolve("index"),
        "R\t491231000000Z\t200601000000Z\t" + serial + "\tunknown\t/CN=test-signer-ec\n");
    Files.writeString(
        work.resolve("conf"),
        "[ca]\ndefault_ca=d\n[d]\ndatabase=" + work.resolve("index") + "\ndefault_md=sha256\n");
    Process openssl =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "ca",
                    "-gencrl",
                    "-config",
                    work.resolve("conf").toString(),
                    "-keyfile",
                    Signed.KEYS.resolve("ec-ca.key.pem").toString(),
                    "-cert",
                    Signed.KEYS.resolve("ec-ca.crt.pem").toString(),
                    "-crldays",
                    "7300",
                    "-out",
                    work.resolve("list").toString()))
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("said").toFile())
            .start();
    assertThat(openssl.waitFor()).as(Files.readString(work.resolve("said"))).isZero();
    return Files.readString(work.resolve("list"));
  }

  @Test
  void takesTheMakersSignaturesOnWhatIsNotTheBoards() throws InvalidGlobException {
    JsonObject ours = Signed.wholly(Signed.EC, state());
    JsonObject theirs = Signed.with(ours, "shop/a.json", Json.of("x"));
    JsonObject signed =
        Signed.by(OEM, theirs, "shop", new Selection(List.of("shop/**"), List.of("shop/src.json")));
    set("strict");
    assertThat(refusal(signed)).contains("(untrusted) _sigs/shop.json:");
    JsonObject oem =
        JsonObject.builder()
            .put("name", "acme-oem")
            .put("roots", Signed.pem("oem-ca.crt.pem"))
            .build();
    set(Signed.with(Signed.policy("strict"), "oem", oem));
    assertStored(signed);
  }

  @Test
  void storesUnderWarnAndSaysWhatIsMissing() {
    set("warn");
    assertStored(Signed.wholly(Signed.EC, state()));
    assertThat(notice(state()))
        .isEqualTo(
            "the state has no signature; keys not covered (4): #spec, _config/nginx/conf.json, device.json and 1 more");
    assertThat(notice(changed(Signed.wholly(Signed.EC, state()))))
        .isEqualTo(
            "signatures refused (1): (changed) _sigs/nginx.json;"
                + " keys not covered (2): _config/nginx/conf.json, nginx/run.json");
  }

  @Test
  void saysItInOneShortLineOfAsciiWhateverTheNames() {
    set("warn");
    JsonObject.Builder state = JsonObject.builder().put("#spec", TestHub.SPEC);
    for (int i = 0; i < 600; i++) {
      String name = "\u00e9\u001b[31m" + "\ud83d\ude00".repeat(40) + i + ".json";
      state.put("_sigs/" + name, JsonObject.builder().put("#spec", "pvs@2").build());
      state.put("_sigs/\u00fc" + name, 1);
      state.put("trap-" + name, "\u00e9");
    }
    String notice = notice(state.build());
    assertThat(notice).matches("[ -~]{1,1023}").contains("signatures refused (600)");
  }

  @Test
  void quotesWhatAShellWouldRun() {
    set("strict");
    JsonObject state =
        Signed.with(TestHub.state("a.json", "x"), "$(reboot) 'now'/a.json", JsonObject.EMPTY);
    assertThat(refusal(state)).contains("pvr sig add --part '$(reboot) '\\''now'\\'''");
  }

  @Test
  void takesNoEmptyStateForASignedOne() {
    set("strict");
    assertThat(refusal(JsonObject.EMPTY)).contains("the state has no signature");
  }

  @Test
  void asksForFilesThatAreNoSignaturesToBeTakenOut() {
    set("strict");
    JsonObject state =
        Signed.with(Signed.wholly(Signed.EC, state()), "_sigs/run.json", Json.of("x"));
    assertThat(refusal(state))
        .contains("no signatures, but in _sigs/ (1): _sigs/run.json. Mend that; then");
  }

  @Test
  void letsADeviceReportWhatItCameWithUnderWhateverPolicy() {
    DeviceLogin fresh = hub.device(alice, "fresh");
    hub.put(
        "/firmtrail/v1/devices/" + fresh.id() + "/signature-policy",
        alice,
        Signed.policy("strict"));
    Reply begun = hub.post("/trails/", fresh.token(), state());
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    assertThat(
            hub.post("/trails/" + fresh.id() + "/steps", fresh.token(), TestHub.step(-1, state()))
                .status())
        .isEqualTo(400);
  }

  @Test
  void followsTheAccountWhereTheDeviceSaysNothing() {
    String bob = hub.account("bob-" + devices);
    device = hub.deviceWithTrail(bob, "inheriting");
    String before = alice;
    alice = bob;
    hub.put("/firmtrail/v1/account/signature-policy", bob, Signed.policy("strict"));
    assertThat(refusal(state())).contains("strict signature policy");
    set(JsonObject.builder().put("mode", "accept").build());
    assertStored(state());
    set(JsonObject.builder().put("mode", "inherit").build());
    assertThat(post(state()).status()).isEqualTo(400);
    alice = before;
  }
}
