package dev.firmtrail.hub.store;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The id of an account, a device or a trail: 24 lower-case hex digits, as published clients expect.
 * The first 8 are the second in which it was made, the rest is random, so that knowing one id says
 * nothing about another.
 */
public record HubId(String hex) {
  private static final int DIGITS = 24;
  private static final int BYTES = 12;

  public HubId {
    if (!isId(hex)) {
      throw new IllegalArgumentException("not an id (24 lower-case hex digits)");
    }
  }

  public static Optional<HubId> parse(String text) {
    return isId(text) ? Optional.of(new HubId(text)) : Optional.empty();
  }

  private static boolean isId(String text) {
    return text.length() == DIGITS
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** An id that nobody has yet. */
  public static HubId fresh(Instant now, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt((int) now.getEpochSecond());
    return new HubId(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return hex;
  }
}
