package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Files of certificates and of revocation lists: refused with a word, or what was read is written
 * and read again the same, each certificate is its own bytes and nothing else, and no list that its
 * authority did not sign takes anything back. The first byte chooses: a file as it is, or DER that
 * is made a block of one.
 */
public final class PemTarget implements Target {
  private static final List<String> LABELS = List.of("CERTIFICATE", "X509 CRL");

  @Override
  public void accept(byte[] input) throws Exception {
    Input pieces = new Input(input);
    int way = pieces.number() % 3;
    byte[] rest = pieces.rest();
    byte[] file = way == 0 ? rest : block(LABELS.get(way - 1), rest);
    blocks(file, way == 0);
    certificates(file);
    lists(file);
    lists(rest);
    if (way != 0) {
      alone(file, rest, way == 1);
    }
  }

  private static byte[] block(String label, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n")
        .getBytes(US_ASCII);
  }

  private static void blocks(byte[] file, boolean mayBeBroken) throws Pem.InvalidPemException {
    List<Pem> blocks;
    try {
      blocks = Pem.read(file);
    } catch (Pem.InvalidPemException refused) {
      Must.beShowable(refused);
      Must.hold(mayBeBroken, "a block that was made here is refused");
      return;
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    for (Pem block : blocks) {
      written.writeBytes(block(block.label(), block.der()));
    }
    List<Pem> again = Pem.read(written.toByteArray());
    Must.equal(again.size(), blocks.size(), "blocks");
    for (int i = 0; i < blocks.size(); i++) {
      Must.equal(again.get(i).label(), blocks.get(i).label(), "the label");
      Must.hold(Arrays.equals(again.get(i).der(), blocks.get(i).der()), "the bytes");
    }
  }

  private static void certificates(byte[] file) throws Exception {
    TrustStore store;
    try {
      store = TrustStore.read(file);
    } catch (Pem.InvalidPemException refused) {
      Must.beShowable(refused);
      return;
    }
    Must.hold(!store.certificates().isEmpty(), "a store of nothing");
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    for (X509Certificate certificate : store.certificates()) {
      written.writeBytes(block("CERTIFICATE", certificate.getEncoded()));
      Must.hold(
          Pem.certificate(certificate.getEncoded()).filter(certificate::equals).isPresent(),
          "a certificate that is not its own bytes");
      path(store, certificate);
    }
    Must.equal(TrustStore.read(written.toByteArray()), store, "the store");
  }

  /** What was read of DER is all of it. */
  private static void alone(byte[] file, byte[] der, boolean isCertificate) throws Exception {
    try {
      byte[] read =
          isCertificate
              ? TrustStore.read(file).certificates().getFirst().getEncoded()
              : RevocationLists.read(file).lists().getFirst().getEncoded();
      Must.hold(Arrays.equals(read, der), "read, but not as it is");
    } catch (Pem.InvalidPemException refused) {
      Must.beShowable(refused);
    }
  }

  /** Ends in one of two ways. */
  private static void path(TrustStore store, X509Certificate leaf) {
    Instant time = leaf.getNotBefore().toInstant();
    try {
      new CertificatePath(store, RevocationLists.NONE, time).check(List.of(leaf));
    } catch (RefusedException refused) {
      Must.beShowable(refused);
    }
  }

  private static void lists(byte[] file) throws Exception {
    RevocationLists lists;
    try {
      lists = RevocationLists.read(file);
    } catch (Pem.InvalidPemException refused) {
      Must.beShowable(refused);
      return;
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    for (X509CRL list : lists.lists()) {
      written.writeBytes(block("X509 CRL", list.getEncoded()));
    }
    Must.equal(RevocationLists.read(written.toByteArray()), lists, "the lists");
  }
}
