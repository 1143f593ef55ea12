package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.signatures.Judgement.Accepted;
import dev.firmtrail.signatures.Judgement.NotCovered;
import dev.firmtrail.signatures.Judgement.Refused;
import dev.firmtrail.signatures.KeyCoverage.Uncovered;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.testkit.gen.Draws;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The law of a signed state, for any one change of it:
 *
 * <ul>
 *   <li>A value that some signature selects, a key that some pattern takes and that comes or goes,
 *       a character of a signature's header or value, a bit of its certificate: refused.
 *   <li>Anything else: still accepted leniently. Strictly, too, where the key is a source ({@code
 *       src.json} or {@code build.json} in a directory); else what changed is among the keys that
 *       nobody answers for.
 *   <li>A signature that goes: accepted leniently; strictly, its keys are nobody's from then on.
 * </ul>
 *
 * <p>Which keys a signature takes is told here by words, not by {@link Selection}.
 */
class SingleChangeTest {
  /** {@code ./slow signatures} tries 100 times as many. */
  private static final int STATES = 100;

  private static final Draft.Authority ROOT = Draft.authority("root").sign();
  private static final Draft.Authority LEAF = Draft.leaf("leaf", ROOT).sign();
  private static final SigningKey KEY =
      new SigningKey(
          LEAF.keys().getPrivate(), LEAF.keys().getPublic(), List.of(LEAF.certificate()));
  private static final Verifier VERIFIER = new Verifier(Forge.under(ROOT));

  /** A state with signatures of some parts, and one change. */
  private record Case(
      JsonObject state, Map<String, Boolean> signed, String key, Json value, int at) {
    @Override
    public String toString() {
      return state + " change of " + key + " to " + value + " at " + at;
    }

    /** Whether a signature takes the key. */
    boolean takes(String asked) {
      return signed.entrySet().stream()
          .anyMatch(part -> takes(part.getKey(), part.getValue(), asked));
    }

    static boolean takes(String part, boolean withConfiguration, String key) {
      boolean below = key.startsWith(part + "/");
      boolean configuration = withConfiguration && key.startsWith("_config/" + part + "/");
      return (below || configuration) && !key.equals(part + "/src.json");
    }

    JsonObject with(String name, Json changed) {
      return JsonObject.builder().putAll(state.members()).put(name, changed).build();
    }

    JsonObject without(String name) {
      Map<String, Json> left = new LinkedHashMap<>(state.members());
      left.remove(name);
      return JsonObject.builder().putAll(left).build();
    }
  }

  private static Gen<Case> cases() {
    Gen<JsonObject> states = States.states();
    return draws -> {
      JsonObject state = states.from(draws);
      Map<String, Boolean> signed = new LinkedHashMap<>();
      for (String part : States.someParts(draws)) {
        boolean withConfiguration = draws.below(2) == 0;
        if (state.members().keySet().stream()
            .anyMatch(key -> Case.takes(part, withConfiguration, key))) {
          state = signed(state, part, withConfiguration);
          signed.put(part, withConfiguration);
        }
      }
      List<String> keys = new ArrayList<>(state.members().keySet());
      String key =
          draws.below(3) == 0 ? States.keys().from(draws) : keys.get(draws.below(keys.size()));
      return new Case(state, signed, key, value(draws), draws.below(1 << 20));
    };
  }

  private static Json value(Draws draws) {
    return States.values().from(draws);
  }

  private static JsonObject signed(JsonObject state, String part, boolean withConfiguration) {
    try {
      JsonObject document =
          Signing.sign(state, SigningPlan.part(part, withConfiguration), KEY, false);
      return JsonObject.builder()
          .putAll(state.members())
          .put(SigningPlan.key(part), document)
          .build();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void isRefusedWhereASignatureReaches() {
    Property.forAll(
        cases(),
        STATES,
        each -> {
          if (DeviceTraps.of(each.state()).hazards().isEmpty()) {
            StateReport before = VERIFIER.verify(each.state());
            assertThat(before.lenient()).isEqualTo(new Accepted());
            aValue(each, before);
            aKeyThatGoes(each, before);
            aSignatureThatGoes(each, before);
            aSignatureThatChanges(each);
          }
        });
  }

  /** Of the key, which may be a new one. */
  private static void aValue(Case each, StateReport before) {
    boolean isSignature = before.signatures().containsKey(each.key());
    Json old = each.state().get(each.key()).orElse(Json.Literal.NULL);
    JsonObject changed = each.with(each.key(), each.value());
    if (isSignature || each.value().equals(old) || !DeviceTraps.of(changed).hazards().isEmpty()) {
      return;
    }
    StateReport after = VERIFIER.verify(changed);
    boolean isNew = each.state().get(each.key()).isEmpty();
    judge(each, before, after, isNew);
  }

  private static void aKeyThatGoes(Case each, StateReport before) {
    if (each.state().get(each.key()).isPresent() && !before.signatures().containsKey(each.key())) {
      StateReport after = VERIFIER.verify(each.without(each.key()));
      if (each.takes(each.key())) {
        assertThat(after.lenient()).isInstanceOf(Refused.class);
      } else {
        List<String> left = new ArrayList<>(before.uncovered());
        left.remove(each.key());
        assertThat(after.lenient()).isEqualTo(new Accepted());
        strict(after, left, before.signatures().isEmpty());
      }
    }
  }

  private static void judge(Case each, StateReport before, StateReport after, boolean isNew) {
    String key = each.key();
    if (each.takes(key)) {
      assertThat(after.lenient()).isInstanceOf(Refused.class);
      assertThat(after.strict()).isEqualTo(after.lenient());
      return;
    }
    assertThat(after.lenient()).isEqualTo(new Accepted());
    boolean isSource = key.endsWith("/src.json") || key.endsWith("/build.json");
    List<String> uncovered = new ArrayList<>(before.uncovered());
    if (isNew && !isSource) {
      uncovered.add(key);
    }
    strict(after, uncovered, before.signatures().isEmpty());
    assertThat(after.uncovered().contains(key)).isEqualTo(!isSource);
  }

  /** Where nothing is left to cover, somebody must have signed all the same. */
  private static void strict(StateReport after, List<String> uncovered, boolean unsigned) {
    if (uncovered.isEmpty() && unsigned) {
      assertThat(after.strict()).isInstanceOf(Refused.class);
    } else {
      assertThat(after.strict())
          .isEqualTo(uncovered.isEmpty() ? new Accepted() : new NotCovered(uncovered));
    }
  }

  private static void aSignatureThatGoes(Case each, StateReport before) {
    for (String name : before.signatures().keySet()) {
      StateReport after = VERIFIER.verify(each.without(name));
      assertThat(after.lenient()).isEqualTo(new Accepted());
      before
          .coverage()
          .forEach((key, coverage) -> {
            boolean wasItsOwn =
                coverage instanceof KeyCoverage.Signed(List<String> by) && by.equals(List.of(name));
            boolean isSource = key.endsWith("/src.json") || key.endsWith("/build.json");
            if (wasItsOwn) {
              assertThat(after.coverage().get(key) instanceof Uncovered).isEqualTo(!isSource);
            }
          });
    }
  }

  private static void aSignatureThatChanges(Case each) {
    for (String part : each.signed().keySet()) {
      String name = SigningPlan.key(part);
      JsonObject document = each.state().object(name).orElseThrow();
      for (String member : List.of("protected", "signature")) {
        String text = otherCharacter(document.string(member).orElseThrow(), each.at());
        refused(each, name, with(document, member, text));
      }
      refused(
          each, name, with(document, "protected", otherCertificate(document, each.at(), false)));
      // The leaf's owner signs a header with a certificate that nobody issued.
      String forged = otherCertificate(document, each.at(), true);
      refused(each, name, resigned(each, document, part, forged));
    }
  }

  private static void refused(Case each, String name, JsonObject document) {
    StateReport after = VERIFIER.verify(each.with(name, document));
    assertThat(after.lenient()).as(document.toString()).isInstanceOf(Refused.class);
    assertThat(after.strict()).isInstanceOf(Refused.class);
  }

  private static JsonObject with(JsonObject document, String member, String text) {
    return JsonObject.builder().putAll(document.members()).put(member, text).build();
  }

  private static String otherCharacter(String text, int at) {
    int place = at % text.length();
    char other = text.charAt(place) == 'A' ? 'B' : 'A';
    return text.substring(0, place) + other + text.substring(place + 1);
  }

  /** The header with one bit of its certificate turned. */
  private static String otherCertificate(JsonObject document, int at, boolean otherwiseSame) {
    try {
      byte[] text = Base64.getUrlDecoder().decode(document.string("protected").orElseThrow());
      JsonObject header = JsonReader.readObject(text);
      byte[] der = Forge.der(LEAF.certificate());
      der[at / 8 % der.length] ^= (byte) (1 << at % 8);
      JsonObject.Builder members = JsonObject.builder();
      header
          .members()
          .forEach((name, value) -> {
            if (!otherwiseSame || !name.equals("jwk")) {
              members.put(name, value);
            }
          });
      members.put("x5c", Json.ofStrings(List.of(Base64.getEncoder().encodeToString(der))));
      return Forge.base64(Forge.text(members.build()));
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static JsonObject resigned(Case each, JsonObject document, String part, String header) {
    Optional<Boolean> withConfiguration = Optional.ofNullable(each.signed().get(part));
    try {
      Selection selection = SigningPlan.part(part, withConfiguration.orElseThrow());
      String payload =
          Signing.sign(each.state(), selection, KEY, true).string("payload").orElseThrow();
      byte[] input = (header + "." + payload).getBytes(US_ASCII);
      byte[] value = Forge.sign(Algorithm.ES256.jcaName(), LEAF.keys().getPrivate(), input);
      return with(with(document, "protected", header), "signature", Forge.base64(value));
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }
}
