package dev.firmtrail.signatures;

import static dev.firmtrail.signatures.Row.fails;
import static dev.firmtrail.signatures.Row.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** In what form a signature stands in a state. */
class DocumentTest {
  private static final Trust TRUST = new Trust.Keys(List.of(Keys.P256.getPublic()));
  private static final byte[] HEADER = Forge.text(Forge.header("ES256").build());
  private static final JsonObject GOOD =
      Forge.signed(HEADER, Algorithm.ES256, Keys.P256.getPrivate());
  private static final String SIGNATURE = GOOD.string("signature").orElseThrow();
  private static final String PAYLOAD = Forge.payload();

  private static JsonObject.Builder good() {
    return JsonObject.builder().putAll(GOOD.members());
  }

  private static Row bad(String member, Json value) {
    return fails(Reason.MALFORMED, member + " " + value, TRUST, good().put(member, value).build());
  }

  private static Row bad(String member, String value) {
    return bad(member, Json.of(value));
  }

  private static JsonObject only(String... members) {
    JsonObject.Builder left = JsonObject.builder();
    for (String member : members) {
      left.put(member, GOOD.get(member).orElseThrow());
    }
    return left.build();
  }

  @TestFactory
  Stream<DynamicTest> itHasThreeMembersOrAPayloadToo() {
    Json unprotected = JsonObject.builder().put("alg", "none").build();
    Json others = new JsonArray(List.of(only("protected", "signature")));
    JsonObject general =
        JsonObject.builder().put("#spec", "pvs@2").put("signatures", others).build();
    return Stream.of(
            holds("as it should be", TRUST, GOOD),
            holds("its payload attached", TRUST, good().put("payload", PAYLOAD).build()),
            bad("header", unprotected),
            bad("header", JsonObject.EMPTY),
            bad("signatures", others),
            bad("kid", "x"),
            bad("", ""),
            bad("protected", Json.Literal.NULL),
            bad("signature", Json.of(1)),
            bad("signature", JsonObject.EMPTY),
            bad("payload", Json.Literal.NULL),
            bad("payload", Json.of(false)),
            fails(Reason.MALFORMED, "no header", TRUST, only("#spec", "signature")),
            fails(Reason.MALFORMED, "no signature", TRUST, only("#spec", "protected")),
            fails(Reason.MALFORMED, "general form", TRUST, general))
        .map(Row::test);
  }

  @TestFactory
  Stream<DynamicTest> anAttachedPayloadIsThatOfTheState() {
    List<Row> rows = new ArrayList<>();
    for (String lie : List.of("", "e30", PAYLOAD + "=", PAYLOAD + "\n", PAYLOAD.substring(4))) {
      rows.add(fails(Reason.CHANGED, "[" + lie + "]", TRUST, good().put("payload", lie).build()));
    }
    return rows.stream().map(Row::test);
  }

  /** Two texts of one value would be two state ids for one meaning. */
  @TestFactory
  Stream<DynamicTest> base64HasOneText() {
    String standard = SIGNATURE.replaceFirst("[-_A-Za-z]", "/");
    List<Row> rows = new ArrayList<>();
    for (String member : List.of("protected", "signature")) {
      String text = GOOD.string(member).orElseThrow();
      String cut = text.substring(1);
      rows.add(bad(member, text + "="));
      rows.add(bad(member, text + "=="));
      rows.add(bad(member, text + "\n"));
      rows.add(bad(member, " " + text));
      rows.add(bad(member, text.substring(0, 20) + "\r\n" + text.substring(20)));
      rows.add(bad(member, text + "."));
      rows.add(bad(member, text + "\u00e9"));
      rows.add(bad(member, "+" + cut));
      rows.add(bad(member, "/" + cut));
      rows.add(bad(member, "A"));
      rows.add(bad(member, "AAAAA"));
    }
    rows.add(bad("signature", standard));
    rows.add(bad("signature", ""));
    // 64 bytes leave four bits of the last digit, 0 when it is written by the rules.
    char last = SIGNATURE.charAt(SIGNATURE.length() - 1);
    String sloppy = SIGNATURE.substring(0, SIGNATURE.length() - 1) + (char) (last + 1);
    rows.add(bad("signature", sloppy));
    return rows.stream().map(Row::test);
  }

  @Test
  void anEmptyHeaderIsNone() {
    JsonObject document = good().put("protected", "").build();
    assertThat(Forge.reason(TRUST, document)).contains(Reason.BAD_HEADER);
  }

  /** Only what claims to be a signature is looked at as one. */
  @Test
  void theSpecMakesItASignature() {
    for (Json spec :
        List.of(Json.of("pvs@1"), Json.of("PVS@2"), Json.of("pvs@2 "), Json.of(2), Json.of(""))) {
      JsonObject state = Forge.stateWith(good().put("#spec", spec).build());
      StateReport report = new Verifier(TRUST).verify(state);
      assertThat(report.signatures()).isEmpty();
      assertThat(report.coverage().get(Forge.KEY))
          .isEqualTo(new KeyCoverage.Uncovered(KeyCoverage.Why.NO_SIGNATURE));
    }
  }

  @Test
  void whereItStandsDoesNotMatter() {
    JsonObject state =
        JsonObject.builder().putAll(Forge.STATE.members()).put("a/b/c.json", GOOD).build();
    SignatureVerdict verdict =
        Optional.ofNullable(new Verifier(TRUST).verify(state).signatures().get("a/b/c.json"))
            .orElseThrow();
    assertThat(verdict).isInstanceOf(SignatureVerdict.Holds.class);
  }
}
