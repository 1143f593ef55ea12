package dev.firmtrail.signatures;

import static dev.firmtrail.signatures.Forge.by;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.signatures.Draft.Authority;
import dev.firmtrail.signatures.Judgement.Accepted;
import dev.firmtrail.signatures.Judgement.NotCovered;
import dev.firmtrail.signatures.Judgement.Refused;
import dev.firmtrail.signatures.KeyCoverage.Exempt;
import dev.firmtrail.signatures.KeyCoverage.Rule;
import dev.firmtrail.signatures.KeyCoverage.Signed;
import dev.firmtrail.signatures.KeyCoverage.Uncovered;
import dev.firmtrail.signatures.KeyCoverage.Why;
import dev.firmtrail.signatures.SignatureVerdict.Fails;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The weaknesses that a review of the published programs and devices found, by its numbers, and
 * what became of each here. Elsewhere, by the same numbers: 5 in {@code DeviceHabitsTest}, 18 and
 * 23 in {@code SigningTest} of the command line, 25 in {@link RealStatesTest}. 17 and 19 to 21 are
 * about other things than signatures.
 */
class WeaknessesTest {
  private static final Authority ROOT = Draft.authority("root").sign();
  private static final Authority LEAF = Draft.leaf("leaf", ROOT).sign();
  private static final Verifier VERIFIER = new Verifier(Forge.under(ROOT));
  private static final JsonObject RUN = JsonObject.builder().put("name", "x").build();

  private static final JsonObject STATE =
      JsonObject.builder()
          .put("#spec", "pantavisor-service-system@1")
          .put("app/root.squashfs", "0f".repeat(32))
          .put("app/run.json", RUN)
          .put("app/src.json", JsonObject.EMPTY)
          .put("bsp/run.json", RUN)
          .build();

  private static JsonObject with(JsonObject state, String key, Json value) {
    return JsonObject.builder().putAll(state.members()).put(key, value).build();
  }

  private static JsonObject without(JsonObject state, String key) {
    JsonObject.Builder left = JsonObject.builder();
    state
        .members()
        .forEach((name, value) -> {
          if (!name.equals(key)) {
            left.put(name, value);
          }
        });
    return left.build();
  }

  private static JsonObject signed(
      JsonObject state, String name, Authority leaf, List<String> include, List<String> exclude)
      throws SigningException, InvalidGlobException {
    SigningKey key =
        new SigningKey(
            leaf.keys().getPrivate(), leaf.keys().getPublic(), List.of(leaf.certificate()));
    Selection selection = new Selection(include, exclude);
    return with(state, "_sigs/" + name + ".json", Signing.sign(state, selection, key, false));
  }

  /** Everything but sources is answered for. */
  private static JsonObject whole() throws SigningException, InvalidGlobException {
    JsonObject app = signed(STATE, "app", LEAF, List.of("app/**"), List.of("app/src.json"));
    return signed(app, "bsp", LEAF, List.of("bsp/**", "#spec"), List.of());
  }

  @Test
  void aWholeStateIsAccepted() throws SigningException, InvalidGlobException {
    assertThat(VERIFIER.verify(whole()).strict()).isEqualTo(new Accepted());
  }

  @Test
  void e01AContainerAmongTheSignaturesIsNotExempt() throws SigningException, InvalidGlobException {
    JsonObject state = with(whole(), "_sigs/x/run.json", RUN);
    assertThat(VERIFIER.verify(state).strict())
        .isEqualTo(new NotCovered(List.of("_sigs/x/run.json")));
    JsonObject chosen = signed(state, "x", LEAF, List.of("_sigs/x/**"), List.of());
    assertThat(VERIFIER.verify(chosen).strict())
        .isEqualTo(new NotCovered(List.of("_sigs/x/run.json")));
  }

  @Test
  void e02LeavingOutIsNotCovering() throws SigningException, InvalidGlobException {
    JsonObject state = signed(STATE, "app", LEAF, List.of("app/**"), List.of("bsp/**", "#spec"));
    StateReport report = VERIFIER.verify(state);
    assertThat(report.lenient()).isEqualTo(new Accepted());
    assertThat(report.strict()).isEqualTo(new NotCovered(List.of("#spec", "bsp/run.json")));
    assertThat(report.coverage()).containsEntry("bsp/run.json", new Uncovered(Why.EXCLUDED));
  }

  @Test
  void e03AnOemCannotReplaceTheBoard() throws SigningException, InvalidGlobException {
    Authority oemRoot = Draft.authority("oem root").sign();
    Authority maker = Draft.leaf("maker", oemRoot).sign();
    Verifier verifier =
        new Verifier(
            new Trust.Roots(
                ROOT.alone(),
                Optional.of(new Oem("maker", oemRoot.alone())),
                RevocationLists.NONE,
                Cases.NOW));
    JsonObject app = signed(STATE, "app", maker, List.of("app/**", "#spec"), List.of("bsp/**"));
    assertThat(verifier.verify(app).strict()).isEqualTo(new NotCovered(List.of("bsp/run.json")));
    JsonObject board = signed(STATE, "bsp", maker, List.of("bsp/**"), List.of());
    assertThat(verifier.verify(board).lenient()).isInstanceOf(Refused.class);
    JsonObject own = with(STATE, "maker/x.config", Json.of("0f".repeat(32)));
    assertThat(verifier.verify(signed(own, "o", maker, List.of("maker/**"), List.of())).lenient())
        .isInstanceOf(Refused.class);
    assertThat(verifier.verify(signed(own, "o", LEAF, List.of("maker/**"), List.of())).lenient())
        .isEqualTo(new Accepted());
  }

  @Test
  void e04WithoutItsSignatureNothingIsCovered() throws SigningException, InvalidGlobException {
    JsonObject stripped =
        with(without(whole(), "_sigs/app.json"), "app/root.squashfs", Json.of("1e".repeat(32)));
    StateReport report = VERIFIER.verify(stripped);
    assertThat(report.lenient()).isEqualTo(new Accepted());
    assertThat(report.strict())
        .isEqualTo(new NotCovered(List.of("app/root.squashfs", "app/run.json")));
  }

  /** Every key of an empty state is covered, and still nobody stands behind it. */
  @Test
  void e04WhatHasNothingToCoverIsNotSignedByThat() {
    for (JsonObject nothing :
        List.of(
            JsonObject.EMPTY, JsonObject.builder().put("app/src.json", JsonObject.EMPTY).build())) {
      StateReport report = VERIFIER.verify(nothing);
      assertThat(report.uncovered()).isEmpty();
      assertThat(report.lenient()).isEqualTo(new Accepted());
      assertThat(report.strict()).isInstanceOf(Judgement.Refused.class);
    }
  }

  /** Known and left: a signature knows no time and no device. What bounds it is not in a state. */
  @Test
  void e06AnOldPartGoesOnHolding() throws SigningException, InvalidGlobException {
    JsonObject old = whole();
    JsonObject next =
        signed(
            with(STATE, "bsp/run.json", JsonObject.builder().put("name", "next").build()),
            "bsp",
            LEAF,
            List.of("bsp/**", "#spec"),
            List.of());
    JsonObject mixed = with(next, "_sigs/app.json", old.get("_sigs/app.json").orElseThrow());
    assertThat(VERIFIER.verify(mixed).strict()).isEqualTo(new Accepted());
  }

  @Test
  void e07DatesUsageAndRevocationCount() throws SigningException, InvalidGlobException {
    Authority late = Draft.leaf("x", ROOT).valid(Draft.FROM, Cases.NOW.minusSeconds(1)).sign();
    assertThat(Forge.reason(Forge.under(ROOT), by(late))).contains(Reason.OUT_OF_DATE);
    Authority tls =
        Draft.of("x").issuedBy(ROOT).extendedUsage(KeyPurposeId.id_kp_serverAuth).sign();
    assertThat(Forge.reason(Forge.under(ROOT), by(tls))).contains(Reason.BAD_CERTIFICATE);
    RevocationLists lists = new RevocationLists(List.of(Lists.by(ROOT).taking(LEAF).list()));
    Trust trust = new Trust.Roots(ROOT.alone(), Optional.empty(), lists, Cases.NOW);
    assertThat(new Verifier(trust).verify(whole()).lenient()).isInstanceOf(Refused.class);
  }

  /** Known, and said: who may sign which part is for a policy to ask, which needs the names. */
  @Test
  void e08WhoSignedEachKeyIsSaid() throws SigningException, InvalidGlobException {
    Authority other = Draft.leaf("other", ROOT).sign();
    JsonObject state = signed(whole(), "more", other, List.of("app/run.json"), List.of());
    StateReport report = VERIFIER.verify(state);
    assertThat(report.coverage())
        .containsEntry("app/run.json", new Signed(List.of("_sigs/app.json", "_sigs/more.json")));
    assertThat(report.signatures().get("_sigs/more.json"))
        .isInstanceOfSatisfying(
            Holds.class, holds -> assertThat(holds.signer().name()).isEqualTo("CN=other"));
  }

  @Test
  void e09TheLabelIsBoundToKeyAndLength() {
    byte[] header = Forge.text(Forge.header("RS256", LEAF.certificate()));
    JsonObject document = Forge.signed(header, Algorithm.ES256, LEAF.keys().getPrivate());
    assertThat(Forge.reason(Forge.under(ROOT), document)).contains(Reason.WRONG_KEY);
    byte[] right = Forge.text(Forge.header("ES256", LEAF.certificate()));
    byte[] der = Forge.sign("SHA256withECDSA", LEAF.keys().getPrivate(), Forge.input(right));
    assertThat(Forge.reason(Forge.under(ROOT), Forge.document(right, der).build()))
        .contains(Reason.MALFORMED);
  }

  @Test
  void e10OnlyTheProtectedHeaderCounts() {
    JsonObject good = by(LEAF);
    JsonObject header = JsonObject.builder().put("typ", "PVS").build();
    assertThat(Forge.reason(Forge.under(ROOT), with(good, "header", header)))
        .contains(Reason.MALFORMED);
  }

  @Test
  void e11TheHeaderNamesOneKey() {
    JsonObject header =
        with(Forge.header("ES256", LEAF.certificate()), "jwk", Jwk.of(Keys.OTHER_P256.getPublic()));
    assertThat(Forge.reason(Forge.under(ROOT), by(LEAF, header))).contains(Reason.WRONG_KEY);
  }

  @Test
  void e12WhatCrashesADeviceIsRefusedWhoeverSigned() throws SigningException, InvalidGlobException {
    for (String text : List.of("a}", "caf\u00e9", "{", "]", "\u007f")) {
      JsonObject state = with(whole(), "other/note", Json.of(text));
      assertThat(VERIFIER.verify(state).lenient()).as(text).isInstanceOf(Refused.class);
    }
  }

  @Test
  void e13TextInsideOfAFileIsNoSignature() throws SigningException, InvalidGlobException {
    Json posing =
        JsonObject.builder().put("files", with(by(LEAF), "#spec", Json.of("pvs@2"))).build();
    JsonObject state = with(whole(), "bsp/other.json", posing);
    assertThat(VERIFIER.verify(state).signatures()).doesNotContainKey("bsp/other.json");
  }

  @Test
  void e14BrokenCertificatesAreRefused() {
    for (String text : List.of("", "AAAA", "*", "MIIB")) {
      JsonObject header = Forge.header("ES256").put("x5c", Json.ofStrings(List.of(text))).build();
      assertThat(Forge.reason(Forge.under(ROOT), by(LEAF, header)))
          .contains(Reason.BAD_CERTIFICATE);
    }
  }

  @Test
  void e15NoKeyIsThereTwice() throws SigningException, InvalidGlobException {
    String text = JsonWriter.CANONICAL.text(whole());
    for (String copy :
        List.of("\"bsp/run.json\":{},", "\"bsp\\/run.json\":{},", "\"x\":{\"a\":1,\"a\":2},")) {
      byte[] doubled = text.replaceFirst("\\{", "{" + copy.replace("\\", "\\\\")).getBytes(UTF_8);
      assertThat(VERIFIER.verify(doubled).lenient()).isInstanceOf(Refused.class);
    }
  }

  @Test
  void e16ATextIsNotTheListThatItShows() throws SigningException, InvalidGlobException {
    JsonObject list = with(STATE, "app/list", Json.ofStrings(List.of()));
    JsonObject state = signed(list, "app", LEAF, List.of("app/**"), List.of());
    assertThat(VERIFIER.verify(state).lenient()).isEqualTo(new Accepted());
    assertThat(VERIFIER.verify(with(state, "app/list", Json.of("[]"))).lenient())
        .isInstanceOf(Refused.class);
    JsonObject number =
        signed(with(STATE, "app/n", Json.of(5)), "a", LEAF, List.of("app/n"), List.of());
    assertThat(VERIFIER.verify(with(number, "app/n", Json.of("5"))).lenient())
        .isInstanceOf(Refused.class);
  }

  @Test
  void e22SourcesAreShownAsNobodys() throws SigningException, InvalidGlobException {
    StateReport report = VERIFIER.verify(whole());
    assertThat(report.coverage()).containsEntry("app/src.json", new Exempt(Rule.SOURCE));
    JsonObject covered = signed(STATE, "app", LEAF, List.of("app/**"), List.of());
    assertThat(VERIFIER.verify(covered).coverage())
        .containsEntry("app/src.json", new Signed(List.of("_sigs/app.json")));
    JsonObject top = with(with(whole(), "src.json", JsonObject.EMPTY), "build.json", RUN);
    assertThat(VERIFIER.verify(top).strict())
        .isEqualTo(new NotCovered(List.of("src.json", "build.json")));
  }

  @Test
  void e24WhatIsAddedBesideIsSeen() throws SigningException, InvalidGlobException {
    JsonObject inside = with(whole(), "app/new", Json.of("2d".repeat(32)));
    assertThat(VERIFIER.verify(inside).lenient()).isInstanceOf(Refused.class);
    JsonObject beside = with(whole(), "evil/run.json", RUN);
    assertThat(VERIFIER.verify(beside).lenient()).isEqualTo(new Accepted());
    assertThat(VERIFIER.verify(beside).strict())
        .isEqualTo(new NotCovered(List.of("evil/run.json")));
  }

  @Test
  void e26AnIdInOtherLettersIsAnotherText() throws SigningException, InvalidGlobException {
    JsonObject upper = with(whole(), "app/root.squashfs", Json.of("0F".repeat(32)));
    assertThat(VERIFIER.verify(upper).lenient()).isInstanceOf(Refused.class);
  }

  @Test
  @Timeout(20)
  void e27NumbersAndDepthAreBounded() {
    for (String document :
        List.of(
            "{\"a\":1e999999999}",
            "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
            "{\"a\":" + "1e400,\"b\":".repeat(3) + "-1e-999999999}")) {
      assertThat(VERIFIER.verify(document.getBytes(UTF_8)).lenient()).isInstanceOf(Refused.class);
    }
  }

  @Test
  void e28ABrokenRootIsSaidWhenTheStoreIsRead() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(PemTest.block("CERTIFICATE", Forge.der(ROOT.certificate())));
    file.writeBytes(PemTest.block("CERTIFICATE", new byte[] {48, 3, 1, 2, 3}));
    assertThatThrownBy(() -> TrustStore.read(file.toByteArray()))
        .isInstanceOf(Pem.InvalidPemException.class)
        .hasMessageContaining("certificate");
  }

  @Test
  void e29WhatIsSaidShowsNothingOfTheState() throws SigningException, InvalidGlobException {
    String secret = "fe5ec4e7";
    JsonObject state =
        signed(
            with(STATE, "app/secret.json", JsonObject.builder().put("password", secret).build()),
            "app",
            LEAF,
            List.of("app/**"),
            List.of());
    JsonObject changed = with(state, "app/run.json", JsonObject.EMPTY);
    List<String> said = new ArrayList<>();
    for (Trust trust :
        List.of(Forge.under(ROOT), Forge.under(), new Trust.Keys(List.of()), new Trust.Anybody())) {
      StateReport report = new Verifier(trust).verify(changed);
      said.add(report.lenient().toString());
      said.add(report.strict().toString());
      report
          .signatures()
          .values()
          .forEach(verdict -> {
            assertThat(verdict).isInstanceOf(Fails.class);
            said.add(verdict.toString());
          });
    }
    assertThat(said).noneMatch(text -> text.contains(secret));
  }
}
