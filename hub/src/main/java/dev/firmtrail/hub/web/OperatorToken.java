package dev.firmtrail.hub.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * A secret from a file, with which the operator's own programs come ({@code docs/run-a-hub.md},
 * Metrics). It is no token of an account and opens nothing else. Safe for use by many threads.
 */
public final class OperatorToken {
  private static final int MOST_BYTES = 1024;

  /** What a header can carry, and long enough that nobody guesses it. */
  private static final Pattern GOOD = Pattern.compile("[!-~]{16,512}");

  private final byte[] secret;

  private OperatorToken(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Reads the first line of a file.
   *
   * @throws IOException it cannot be read, everybody can read it, or it holds no such secret; says
   *     nothing of what is in it
   */
  public static OperatorToken read(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      throw new IOException(
          "everybody on this machine can read the secret in " + file + "; run: chmod 600 " + file);
    }
    if (Files.size(file) > MOST_BYTES) {
      throw notOne(file);
    }
    String line = Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing();
    if (!GOOD.matcher(line).matches()) {
      throw notOne(file);
    }
    return new OperatorToken(line.getBytes(StandardCharsets.US_ASCII));
  }

  private static IOException notOne(Path file) {
    return new IOException(
        file + " has to hold one line of 16 to 512 visible ASCII characters, and nothing else");
  }

  /** Takes as long for each text of one length. */
  boolean is(String text) {
    return MessageDigest.isEqual(secret, text.getBytes(StandardCharsets.UTF_8));
  }
}
