package dev.firmtrail.hub.store;

import dev.firmtrail.state.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first half of the SHA-256 of a text. What is remembered of very many things is found by it:
 * it takes a third of the memory of a hash in hex, and a text that strangers choose, or a secret,
 * is not kept.
 */
public record Fingerprint(long high, long low) {
  public static Fingerprint of(String text) {
    ByteBuffer hash =
        ByteBuffer.wrap(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    return new Fingerprint(hash.getLong(), hash.getLong());
  }
}
