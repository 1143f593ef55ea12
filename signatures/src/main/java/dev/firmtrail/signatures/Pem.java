package dev.firmtrail.signatures;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file (RFC 7468): what it is labelled as, and its bytes. Text between blocks is
 * passed over.
 */
public final class Pem {
  /** Most bytes of a file that is read as PEM; thousands of certificates are less. */
  public static final int MAX_BYTES = 4 << 20;

  /** What a certificate is labelled as. */
  public static final String CERTIFICATE = "CERTIFICATE";

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");

  private final String label;
  private final byte[] der;

  private Pem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  /** Names the problem, for whoever gave the file. */
  public static final class InvalidPemException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidPemException(String problem, Throwable cause) {
      super(problem, cause);
    }

    InvalidPemException(String problem) {
      super(problem);
    }
  }

  /** The words between BEGIN and the dashes, such as {@code PRIVATE KEY}. */
  public String label() {
    return label;
  }

  /** What is in it. */
  public byte[] der() {
    return der.clone();
  }

  /**
   * All blocks of a file, in order; none where there is none.
   *
   * @throws InvalidPemException it is too large, or a block is not closed or not base64
   */
  public static List<Pem> read(byte[] file) throws InvalidPemException {
    if (file.length > MAX_BYTES) {
      throw new InvalidPemException("larger than " + MAX_BYTES + " bytes");
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    List<Pem> blocks = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    int at = 0;
    while (begin.find(at)) {
      String label = begin.group(1);
      String closing = "-----END " + label + "-----";
      int end = text.indexOf(closing, begin.end());
      if (end < 0) {
        throw new InvalidPemException(
            "block " + (blocks.size() + 1) + " (" + label + ") is not closed");
      }
      blocks.add(
          new Pem(label, decoded(label, text.substring(begin.end(), end), blocks.size() + 1)));
      at = end + closing.length();
    }
    return List.copyOf(blocks);
  }

  /** The text of one block, in lines of 64 characters (RFC 7468). */
  public static String text(String label, byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN "
        + label
        + "-----\n"
        + lines.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static byte[] decoded(String label, String body, int number) throws InvalidPemException {
    try {
      return Base64.getDecoder().decode(body.replaceAll("[ \\t\\r\\n]", ""));
    } catch (IllegalArgumentException notBase64) {
      // The decoder's words show a byte of what may be a private key.
      throw new InvalidPemException("block " + number + " (" + label + ") is not base64");
    }
  }

  /**
   * The certificates among the blocks of a file, in order.
   *
   * @throws InvalidPemException the file is no PEM, or one of them cannot be read
   */
  public static List<X509Certificate> certificates(byte[] file) throws InvalidPemException {
    List<X509Certificate> certificates = new ArrayList<>();
    List<Pem> blocks = read(file);
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).label.equals(CERTIFICATE)) {
        int number = i + 1;
        certificates.add(
            certificate(blocks.get(i).der)
                .orElseThrow(() ->
                    new InvalidPemException(
                        "a certificate that cannot be read (block " + number + " is no X.509)")));
      }
    }
    return List.copyOf(certificates);
  }

  /**
   * A certificate from its DER bytes, and nothing behind them; empty when it is none. The JDK would
   * take the text of a PEM file as well, which no device does.
   */
  public static Optional<X509Certificate> certificate(byte[] der) {
    try {
      X509Certificate read =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      return Arrays.equals(read.getEncoded(), der) && isOfWholeBytes(der, read.getSignature())
          ? Optional.of(read)
          : Optional.empty();
    } catch (CertificateException none) {
      return Optional.empty();
    }
  }

  /**
   * Whether the signature that DER ends with is whole bytes. The JDK would take one with bits left
   * over, which nobody signed for and devices refuse.
   */
  static boolean isOfWholeBytes(byte[] der, byte[] signature) {
    int bitsLeftOver = der.length - signature.length - 1;
    return bitsLeftOver >= 0 && der[bitsLeftOver] == 0;
  }
}
