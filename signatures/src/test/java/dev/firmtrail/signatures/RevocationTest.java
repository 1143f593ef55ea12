package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.signatures.Draft.Authority;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.cert.CRLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLReason;
import org.junit.jupiter.api.Test;

/** What revocation lists say, and that a list that says nothing is not taken for "good". */
class RevocationTest {
  private static final Authority ROOT = Draft.authority("root").sign();
  private static final Authority BETWEEN = Draft.authority("between").issuedBy(ROOT).sign();
  private static final Authority LEAF = Draft.leaf("leaf", ROOT).sign();
  private static final Authority BELOW = Draft.leaf("below", BETWEEN).sign();

  private static Optional<Reason> direct(Lists... lists) {
    return Forge.reason(under(ROOT, lists), Forge.by(LEAF));
  }

  private static Optional<Reason> below(Lists... lists) {
    return Forge.reason(under(ROOT, lists), Forge.by(BELOW, BETWEEN));
  }

  private static Trust under(Authority root, Lists... lists) {
    RevocationLists revoked = new RevocationLists(Arrays.stream(lists).map(Lists::list).toList());
    return new Trust.Roots(root.alone(), Optional.empty(), revoked, Cases.NOW);
  }

  @Test
  void withoutListsNothingIsAsked() {
    assertThat(direct()).isEmpty();
    assertThat(below()).isEmpty();
  }

  @Test
  void whatWasTakenBackIsRefused() {
    assertThat(direct(Lists.by(ROOT))).isEmpty();
    assertThat(direct(Lists.by(ROOT).taking(BELOW))).isEmpty();
    assertThat(direct(Lists.by(ROOT).taking(LEAF))).contains(Reason.REVOKED);
    // Whatever the reason: nobody knows when a signature was really made.
    BigInteger serial = LEAF.certificate().getSerialNumber();
    for (int reason : List.of(CRLReason.superseded, CRLReason.certificateHold)) {
      assertThat(direct(Lists.by(ROOT).taking(serial, reason))).contains(Reason.REVOKED);
    }
    assertThat(direct(Lists.by(ROOT), Lists.by(ROOT).taking(LEAF))).contains(Reason.REVOKED);
    assertThat(direct(Lists.by(ROOT).taking(LEAF), Lists.by(ROOT))).contains(Reason.REVOKED);
  }

  @Test
  void eachAuthorityHasAList() {
    assertThat(below(Lists.by(ROOT), Lists.by(BETWEEN))).isEmpty();
    assertThat(below(Lists.by(BETWEEN))).contains(Reason.REVOKED);
    assertThat(below(Lists.by(ROOT))).contains(Reason.REVOKED);
    assertThat(below(Lists.by(ROOT).taking(BETWEEN), Lists.by(BETWEEN))).contains(Reason.REVOKED);
    assertThat(below(Lists.by(ROOT), Lists.by(BETWEEN).taking(BELOW))).contains(Reason.REVOKED);
    // A serial number is one authority's: the root took back another one of this number.
    assertThat(below(Lists.by(ROOT).taking(BELOW), Lists.by(BETWEEN))).isEmpty();
  }

  @Test
  void aListIsItsAuthoritysOwn() {
    Authority other = Draft.authority("other").sign();
    assertThat(direct(Lists.by(other))).contains(Reason.REVOKED);
    assertThat(direct(Lists.inTheNameOf(ROOT, other))).contains(Reason.REVOKED);
    assertThat(direct(Lists.inTheNameOf(other, ROOT))).contains(Reason.REVOKED);
    assertThat(direct(Lists.by(other).taking(LEAF), Lists.by(ROOT))).isEmpty();
    // A stranger's list takes nothing back either.
    assertThat(direct(Lists.inTheNameOf(ROOT, other).taking(LEAF), Lists.by(ROOT))).isEmpty();
  }

  @Test
  void aListIsGoodUntilTheNextIsDue() {
    Instant now = Cases.NOW;
    Instant before = now.minus(Duration.ofDays(2));
    Instant later = now.plus(Duration.ofDays(30));
    assertThat(direct(Lists.between(ROOT, before, now.minusSeconds(1)))).contains(Reason.REVOKED);
    assertThat(direct(Lists.between(ROOT, before, now))).isEmpty();
    assertThat(direct(Lists.withoutEnd(ROOT))).contains(Reason.REVOKED);
    assertThat(direct(Lists.between(ROOT, later, later.plusSeconds(60)))).isEmpty();
    assertThat(direct(Lists.between(ROOT, later, later.plusSeconds(60)).taking(LEAF)))
        .contains(Reason.REVOKED);
    assertThat(direct(Lists.between(ROOT, before, now.minusSeconds(1)).taking(LEAF)))
        .contains(Reason.REVOKED);
  }

  @Test
  void aListOfSomeSaysNothingOfOthers() {
    assertThat(direct(Lists.by(ROOT).delta())).contains(Reason.REVOKED);
    assertThat(direct(Lists.by(ROOT).indirect())).contains(Reason.REVOKED);
    assertThat(direct(Lists.by(ROOT), Lists.by(ROOT).delta())).isEmpty();
  }

  @Test
  void aListThatWasChangedIsNone() throws Pem.InvalidPemException {
    byte[] der = Lists.by(ROOT).taking(BigInteger.valueOf(77), CRLReason.unspecified).der();
    int at = 2;
    while (!(der[at - 2] == 2 && der[at - 1] == 1 && der[at] == 77)) {
      at++;
    }
    der[at] ^= 64;
    Trust trust =
        new Trust.Roots(ROOT.alone(), Optional.empty(), RevocationLists.read(der), Cases.NOW);
    assertThat(Forge.reason(trust, Forge.by(LEAF))).contains(Reason.REVOKED);
    assertThat(Forge.verdict(trust, Forge.by(LEAF)).toString()).contains("is not known");
  }

  /** Its own root answers for it, and for nobody above. */
  @Test
  void aLeafOfItsOwnIssueNeedsNoList() {
    Authority itself = Draft.of("itself").sign();
    assertThat(Forge.reason(under(itself, Lists.by(ROOT)), Forge.by(itself))).isEmpty();
  }

  @Test
  void aFileHoldsListsInEitherForm() throws Pem.InvalidPemException, CRLException {
    byte[] first = Lists.by(ROOT).der();
    byte[] second = Lists.by(BETWEEN).der();
    assertThat(RevocationLists.read(first).lists().getFirst().getEncoded()).isEqualTo(first);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(PemTest.block("X509 CRL", first));
    file.writeBytes(PemTest.block("CERTIFICATE", Forge.der(ROOT.certificate())));
    file.writeBytes(PemTest.block("X509 CRL", second));
    assertThat(RevocationLists.read(file.toByteArray()).lists()).hasSize(2);
  }

  @Test
  void noBitOfAListCanBeTurned() {
    byte[] der;
    do {
      der = Lists.by(ROOT).der();
      // Its last two bits are none that a reader would miss.
    } while ((der[der.length - 1] & 3) != 0);
    for (int bit = 0; bit < 8 * der.length; bit++) {
      byte[] turned = der.clone();
      turned[bit / 8] ^= (byte) (1 << (bit % 8));
      RevocationLists lists;
      try {
        lists = RevocationLists.read(turned);
      } catch (Pem.InvalidPemException refused) {
        continue;
      }
      assertThatThrownBy(() -> lists.check(LEAF.certificate(), ROOT.certificate(), Cases.NOW))
          .as("bit " + bit)
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void aFileWithoutListsIsRefused() {
    byte[] certificate = PemTest.block("CERTIFICATE", Forge.der(ROOT.certificate()));
    byte[] list = Lists.by(ROOT).der();
    for (byte[] file :
        List.of(
            new byte[0],
            new byte[] {48, 0},
            certificate,
            PemTest.block("X509 CRL", new byte[] {1, 2}),
            Arrays.copyOf(list, list.length - 1),
            Arrays.copyOf(list, list.length + 1),
            PemTest.block("X509 CRL", Arrays.copyOf(list, list.length + 1)))) {
      assertThatThrownBy(() -> RevocationLists.read(file))
          .isInstanceOf(Pem.InvalidPemException.class)
          .hasMessageContaining("revocation list");
    }
  }
}
