package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.signatures.SignatureVerdict.Fails;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A state that was made to keep a verifier busy is given up on, and says so. */
class WorkLimitTest {
  private static final SigningKey KEY =
      new SigningKey(Keys.P256.getPrivate(), Keys.P256.getPublic(), List.of());
  private static final Verifier VERIFIER =
      new Verifier(new Trust.Keys(List.of(Keys.P256.getPublic())));

  private static JsonObject state(int keys, int length) {
    JsonObject.Builder state = JsonObject.builder();
    for (int i = 0; i < keys; i++) {
      String key = "a" + i;
      state.put(key + "a".repeat(Math.max(0, length - key.length())), "");
    }
    return state.build();
  }

  private static JsonObject header(List<String> include) {
    return Forge.header("ES256")
        .put(
            "pvs",
            JsonObject.builder()
                .put("include", Json.ofStrings(include))
                .put("exclude", Json.ofStrings(List.of()))
                .build())
        .build();
  }

  /** The same signature under many names; each is looked at until the limit. */
  private static JsonObject state(JsonObject state, JsonObject document, int times) {
    JsonObject.Builder signed = JsonObject.builder().putAll(state.members());
    for (int i = 0; i < times; i++) {
      signed.put("_sigs/" + i + ".json", document);
    }
    return signed.build();
  }

  private static JsonObject unsigned(List<String> include) {
    return Forge.document(Forge.text(header(include)), new byte[64]).build();
  }

  private static long tooMuch(JsonObject state) {
    return VERIFIER.verify(state).signatures().values().stream()
        .filter(verdict ->
            verdict instanceof Fails(Reason reason, String _) && reason == Reason.TOO_MUCH)
        .count();
  }

  @Test
  @Timeout(60)
  void theFirst512SignaturesAreLookedAt() throws SigningException, InvalidGlobException {
    JsonObject small = state(3, 1);
    JsonObject document =
        Signing.sign(small, new Selection(List.of("a0", "a1"), List.of()), KEY, false);
    StateReport report = VERIFIER.verify(state(small, document, 600));
    assertThat(report.signatures()).hasSize(600);
    assertThat(report.signatures().values().stream().limit(512).allMatch(Holds.class::isInstance))
        .isTrue();
    assertThat(
            report.signatures().values().stream()
                .skip(512)
                .allMatch(verdict ->
                    verdict instanceof Fails(Reason r, String _) && r == Reason.TOO_MUCH))
        .isTrue();
    assertThat(tooMuch(state(small, document, 512))).isZero();
  }

  @Test
  @Timeout(60)
  void patternsTimesKeysAreBounded() {
    JsonObject large = state(100_000, 1);
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < Selection.MAX_PATTERNS; i++) {
      patterns.add("b" + i + "/**");
    }
    assertThat(tooMuch(state(large, unsigned(patterns), 1))).isEqualTo(1);
    assertThat(tooMuch(state(large, unsigned(patterns.subList(0, 100)), 1))).isZero();
    assertThat(tooMuch(state(large, unsigned(patterns.subList(0, 100)), 40))).isEqualTo(31);
  }

  /** Few keys and few patterns, but each step of one can be each step of the other. */
  @Test
  @Timeout(60)
  void stepsThroughPatternsAreBounded() {
    JsonObject large = state(1000, 1000);
    List<String> patterns = Collections.nCopies(1024, "*a".repeat(400) + "b");
    assertThat(tooMuch(state(large, unsigned(patterns), 1))).isEqualTo(1);
    assertThat(tooMuch(state(large, unsigned(List.of("*a*b")), 2))).isZero();
  }

  @Test
  void whatIsHashedIsBounded() throws RefusedException {
    WorkLimit limit = new WorkLimit(JsonObject.EMPTY);
    for (int i = 0; i < 8; i++) {
      limit.hashed(64 << 20);
    }
    assertThatThrownBy(() -> limit.hashed(1))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_MUCH));
  }

  @Test
  void eachLimitIsReachedAndNotPassed() throws InvalidGlobException {
    WorkLimit matches = new WorkLimit(state(100_000, 1));
    Selection thousand = new Selection(Collections.nCopies(1000, "x"), List.of());
    assertThatCode(() -> matches.match(thousand)).doesNotThrowAnyException();
    assertThatThrownBy(() -> matches.match(new Selection(List.of("x"), List.of())))
        .isInstanceOf(RefusedException.class);
    WorkLimit excluded = new WorkLimit(state(100_000, 1));
    Selection more = new Selection(List.of("x"), Collections.nCopies(1000, "x"));
    assertThatThrownBy(() -> excluded.match(more)).isInstanceOf(RefusedException.class);
    WorkLimit steps = new WorkLimit(state(1000, 1000));
    Selection hundred =
        new Selection(Collections.nCopies(500, "*"), Collections.nCopies(250, "*x"));
    assertThatCode(() -> steps.match(hundred)).doesNotThrowAnyException();
    assertThatThrownBy(() -> steps.match(new Selection(List.of("*"), List.of())))
        .isInstanceOf(RefusedException.class);
  }
}
