package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.signatures.Judgement.Accepted;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left to sign is what is missing, and after it nothing is. */
class SigningPlanTest {
  private static final SigningKey KEY =
      new SigningKey(Keys.P256.getPrivate(), Keys.P256.getPublic(), List.of());
  private static final Verifier VERIFIER =
      new Verifier(new Trust.Keys(List.of(Keys.P256.getPublic())));

  private static JsonObject signed(JsonObject state, String name, Selection selection)
      throws SigningException {
    return JsonObject.builder()
        .putAll(state.members())
        .put(SigningPlan.key(name), Signing.sign(state, selection, KEY, false))
        .build();
  }

  private static JsonObject completed(JsonObject state)
      throws InvalidGlobException, SigningException {
    JsonObject left = state;
    for (Map.Entry<String, Selection> missing :
        SigningPlan.missing(VERIFIER.verify(state)).entrySet()) {
      left = signed(left, missing.getKey(), missing.getValue());
    }
    return left;
  }

  private record Case(JsonObject state, List<String> before) {}

  @Test
  void afterItEveryKeyIsAnsweredFor() {
    Gen<JsonObject> states = States.states();
    Gen<Case> cases = draws -> new Case(states.from(draws), States.someParts(draws));
    Property.forAll(
        cases,
        300,
        each -> {
          JsonObject state = each.state();
          if (!DeviceTraps.of(state).hazards().isEmpty()) {
            return;
          }
          for (String part : each.before()) {
            Selection selection = SigningPlan.part(part, false);
            if (!selection.of(state).selected().isEmpty()) {
              state = signed(state, part, selection);
            }
          }
          JsonObject whole = completed(state);
          StateReport report = VERIFIER.verify(whole);
          assertThat(report.strict()).isEqualTo(new Accepted());
          assertThat(SigningPlan.missing(report)).isEmpty();
        });
  }

  @Test
  void aPartIsSelectedAsThePublishedProgramDoes() throws InvalidGlobException {
    Selection with = SigningPlan.part("app", true);
    assertThat(with.include()).containsExactly("app/**", "_config/app/**");
    assertThat(with.exclude()).containsExactly("app/src.json", "_sigs/app.json");
    Selection without = SigningPlan.part("app", false);
    assertThat(without.include()).containsExactly("app/**");
    assertThat(without.exclude()).containsExactly("app/src.json", "_sigs/app.json");
    Selection some = SigningPlan.part("app", List.of("x", "y/**"), List.of("z"), true);
    assertThat(some.include()).containsExactly("app/x", "app/y/**", "_config/app/**");
    assertThat(some.exclude()).containsExactly("app/z", "_sigs/app.json");
    assertThatThrownBy(() -> SigningPlan.part("a{b", true))
        .isInstanceOf(InvalidGlobException.class);
  }

  @Test
  void aSignatureIsNeverInItsOwnSelection() throws InvalidGlobException {
    Selection all = SigningPlan.raw("all", List.of(), List.of());
    assertThat(all.include()).containsExactly("**");
    assertThat(all.exclude()).containsExactly("src.json", "_sigs/all.json");
    Selection named = SigningPlan.raw("all", List.of("a"), List.of("_sigs/all.json", "b"));
    assertThat(named.include()).containsExactly("a");
    assertThat(named.exclude()).containsExactly("_sigs/all.json", "b");
  }

  @Test
  void onlyWhatIsMissingIsNamed() throws InvalidGlobException, SigningException {
    JsonObject state =
        JsonObject.builder()
            .put("#spec", "pantavisor-service-system@1")
            .put("_config/app/x", "0f".repeat(32))
            .put("app/run.json", JsonObject.EMPTY)
            .put("app/src.json", JsonObject.EMPTY)
            .put("web/src.json", JsonObject.EMPTY)
            .build();
    assertThat(SigningPlan.missing(VERIFIER.verify(state)).keySet())
        .containsExactly("app", "_root");
    JsonObject root = signed(state, "_root", new Selection(List.of("#spec"), List.of()));
    assertThat(SigningPlan.missing(VERIFIER.verify(root)).keySet()).containsExactly("app");
    JsonObject app = signed(root, "app", SigningPlan.part("app", false));
    Selection again =
        java.util.Objects.requireNonNull(SigningPlan.missing(VERIFIER.verify(app)).get("app"));
    assertThat(again.include()).containsExactly("app/**", "_config/app/**");
    JsonObject file = JsonObject.builder().putAll(state.members()).put("device.json", "").build();
    Selection top =
        java.util.Objects.requireNonNull(
            SigningPlan.missing(VERIFIER.verify(file)).get(SigningPlan.ROOT_NAME));
    assertThat(top.of(file).selected().members().keySet()).containsExactly("#spec", "device.json");
  }

  /** A signature that fails is signed anew by hand, not covered up by another. */
  @Test
  void aSignatureThatFailsIsNotAPart() throws InvalidGlobException {
    JsonObject broken = JsonObject.builder().put("#spec", "pvs@2").build();
    JsonObject state =
        JsonObject.builder().put("_sigs/app.json", broken).put("_sigs/x", Json.of("")).build();
    assertThat(SigningPlan.missing(VERIFIER.verify(state))).isEmpty();
  }
}
