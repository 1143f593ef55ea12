package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.signatures.Draft.Authority;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.signatures.Signer.VouchedBy;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which store a maker's leaf is held against. */
class OemTest {
  private static final Authority ROOT = Draft.authority("root").sign();
  private static final Authority OEM_ROOT = Draft.authority("oem root").sign();
  private static final Trust TRUST =
      new Trust.Roots(
          ROOT.alone(),
          Optional.of(new Oem("app maker", OEM_ROOT.alone())),
          RevocationLists.NONE,
          Cases.NOW);

  private static JsonObject by(String name, Authority root) {
    return Forge.by(Draft.leaf(name, root).sign());
  }

  @Test
  void itsNameDecidesAndNothingElse() {
    SignatureVerdict verdict = Forge.verdict(TRUST, by("app maker", OEM_ROOT));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Holds.class,
            holds -> assertThat(holds.signer().vouchedBy()).isEqualTo(VouchedBy.OEM_ROOT));
    assertThat(Forge.reason(TRUST, by("app maker", ROOT))).contains(Reason.UNTRUSTED);
    assertThat(Forge.reason(TRUST, by("other", OEM_ROOT))).contains(Reason.UNTRUSTED);
    assertThat(Forge.reason(TRUST, by("App Maker", OEM_ROOT))).contains(Reason.UNTRUSTED);
    assertThat(Forge.reason(TRUST, by("other", ROOT))).isEmpty();
    assertThat(Forge.reason(Forge.under(ROOT), by("app maker", ROOT))).isEmpty();
    // The name is the common one, not just any text of the subject.
    for (String other : List.of("CN=x,OU=app maker", "OU=app maker,CN=x", "OU=app maker")) {
      assertThat(Forge.reason(TRUST, named(other))).as(other).contains(Reason.UNTRUSTED);
    }
    for (String own : List.of("CN=app maker,O=x", "O=x,CN=app maker")) {
      assertThat(Forge.reason(TRUST, named(own))).as(own).isEmpty();
    }
  }

  private static JsonObject named(String subject) {
    return Forge.by(Draft.named(subject).issuedBy(OEM_ROOT).sign());
  }

  @Test
  void boardAndItsOwnDirectoryAreNotItsStores() {
    Oem oem = new Oem("app", OEM_ROOT.alone());
    for (String key : List.of("bsp/run.json", "bsp/", "app/x", "app/")) {
      assertThat(oem.mustNotSign(key)).as(key).isTrue();
    }
    for (String key : List.of("bsp", "bspx/a", "app", "apps/x", "_config/app/x", "x/app/y", "")) {
      assertThat(oem.mustNotSign(key)).as(key).isFalse();
    }
    Trust trust = new Trust.Roots(ROOT.alone(), Optional.of(oem), RevocationLists.NONE, Cases.NOW);
    // What Forge signs lies in app/.
    assertThat(Forge.reason(trust, by("app", OEM_ROOT))).contains(Reason.UNTRUSTED);
    SignatureVerdict verdict = Forge.verdict(trust, by("app", ROOT));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Holds.class, holds -> assertThat(holds.signer().vouchedBy()).isEqualTo(VouchedBy.ROOT));
  }

  /** One chain, two stores: what was found of one must not be said of the other. */
  @Test
  void oneChainIsHeldAgainstEachStoreApart() {
    Authority leaf = Draft.leaf("app maker", OEM_ROOT).sign();
    Verifier verifier = new Verifier(TRUST);
    SigningKey key =
        new SigningKey(
            leaf.keys().getPrivate(), leaf.keys().getPublic(), List.of(leaf.certificate()));
    JsonObject state = JsonObject.builder().put("bsp/x", "").put("x/y", "").build();
    JsonObject.Builder signed = JsonObject.builder().putAll(state.members());
    for (String part : List.of("x", "bsp")) {
      signed.put(SigningPlan.key(part), sign(state, part, key));
    }
    StateReport report = verifier.verify(signed.build());
    assertThat(report.signatures().get("_sigs/x.json")).isInstanceOf(Holds.class);
    assertThat(report.signatures().get("_sigs/bsp.json"))
        .isInstanceOf(SignatureVerdict.Fails.class);
  }

  private static JsonObject sign(JsonObject state, String part, SigningKey key) {
    try {
      return Signing.sign(state, SigningPlan.part(part, false), key, false);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void itsNameIsOneDirectory() {
    for (String name : List.of("", " ", "a/b", "/")) {
      assertThatThrownBy(() -> new Oem(name, ROOT.alone()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
