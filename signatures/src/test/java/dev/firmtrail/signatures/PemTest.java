package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PemTest {
  private static final X509Certificate ONE = Draft.authority("one").sign().certificate();
  private static final X509Certificate TWO = Draft.authority("two").sign().certificate();

  static byte[] block(String label, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n")
        .getBytes(US_ASCII);
  }

  private static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void blocksAreReadInOrderAndTextBetweenIsPassedOver() throws Pem.InvalidPemException {
    byte[] file =
        join(
            text("what this is\u00e9\n"),
            block("CERTIFICATE", Forge.der(ONE)),
            text("subject=CN = two\r\n"),
            block("EC PRIVATE KEY", new byte[] {1, 2, 3}),
            block("CERTIFICATE", Forge.der(TWO)));
    List<Pem> blocks = Pem.read(file);
    assertThat(blocks.stream().map(Pem::label))
        .containsExactly("CERTIFICATE", "EC PRIVATE KEY", "CERTIFICATE");
    assertThat(blocks.get(1).der()).containsExactly(1, 2, 3);
    assertThat(Pem.certificates(file)).containsExactly(ONE, TWO);
    assertThat(Pem.read(new byte[0])).isEmpty();
    assertThat(Pem.read(text("-----BEGIN \n-----BEGIN x-----\n"))).isEmpty();
  }

  @Test
  void lineEndsAndLengthsDoNotMatter() throws Pem.InvalidPemException {
    String base64 = Base64.getEncoder().encodeToString(Forge.der(ONE));
    for (String body :
        List.of(base64, "\r\n" + base64 + "\r\n", " " + base64.replace("A", "A\t"))) {
      byte[] file = text("-----BEGIN CERTIFICATE-----" + body + "-----END CERTIFICATE-----");
      assertThat(Pem.certificates(file)).containsExactly(ONE);
    }
  }

  @Test
  void whatIsHandedOutIsACopy() throws Pem.InvalidPemException {
    Pem block = Pem.read(block("X", new byte[] {1, 2, 3})).getFirst();
    block.der()[0] = 9;
    assertThat(block.der()).containsExactly(1, 2, 3);
  }

  @Test
  void brokenBlocksAreRefusedWithoutShowingThem() {
    for (String file :
        List.of(
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n",
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PUBLIC KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0!\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0c\n-----END PRIVATE KEY-----\n")) {
      assertThatThrownBy(() -> Pem.read(text(file)))
          .isInstanceOf(Pem.InvalidPemException.class)
          .hasMessageContaining("block 1 (PRIVATE KEY)")
          .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("c2VjcmV0"));
    }
  }

  @Test
  void theBlockThatIsBrokenIsCounted() {
    byte[] good = block("CERTIFICATE", Forge.der(ONE));
    for (String bad : List.of("-----BEGIN X-----\n", "-----BEGIN X-----!-----END X-----")) {
      assertThatThrownBy(() -> Pem.read(join(good, good, text(bad))))
          .isInstanceOf(Pem.InvalidPemException.class)
          .hasMessageContaining("block 3 (X)");
    }
  }

  @Test
  void aCertificateIsWholeAndAlone() {
    byte[] der = Forge.der(ONE);
    for (byte[] broken :
        List.of(
            new byte[0],
            Arrays.copyOf(der, der.length - 1),
            Arrays.copyOf(der, der.length + 1),
            join(der, der),
            block("CERTIFICATE", der))) {
      assertThat(Pem.certificate(broken)).isEmpty();
      assertThatThrownBy(() -> Pem.certificates(block("CERTIFICATE", broken)))
          .isInstanceOf(Pem.InvalidPemException.class);
    }
    assertThat(Pem.certificate(der)).contains(ONE);
  }

  @Test
  @Timeout(20)
  void aFileIsBounded() throws Pem.InvalidPemException {
    assertThatThrownBy(() -> Pem.read(new byte[Pem.MAX_BYTES + 1]))
        .isInstanceOf(Pem.InvalidPemException.class);
    // Each begins a block, and none ends: looking for the end of each would take for ever.
    String begins = "-----BEGIN X-----".repeat(Pem.MAX_BYTES / 17);
    assertThatThrownBy(() -> Pem.read(text(begins))).isInstanceOf(Pem.InvalidPemException.class);
    String dashes = "-".repeat(Pem.MAX_BYTES);
    assertThat(Pem.read(text(dashes))).isEmpty();
    String many = "-----BEGIN X-----AA==-----END X-----".repeat(Pem.MAX_BYTES / 36);
    assertThat(Pem.read(text(many))).hasSize(Pem.MAX_BYTES / 36);
  }

  @Test
  void aStoreHoldsCertificatesAndNotTooMany() throws Pem.InvalidPemException {
    byte[] one = block("CERTIFICATE", Forge.der(ONE));
    byte[] two = block("TRUSTED CERTIFICATE", Forge.der(TWO));
    assertThat(TrustStore.read(join(one, one, two)).certificates()).containsExactly(ONE);
    assertThat(TrustStore.read(one).publishedKeys()).isEmpty();
    for (byte[] file : List.of(new byte[0], two, text("CERTIFICATE"))) {
      assertThatThrownBy(() -> TrustStore.read(file))
          .isInstanceOf(Pem.InvalidPemException.class)
          .hasMessageContaining("no certificate");
    }
    assertThat(Pem.read(new byte[Pem.MAX_BYTES])).isEmpty();
    byte[][] most = Collections.nCopies(TrustStore.MAX_CERTIFICATES, one).toArray(byte[][]::new);
    assertThat(TrustStore.read(join(most)).certificates()).hasSize(1);
    assertThatThrownBy(() -> TrustStore.read(join(join(most), one)))
        .isInstanceOf(Pem.InvalidPemException.class)
        .hasMessageContaining("more than 1000");
  }

  @Test
  void aStoreIsBounded() {
    List<X509Certificate> many = new ArrayList<>();
    Draft.Authority root = Draft.authority("root").keys(Keys.P256).sign();
    for (int i = 0; i < TrustStore.MAX_CERTIFICATES; i++) {
      many.add(Draft.of("x" + i).keys(Keys.P256).issuedBy(root).sign().certificate());
    }
    assertThat(new TrustStore(many).certificates()).hasSize(1000);
    many.add(ONE);
    assertThatThrownBy(() -> new TrustStore(many)).isInstanceOf(IllegalArgumentException.class);
  }
}
