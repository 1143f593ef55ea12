package dev.firmtrail.signatures.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.signatures.Pem;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no recorded case holds: states that are signed here, stores of other kinds, hostile texts.
 */
class DeviceHabitsTest {
  private static final DeviceRehearsal DEVICE =
      new DeviceRehearsal(DeviceVectors.device(Optional.empty()));

  /** Of a kind of key that a device cannot read. */
  private static final String ED25519 =
      """
      -----BEGIN CERTIFICATE-----
      MIIBRDCB96ADAgECAhQ6lYWxDDEz1XFRmpYfkscQjJLX5TAFBgMrZXAwFzEVMBMG
      A1UEAwwMZWQyNTUxOS1yb290MCAXDTI2MTEzMDE0MjA1NloYDzIwNTEwNzIyMTQy
      MDU2WjAXMRUwEwYDVQQDDAxlZDI1NTE5LXJvb3QwKjAFBgMrZXADIQDOZPC51s+X
      KrebZG0SBdSQit2E3a+Tb4l5xDB0CKW8iqNTMFEwHQYDVR0OBBYEFPQEBgrJZ8PU
      iHoZmGk0tec4cPd9MB8GA1UdIwQYMBaAFPQEBgrJZ8PUiHoZmGk0tec4cPd9MA8G
      A1UdEwEB/wQFMAMBAf8wBQYDK2VwA0EAt7wezK8G3AaSg8JZvbmDEjxulMeEZnfO
      vKXFgYvK5YIca7NE0yJNJgo2G68oJMLkFcme4SEQYLijOtTGCeRuDQ==
      -----END CERTIFICATE-----
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"typ false", "x5c false", "alg true", "include true", "exclude true", "pvs true"})
  void aPatternThatIsAMembersNameMayLeadItAstray(String name, boolean accepted) throws Exception {
    String state =
        signed(
            "{\"alg\":\"ES256\",\"pvs\":{\"include\":[\"%s\"],\"exclude\":[\"none\"]},\"typ\":\"PVS\",\"x5c\":%s}"
                .formatted(name, x5c("ec-leaf.crt.pem")),
            "{\"%s\":{}}".formatted(name),
            "\"%s\":{}".formatted(name));
    assertThat(judge(state) instanceof DeviceVerdict.Accepted).isEqualTo(accepted);
  }

  @Test
  void anEmptyIncludeSelectsNothingAndAnEmptyExcludeLeavesNothingOut() throws Exception {
    assertThat(judge(signed(header("[\"a\"]", "[]"), "{\"a\":{}}", "\"a\":{}")))
        .isInstanceOf(DeviceVerdict.Accepted.class);
    assertThat(judge(signed(header("[]", "[\"a\"]"), "{}", "\"a\":{}")))
        .isInstanceOf(DeviceVerdict.BadSignature.class);
    // What it hashes then is not even JSON.
    assertThat(judge(signed(header("[]", "[\"a\"]"), "}", "\"a\":{}")))
        .isInstanceOf(DeviceVerdict.Accepted.class);
  }

  @Test
  void aMissingListKillsTheDevice() throws Exception {
    for (String pvs : List.of("{\"include\":[\"a\"]}", "{\"exclude\":[\"a\"]}", "{}", "1")) {
      String header = "{\"alg\":\"ES256\",\"pvs\":%s,\"typ\":\"PVS\"}".formatted(pvs);
      assertThat(judge(signed(header, "{\"a\":{}}", "\"a\":{}")))
          .as(pvs)
          .isInstanceOf(DeviceVerdict.Crash.class);
    }
  }

  @Test
  void aKeyThatKillsComesBeforeABadSignatureAndThatBeforeAnUncoveredKey() throws Exception {
    String bad = signed(header("[\"a\"]", "[]"), "other", "\"a\":{},\"b\":{}");
    assertThat(DEVICE.judge(bad.getBytes(UTF_8), DeviceMode.STRICT))
        .isInstanceOf(DeviceVerdict.BadSignature.class);
    String crash = signed(header("[\"a\"]", "[]"), "other", "\"a\":{},\"b\":\"}\"");
    assertThat(DEVICE.judge(crash.getBytes(UTF_8), DeviceMode.STRICT))
        .isInstanceOfSatisfying(
            DeviceVerdict.Crash.class,
            verdict ->
                assertThat(verdict.faults())
                    .extracting(DeviceVerdict.Fault::key)
                    .containsExactly("b"));
  }

  @Test
  void auditLogsWhatStrictRefuses() {
    byte[] state = DeviceVectors.bytes("n83-spec-key-not-covered/state.json");
    assertThat(DEVICE.judge(state, DeviceMode.STRICT))
        .isEqualTo(new DeviceVerdict.Uncovered(List.of("#spec")));
    assertThat(DEVICE.judge(state, DeviceMode.AUDIT))
        .isEqualTo(new DeviceVerdict.Accepted(List.of("#spec")));
    assertThat(DEVICE.judge(state, DeviceMode.LENIENT))
        .isEqualTo(new DeviceVerdict.Accepted(List.of()));
  }

  /** The device's own pages say that audit never refuses. */
  @Test
  void e05AuditRefusesABadSignature() {
    byte[] state = DeviceVectors.bytes("n01-tampered-object-id/state.json");
    assertThat(DEVICE.judge(state, DeviceMode.AUDIT))
        .isInstanceOf(DeviceVerdict.BadSignature.class);
  }

  @Test
  void withoutAPinnedKeyASignatureNeedsCertificates() {
    DeviceTrust nothingPinned = DeviceTrust.of(DeviceVectors.certificates("trust-ec-and-rsa.pem"));
    assertThat(judge(nothingPinned, "p09-no-x5c")).isInstanceOf(DeviceVerdict.BadSignature.class);
    assertThat(judge(nothingPinned, "p01-es256-part")).isInstanceOf(DeviceVerdict.Accepted.class);
  }

  @Test
  void aLeafInTheStoreIsNoAnchor() {
    assertThat(judge(store("ec-leaf.crt.pem"), "p01-es256-part"))
        .isInstanceOf(DeviceVerdict.BadSignature.class);
    assertThat(judge(store("rsa-ca.crt.pem"), "p01-es256-part"))
        .isInstanceOf(DeviceVerdict.BadSignature.class);
  }

  @Test
  void aCertificateThatItCannotReadSpoilsTheStore() throws Exception {
    List<X509Certificate> store =
        new ArrayList<>(DeviceVectors.certificates("trust-ec-and-rsa.pem"));
    store.addAll(Pem.certificates(ED25519.getBytes(UTF_8)));
    DeviceTrust spoilt = DeviceTrust.of(store);
    assertThat(judge(spoilt, "p01-es256-part")).isInstanceOf(DeviceVerdict.BadSignature.class);
    assertThat(judge(spoilt, "n84-no-signature-at-all")).isInstanceOf(DeviceVerdict.Accepted.class);
  }

  @Test
  void intermediatesStandInTheirOrder() throws Exception {
    List<X509Certificate> chain = DeviceVectors.certificates("x5c-chain.pem");
    assertThat(chain).hasSize(2);
    DeviceChain theirs = new DeviceChain(chain);
    theirs.requireTrustBy(DeviceVectors.certificates("ec-ca.crt.pem"));
    assertThat(refusal(new DeviceChain(chain.subList(0, 1)))).contains("no certificate authority");
    List<X509Certificate> twice = List.of(chain.get(0), chain.get(0), chain.get(1));
    new DeviceChain(twice).requireTrustBy(DeviceVectors.certificates("ec-ca.crt.pem"));
  }

  private static String refusal(DeviceChain chain) {
    try {
      chain.requireTrustBy(DeviceVectors.certificates("ec-ca.crt.pem"));
      return "";
    } catch (StoppedException refused) {
      return refused.why();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "1", "{", "{]", "}", "\"{}\""})
  void whatIsNoObjectIsABadState(String state) {
    assertThat(judge(state)).isInstanceOf(DeviceVerdict.BadState.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\"}", "{a:1}", "{\"a\":\"\"}", "{\"a\":1 2}"})
  void saysSoWhereNoAnswerWasRecorded(String state) {
    assertThat(judge(state)).isInstanceOf(DeviceVerdict.Unknown.class);
  }

  @Test
  @Timeout(120)
  void hostileStatesTakeBoundedTime() throws Exception {
    assertThat(judge("[".repeat(10 << 20))).isInstanceOf(DeviceVerdict.Unknown.class);
    assertThat(judge(" ".repeat(DeviceRehearsal.MAX_BYTES + 1)))
        .isInstanceOf(DeviceVerdict.Unknown.class);
    assertThat(judge("{\"a\":\"" + "1 ".repeat(4 << 20) + "\"}"))
        .isInstanceOf(DeviceVerdict.Unknown.class);
    assertThat(judge("{" + "\"a\":1,".repeat(1_000_000) + "}"))
        .isInstanceOf(DeviceVerdict.Accepted.class);
    assertThat(judge("{\"a\":" + "[".repeat(900_000) + "]".repeat(900_000) + "}"))
        .isInstanceOf(DeviceVerdict.Accepted.class);
    String keys = "\"%s\":{},".formatted("a".repeat(90)).repeat(60_000);
    String many = "\"%s\",".formatted("b".repeat(30)).repeat(100);
    assertThat(judge(signed(header("[" + many + "]", "[]"), "{}", keys)))
        .isInstanceOf(DeviceVerdict.Unknown.class);
    String patterns = "\"%s\",".formatted("[".repeat(4_000)).repeat(2_000);
    assertThat(judge(signed(header("[" + patterns + "]", "[]"), "{}", keys)))
        .isInstanceOf(DeviceVerdict.Unknown.class);
    assertThat(judge(signed(header("[\"" + "a".repeat(5_000) + "\"]", "[]"), "{}", "\"a\":{}")))
        .isInstanceOf(DeviceVerdict.Unknown.class);
  }

  @Test
  void noOtherByteInWhatIsSignedIsAccepted() {
    byte[] good = DeviceVectors.bytes("p05-full-strict/state.json");
    String text = new String(good, UTF_8);
    int from = text.indexOf("\"app-a/run.json\":") + "\"app-a/run.json\":".length();
    int to = text.indexOf(",\"app-a/src.json\"");
    Gen<Integer> places = Gen.oneOf(Gen.ints(from, to - 1), Gen.ints(0, good.length - 1));
    Gen<List<Integer>> changes = draws -> List.of(places.from(draws), 1 + draws.below(0xFF));
    Property.forAll(
        changes,
        300,
        change -> {
          byte[] changed = good.clone();
          int at = change.getFirst();
          changed[at] = (byte) (changed[at] ^ change.getLast());
          DeviceVerdict verdict = DEVICE.judge(changed, DeviceMode.STRICT);
          if (at >= from && at < to) {
            assertThat(verdict).isNotInstanceOf(DeviceVerdict.Accepted.class);
          }
        });
  }

  private static String header(String include, String exclude) {
    return "{\"alg\":\"ES256\",\"pvs\":{\"include\":%s,\"exclude\":%s},\"typ\":\"PVS\"}"
        .formatted(include, exclude);
  }

  /** A state of the members, with a signature by the pinned key, which is the leaf's. */
  private static String signed(String header, String payload, String members) throws Exception {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String protectedText = encoder.encodeToString(header.getBytes(UTF_8));
    Signature signing = Signature.getInstance("SHA256withECDSAinP1363Format");
    signing.initSign(DeviceVectors.privateKey("ec-leaf.key.pem", "EC"));
    signing.update(
        (protectedText + "." + encoder.encodeToString(payload.getBytes(UTF_8))).getBytes(UTF_8));
    return "{\"_sigs/x.json\":{\"#spec\":\"pvs@2\",\"protected\":\"%s\",\"signature\":\"%s\"},%s}"
        .formatted(protectedText, encoder.encodeToString(signing.sign()), members);
  }

  private static String x5c(String name) {
    return JsonWriter.CANONICAL.text(DeviceVectors.base64(DeviceVectors.certificates(name)));
  }

  private static DeviceTrust store(String name) {
    return DeviceTrust.of(DeviceVectors.certificates(name));
  }

  private static DeviceVerdict judge(String state) {
    return DEVICE.judge(state.getBytes(UTF_8), DeviceMode.LENIENT);
  }

  private static DeviceVerdict judge(DeviceTrust trust, String recorded) {
    return new DeviceRehearsal(trust)
        .judge(DeviceVectors.bytes(recorded + "/state.json"), DeviceMode.LENIENT);
  }
}
