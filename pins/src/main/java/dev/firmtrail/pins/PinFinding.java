package dev.firmtrail.pins;

import dev.firmtrail.state.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * One place where a build is not pinned.
 *
 * @param file its path below the tree, with slashes
 * @param entry what there is not pinned, such as the name of a repository: with rule and file it
 *     knows the finding again when lines were put above it
 * @param message one sentence about this place, without a full stop
 */
public record PinFinding(
    Rule rule, Level level, String file, Place place, String entry, String message) {

  /** SHA-256 of rule, file and entry; two findings may share it. */
  public String fingerprint() {
    String told = rule.id() + "\0" + file + "\0" + entry;
    return Sha256.hex(told.getBytes(StandardCharsets.UTF_8));
  }
}
