package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.signatures.Draft.Authority;
import dev.firmtrail.signatures.Judgement.Accepted;
import dev.firmtrail.signatures.Judgement.Refused;
import dev.firmtrail.signatures.SignatureVerdict.Fails;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.signatures.Signer.VouchedBy;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a report says as a whole. */
class VerifierTest {
  private static final Authority ROOT = Draft.authority("root").sign();
  private static final Authority LEAF = Draft.leaf("leaf", ROOT).sign();
  private static final JsonObject SIGNED = Forge.stateWith(Forge.by(LEAF));

  private static Holds holds(Trust trust, JsonObject document) {
    return (Holds) Forge.verdict(trust, document);
  }

  @Test
  void whoSignedAndWhyItCountsIsSaid() {
    Holds byRoot = holds(Forge.under(ROOT), Forge.by(LEAF));
    assertThat(byRoot.signer())
        .isEqualTo(
            new Signer(
                Algorithm.ES256,
                LEAF.keys().getPublic(),
                Optional.of(LEAF.certificate()),
                VouchedBy.ROOT));
    assertThat(byRoot.selected()).containsExactly("app/root.squashfs", "app/run.json");
    assertThat(byRoot.excluded()).containsExactly(Forge.KEY);
    assertThat(byRoot.signer().name()).isEqualTo("CN=leaf");
    Trust key = new Trust.Keys(List.of(LEAF.keys().getPublic()));
    assertThat(holds(key, Forge.by(LEAF)).signer().vouchedBy()).isEqualTo(VouchedBy.KEY);
    assertThat(holds(new Trust.Anybody(), Forge.by(LEAF)).signer().vouchedBy())
        .isEqualTo(VouchedBy.NOBODY);
    Signer bare =
        new Signer(Algorithm.ES256, Keys.P256.getPublic(), Optional.empty(), VouchedBy.KEY);
    String fingerprint = Sha256.hex(Keys.P256.getPublic().getEncoded());
    assertThat(bare.keyFingerprint()).isEqualTo(fingerprint);
    assertThat(bare.name()).isEqualTo("key " + fingerprint.substring(0, 16));
  }

  @Test
  void anyOfTheGivenKeysMayHaveSigned() {
    JsonObject document =
        Forge.signed(
            Forge.text(Forge.header("ES256").build()), Algorithm.ES256, Keys.P256.getPrivate());
    Trust several =
        new Trust.Keys(
            List.of(Keys.RSA.getPublic(), Keys.OTHER_P256.getPublic(), Keys.P256.getPublic()));
    assertThat(Forge.reason(several, document)).isEmpty();
    Trust others = new Trust.Keys(List.of(Keys.RSA.getPublic(), Keys.OTHER_P256.getPublic()));
    assertThat(Forge.reason(others, document)).contains(Reason.CHANGED);
    assertThat(Forge.reason(new Trust.Keys(List.of()), document)).contains(Reason.WRONG_KEY);
    assertThat(Forge.reason(Forge.under(ROOT), document)).contains(Reason.NO_KEY);
  }

  /** The leaf is another's, so a reader that goes by certificates would name somebody else. */
  @Test
  void aGivenKeyIsThatOfTheLeafTooWhereThereIsOne() {
    JsonObject header = Forge.header("ES256", LEAF.certificate());
    JsonObject document = Forge.signed(Forge.text(header), Algorithm.ES256, Keys.P256.getPrivate());
    Trust trust = new Trust.Keys(List.of(Keys.P256.getPublic()));
    assertThat(Forge.reason(trust, document)).contains(Reason.WRONG_KEY);
  }

  @Test
  void oneThatFailsMakesTheStateBad() {
    JsonObject broken = JsonObject.builder().put("#spec", "pvs@2").build();
    JsonObject state =
        JsonObject.builder().putAll(SIGNED.members()).put("bad\u202e", broken).build();
    StateReport report = new Verifier(Forge.under(ROOT)).verify(state);
    assertThat(report.lenient()).isEqualTo(report.strict());
    assertThat(report.lenient())
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .startsWith("bad\\u{202e}: ")
                    .endsWith("(malformed)"));
  }

  @Test
  void anUnreadableDocumentIsRefusedAndNothingIsThrown() {
    Verifier verifier = new Verifier(Forge.under(ROOT));
    for (String document : List.of("", "[]", "{", "{\"a\":1}x", "\uFEFF{}", "{\"a\":1,\"a\":1}")) {
      StateReport report = verifier.verify(document.getBytes(UTF_8));
      assertThat(report.lenient()).isInstanceOf(Refused.class);
      assertThat(report.strict()).isInstanceOf(Refused.class);
      assertThat(report.hazards()).singleElement().asString().startsWith("not strict JSON: ");
    }
  }

  @Test
  void anotherTextOfTheSameStateHoldsAndIsNoted() {
    Verifier verifier = new Verifier(Forge.under(ROOT));
    StateReport canonical = verifier.verify(JsonWriter.CANONICAL.bytes(SIGNED));
    StateReport pretty = verifier.verify(JsonWriter.pretty("  ").bytes(SIGNED));
    assertThat(canonical.lenient()).isEqualTo(new Accepted());
    assertThat(canonical.notes()).isEmpty();
    assertThat(pretty.lenient()).isEqualTo(new Accepted());
    assertThat(pretty.notes()).singleElement().asString().contains("not canonical");
    assertThat(pretty.coverage()).isEqualTo(canonical.coverage());
  }

  /** What is remembered of one signature is not taken for another's. */
  @Test
  void whatIsRememberedDoesNotLeak() {
    Verifier verifier = new Verifier(Forge.under(ROOT));
    JsonObject good = SIGNED;
    JsonObject changed =
        JsonObject.builder().putAll(SIGNED.members()).put("app/run.json", Json.of("")).build();
    JsonObject stranger =
        Forge.stateWith(Forge.by(Draft.leaf("x", Draft.authority("root").sign()).sign()));
    for (int i = 0; i < 3; i++) {
      assertThat(verifier.verify(good).lenient()).isEqualTo(new Accepted());
      assertThat(reason(verifier.verify(changed))).isEqualTo(Reason.CHANGED);
      assertThat(reason(verifier.verify(stranger))).isEqualTo(Reason.UNTRUSTED);
    }
  }

  /** More headers and chains than are remembered, and ones too long to be. */
  @Test
  void moreSignersThanAreRememberedAreJudgedAsWell() {
    Verifier verifier = new Verifier(Forge.under(ROOT));
    List<JsonObject> states = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      states.add(Forge.stateWith(Forge.by(Draft.leaf("x" + i, ROOT).keys(Keys.P256).sign())));
    }
    for (int round = 0; round < 2; round++) {
      for (JsonObject state : states) {
        assertThat(verifier.verify(state).lenient()).isEqualTo(new Accepted());
      }
    }
    JsonObject padded = Forge.header("ES256", LEAF.certificate());
    String text = new String(Forge.text(padded), UTF_8) + " ".repeat(20_000);
    JsonObject large =
        Forge.stateWith(
            Forge.signed(text.getBytes(UTF_8), Algorithm.ES256, LEAF.keys().getPrivate()));
    for (int round = 0; round < 2; round++) {
      assertThat(verifier.verify(large).lenient()).isEqualTo(new Accepted());
    }
  }

  private static Reason reason(StateReport report) {
    return ((Fails) Optional.ofNullable(report.signatures().get(Forge.KEY)).orElseThrow()).reason();
  }

  @Test
  void manyThreadsShareOne() throws Exception {
    Verifier verifier = new Verifier(Forge.under(ROOT));
    List<JsonObject> states = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Authority root = i % 2 == 0 ? ROOT : LEAF;
      states.add(Forge.stateWith(Forge.by(Draft.leaf("x" + i, root).keys(Keys.P256).sign())));
    }
    List<StateReport> alone = states.stream().map(verifier::verify).toList();
    Verifier shared = new Verifier(Forge.under(ROOT));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<List<StateReport>>> running = new ArrayList<>();
      Callable<List<StateReport>> all = () -> states.stream().map(shared::verify).toList();
      for (int i = 0; i < 8; i++) {
        running.add(threads.submit(all));
      }
      for (Future<List<StateReport>> each : running) {
        assertThat(each.get().stream().map(StateReport::lenient).toList())
            .isEqualTo(alone.stream().map(StateReport::lenient).toList());
      }
    }
  }

  @Test
  void whatAReportHoldsCannotBeChanged() {
    StateReport report = new Verifier(Forge.under(ROOT)).verify(SIGNED);
    assertThatThrownBy(() -> report.signatures().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> report.coverage().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
