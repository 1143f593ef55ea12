package dev.firmtrail.signatures;

import static dev.firmtrail.signatures.Forge.by;
import static dev.firmtrail.signatures.Forge.under;
import static dev.firmtrail.signatures.Row.fails;
import static dev.firmtrail.signatures.Row.holds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.signatures.Draft.Authority;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What must stand between a leaf and a root that is trusted. */
class CertificatePathTest {
  private static final Authority ROOT = Draft.authority("root").sign();
  private static final Authority BETWEEN = Draft.authority("between").issuedBy(ROOT).sign();
  private static final Authority LEAF = Draft.leaf("leaf", ROOT).sign();
  private static final Authority BELOW = Draft.leaf("below", BETWEEN).sign();
  private static final Trust TRUST = under(ROOT);

  @TestFactory
  Stream<DynamicTest> aPathLeadsToARoot() {
    Authority itself = Draft.of("itself").sign();
    return Stream.of(
            holds("leaf", TRUST, by(LEAF)),
            holds("leaf, root", TRUST, by(LEAF, ROOT)),
            holds("leaf, between", TRUST, by(BELOW, BETWEEN)),
            holds("leaf, between, root", TRUST, by(BELOW, BETWEEN, ROOT)),
            holds("in another order", TRUST, by(BELOW, ROOT, BETWEEN)),
            holds("one of them twice", TRUST, by(BELOW, BETWEEN, BETWEEN)),
            holds("others among them", TRUST, by(BELOW, LEAF, itself, BETWEEN)),
            holds("the root is no end of its own", under(BETWEEN), by(BELOW)),
            holds("a leaf of its own issue", under(itself), by(itself)),
            fails(Reason.UNTRUSTED, "one is missing", TRUST, by(BELOW)),
            fails(Reason.UNTRUSTED, "another root", under(BETWEEN), by(LEAF)),
            fails(Reason.UNTRUSTED, "no root", under(), by(LEAF)),
            fails(Reason.UNTRUSTED, "a leaf in the store, as devices", under(LEAF), by(LEAF)),
            fails(Reason.UNTRUSTED, "the same and a root", under(LEAF, BETWEEN), by(LEAF)),
            fails(Reason.UNTRUSTED, "of its own issue, not in the store", TRUST, by(itself)),
            fails(Reason.CHANGED, "another leaf in front", TRUST, by(LEAF, wrongFront())))
        .map(Row::test);
  }

  private static dev.firmtrail.state.json.JsonObject wrongFront() {
    Authority other = Draft.leaf("other", ROOT).sign();
    return Forge.header("ES256", other.certificate(), LEAF.certificate());
  }

  @TestFactory
  Stream<DynamicTest> sixAuthoritiesAreBetweenAtMost() {
    List<Authority> line = new ArrayList<>(List.of(ROOT));
    while (line.size() < 8) {
      line.add(Draft.authority("a" + line.size()).issuedBy(line.getLast()).sign());
    }
    Authority[] six = line.subList(1, 7).toArray(Authority[]::new);
    Authority[] seven = line.subList(1, 8).toArray(Authority[]::new);
    Authority underSix = Draft.leaf("six", six[5]).sign();
    Authority[] shuffled = six.clone();
    Collections.shuffle(Arrays.asList(shuffled));
    return Stream.of(
            holds("six", TRUST, by(underSix, six)),
            holds("six, shuffled", TRUST, by(underSix, shuffled)),
            fails(Reason.UNTRUSTED, "seven", TRUST, by(Draft.leaf("7", seven[6]).sign(), seven)))
        .map(Row::test);
  }

  @TestFactory
  Stream<DynamicTest> onlyAnAuthorityIssues() {
    Authority byLeaf = Draft.leaf("by a leaf", LEAF).sign();
    Authority short0 = Draft.of("short").issuedBy(ROOT).mayIssue(0).sign();
    Authority under0 = Draft.authority("under short").issuedBy(short0).sign();
    Authority otherRoot = Draft.authority("root").sign();
    Authority rootOfLeaves = Draft.of("root of leaves").mayIssue(0).sign();
    Authority misnamed = Draft.leaf("misnamed", ROOT).sign();
    Authority wrongName = Draft.of("wrong name").issuedBy(ROOT).issuerName("toor").sign();
    Authority bounded =
        Draft.authority("bounded")
            .issuedBy(ROOT)
            .with(Extension.nameConstraints, true, onlyBelow("O=somebody"))
            .sign();
    return Stream.of(
            fails(Reason.UNTRUSTED, "a leaf as issuer", TRUST, by(byLeaf, LEAF)),
            fails(Reason.UNTRUSTED, "the same in the store", under(LEAF), by(byLeaf)),
            holds("no authority below, none is", TRUST, by(Draft.leaf("x", short0).sign(), short0)),
            fails(
                Reason.UNTRUSTED,
                "no authority below, one is",
                TRUST,
                by(Draft.leaf("x", under0).sign(), under0, short0)),
            holds(
                "a root with none below",
                under(rootOfLeaves),
                by(Draft.leaf("x", rootOfLeaves).sign())),
            fails(Reason.UNTRUSTED, "a root of the same name", under(otherRoot), by(LEAF)),
            holds("both of that name", under(otherRoot, ROOT), by(misnamed)),
            fails(Reason.UNTRUSTED, "the issuer's name is another", TRUST, by(wrongName, ROOT)),
            fails(
                Reason.UNTRUSTED,
                "an authority for other names",
                TRUST,
                by(Draft.leaf("x", bounded).sign(), bounded)))
        .map(Row::test);
  }

  private static NameConstraints onlyBelow(String name) {
    return new NameConstraints(
        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.directoryName, name))},
        null);
  }

  /** Not even the count of bits that are left over of its signature, which nobody signed for. */
  @Test
  @Timeout(60)
  void noBitOfALeafCanBeTurned() {
    CertificatePath path = new CertificatePath(ROOT.alone(), RevocationLists.NONE, Cases.NOW);
    Authority leaf = evenSignature();
    byte[] der = Forge.der(leaf.certificate());
    for (int bit = 0; bit < 8 * der.length; bit++) {
      byte[] turned = der.clone();
      turned[bit / 8] ^= (byte) (1 << (bit % 8));
      Optional<X509Certificate> read = Pem.certificate(turned);
      if (read.isPresent()) {
        assertThatThrownBy(() -> path.check(List.of(read.get())))
            .as("bit " + bit)
            .isInstanceOf(RefusedException.class);
      }
    }
    assertThat(Pem.certificate(der)).contains(leaf.certificate());
  }

  /** Its last two bits are none that a reader would miss. */
  private static Authority evenSignature() {
    while (true) {
      Authority leaf = Draft.leaf("leaf", ROOT).keys(Keys.P256).sign();
      byte[] signature = leaf.certificate().getSignature();
      if ((signature[signature.length - 1] & 3) == 0) {
        return leaf;
      }
    }
  }

  /** Whoever follows issuers must not do it for ever. */
  @Test
  @Timeout(20)
  void aRingEnds() {
    Authority first = Draft.authority("first").sign();
    Authority second = Draft.authority("second").issuedBy(first).sign();
    Authority firstBySecond = Draft.authority("first").keys(first.keys()).issuedBy(second).sign();
    Authority leaf = Draft.leaf("leaf", firstBySecond).sign();
    assertThat(Forge.reason(TRUST, by(leaf, firstBySecond, second))).contains(Reason.UNTRUSTED);
    Authority crossed = Draft.authority("first").keys(first.keys()).issuedBy(ROOT).sign();
    assertThat(Forge.reason(TRUST, by(leaf, firstBySecond, second, crossed))).isEmpty();
  }

  /** Nine authorities of one name and many keys: more ways than can be tried one after another. */
  @Test
  @Timeout(60)
  void manyWaysEnd() {
    List<Authority> others = new ArrayList<>();
    Authority issuer = Draft.authority("x").sign();
    for (int i = 0; i < 9; i++) {
      issuer = Draft.authority("x").keys(Keys.P256).issuedBy(issuer).sign();
      others.add(issuer);
    }
    Authority leaf = Draft.leaf("leaf", issuer).sign();
    assertThat(Forge.reason(TRUST, by(leaf, others.toArray(Authority[]::new))))
        .contains(Reason.UNTRUSTED);
  }

  @TestFactory
  Stream<DynamicTest> eachCertificateIsOfTheTime() {
    Instant now = Cases.NOW;
    Duration day = Duration.ofDays(1);
    Instant old = now.minus(day);
    Instant far = now.plus(day);
    List<DynamicTest> tests = new ArrayList<>();
    for (Instant[] wrong :
        List.of(new Instant[] {Draft.FROM, old}, new Instant[] {far, Draft.TO})) {
      String which = wrong[1].equals(old) ? " that ran out" : " that is to come";
      Authority leaf = Draft.leaf("leaf", ROOT).valid(wrong[0], wrong[1]).sign();
      Authority between = Draft.authority("b").issuedBy(ROOT).valid(wrong[0], wrong[1]).sign();
      Authority root = Draft.authority("r").valid(wrong[0], wrong[1]).sign();
      Authority itself = Draft.of("itself").valid(wrong[0], wrong[1]).sign();
      tests.add(fails(Reason.OUT_OF_DATE, "a leaf" + which, TRUST, by(leaf)).test());
      tests.add(
          fails(
                  Reason.OUT_OF_DATE,
                  "one between" + which,
                  TRUST,
                  by(Draft.leaf("x", between).sign(), between))
              .test());
      tests.add(
          fails(Reason.OUT_OF_DATE, "a root" + which, under(root), by(Draft.leaf("x", root).sign()))
              .test());
      tests.add(fails(Reason.OUT_OF_DATE, "its own" + which, under(itself), by(itself)).test());
      tests.add(
          fails(Reason.UNTRUSTED, "a stranger" + which + " as well", TRUST, by(BELOW, leaf))
              .test());
      tests.add(holds("a spare one" + which, TRUST, by(BELOW, leaf, BETWEEN)).test());
    }
    tests.add(
        holds("the last second", TRUST, by(Draft.leaf("x", ROOT).valid(now, now).sign())).test());
    return tests.stream();
  }

  @Test
  void whoIsMeantIsSaid() {
    assertThat(Forge.verdict(under(BETWEEN), by(LEAF)).toString())
        .contains("no path leads from CN=leaf, issued by CN=root, to a trusted root");
    Authority old = Draft.leaf("old", ROOT).valid(Draft.FROM, Draft.FROM).sign();
    assertThat(Forge.verdict(TRUST, by(old)).toString())
        .contains("CN=old is valid from 2025-11-30T12:00:00Z to 2025-11-30T12:00:00Z, not at 2026");
    assertThat(Forge.verdict(TRUST, by(BETWEEN)).toString())
        .contains("CN=between is not for signatures");
    assertThat(Forge.verdict(under(), by(LEAF)).toString())
        .contains("no certificate of an authority");
  }
}
