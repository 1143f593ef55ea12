package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.signatures.KeyCoverage.Exempt;
import dev.firmtrail.signatures.KeyCoverage.Rule;
import dev.firmtrail.signatures.KeyCoverage.Signed;
import dev.firmtrail.signatures.KeyCoverage.Uncovered;
import dev.firmtrail.signatures.KeyCoverage.Why;
import dev.firmtrail.signatures.SignatureVerdict.Fails;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.signatures.Signer.VouchedBy;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Who answers for a key, from verdicts alone. */
class CoverageTest {
  private static final SignatureVerdict FAILS = new Fails(Reason.CHANGED, "changed");

  private static SignatureVerdict holds(List<String> selected, List<String> excluded)
      throws InvalidGlobException {
    Signer signer =
        new Signer(Algorithm.ES256, Keys.P256.getPublic(), Optional.empty(), VouchedBy.KEY);
    return new Holds(signer, new Selection(List.of(), List.of()), selected, excluded);
  }

  private static SequencedMap<String, KeyCoverage> coverage(
      List<String> keys, Map<String, SignatureVerdict> verdicts) {
    JsonObject.Builder state = JsonObject.builder();
    keys.forEach(key -> state.put(key, ""));
    return Coverage.of(state.build(), verdicts);
  }

  @Test
  void onlyWhatASignatureThatHoldsSelectsIsSigned() throws InvalidGlobException {
    SequencedMap<String, SignatureVerdict> verdicts = new LinkedHashMap<>();
    verdicts.put("_sigs/a.json", holds(List.of("a/x", "b/x"), List.of("a/y", "b/x")));
    verdicts.put("_sigs/b.json", holds(List.of("b/x", "c/src.json"), List.of()));
    verdicts.put("_sigs/c.json", FAILS);
    assertThat(
            coverage(
                List.of("a/x", "a/y", "a/z", "b/x", "b/src.json", "b/build.json", "c/src.json"),
                verdicts))
        .containsExactly(
            Map.entry("a/x", new Signed(List.of("_sigs/a.json"))),
            Map.entry("a/y", new Uncovered(Why.EXCLUDED)),
            Map.entry("a/z", new Uncovered(Why.NOT_SELECTED)),
            Map.entry("b/x", new Signed(List.of("_sigs/a.json", "_sigs/b.json"))),
            Map.entry("b/src.json", new Exempt(Rule.SOURCE)),
            Map.entry("b/build.json", new Exempt(Rule.SOURCE)),
            Map.entry("c/src.json", new Signed(List.of("_sigs/b.json"))));
  }

  @Test
  void whatIsAmongSignaturesIsOneThatHoldsOrNobodys() throws InvalidGlobException {
    SequencedMap<String, SignatureVerdict> verdicts = new LinkedHashMap<>();
    verdicts.put("_sigs/a.json", holds(List.of("_sigs/b.json", "_sigs/c.json"), List.of()));
    verdicts.put("_sigs/b.json", holds(List.of("_sigs/run.json", "_sigs/x/src.json"), List.of()));
    verdicts.put("_sigs/c.json", FAILS);
    verdicts.put("elsewhere.json", holds(List.of("x"), List.of()));
    assertThat(
            coverage(
                List.of(
                    "_sigs/a.json",
                    "_sigs/b.json",
                    "_sigs/c.json",
                    "_sigs/run.json",
                    "_sigs/x/src.json",
                    "elsewhere.json"),
                verdicts))
        .containsExactly(
            Map.entry("_sigs/a.json", new Exempt(Rule.SIGNATURE)),
            Map.entry("_sigs/b.json", new Signed(List.of("_sigs/a.json"))),
            Map.entry("_sigs/c.json", new Uncovered(Why.NO_SIGNATURE)),
            Map.entry("_sigs/run.json", new Uncovered(Why.NO_SIGNATURE)),
            Map.entry("_sigs/x/src.json", new Uncovered(Why.NO_SIGNATURE)),
            Map.entry("elsewhere.json", new Uncovered(Why.NOT_SELECTED)));
  }

  @Test
  void onlyInADirectoryIsAFileASource() {
    List<String> keys =
        List.of("src.json", "build.json", "a/src.json.x", "a/xsrc.json", "src.json/a");
    assertThat(coverage(keys, Map.of()).values()).containsOnly(new Uncovered(Why.NOT_SELECTED));
    assertThat(coverage(List.of("a/b/src.json", "_config/a/build.json"), Map.of()).values())
        .containsOnly(new Exempt(Rule.SOURCE));
  }

  @Test
  void wordsForProgramsStay() {
    assertThat(Rule.values()).extracting(Rule::word).containsExactly("source", "signature");
    assertThat(Why.values())
        .extracting(Why::word)
        .containsExactly("not-selected", "excluded", "no-signature");
    assertThat(VouchedBy.values())
        .extracting(VouchedBy::word)
        .containsExactly("root", "oem-root", "key", "nobody");
    assertThat(Reason.values())
        .extracting(Reason::word)
        .containsExactly(
            "malformed",
            "bad-header",
            "bad-algorithm",
            "wrong-key",
            "bad-pattern",
            "empty-selection",
            "no-key",
            "bad-certificate",
            "untrusted",
            "out-of-date",
            "revoked",
            "changed",
            "too-much");
  }
}
