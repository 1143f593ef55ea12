package dev.firmtrail.state;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name of an object: the SHA-256 of its bytes. Safe to use as a file name.
 *
 * @param hex exactly 64 lower-case hex digits; upper case is refused, because devices compare ids
 *     as text
 */
public record ObjectId(String hex) implements Comparable<ObjectId> {
  public ObjectId {
    if (!Sha256.isHex(hex)) {
      throw new IllegalArgumentException(
          "not an object id (64 lower-case hex digits): " + Shown.text(hex));
    }
  }

  public static Optional<ObjectId> parse(String text) {
    return Sha256.isHex(text) ? Optional.of(new ObjectId(text)) : Optional.empty();
  }

  public static ObjectId of(byte[] content) {
    return new ObjectId(Sha256.hex(content));
  }

  /** The id of everything that went into a digest; resets the digest. */
  public static ObjectId of(MessageDigest digest) {
    return new ObjectId(HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public int compareTo(ObjectId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
