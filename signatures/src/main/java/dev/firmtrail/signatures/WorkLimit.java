package dev.firmtrail.signatures;

import dev.firmtrail.state.json.JsonObject;

/**
 * How much is done for one state at most. A state that asks for more was made to keep a verifier
 * busy: its patterns times its keys, and its payloads together, could be made to grow with the
 * square of its size. For one state.
 */
final class WorkLimit {
  /** Keys that are held against a pattern: seconds of looking at beginnings. */
  static final long MAX_MATCHES = 100_000_000L;

  /** Steps through patterns that ask for more than that: seconds too. */
  static final long MAX_STEPS = 1_000_000_000L;

  /** Some ten times what the largest state that a hub takes has in all. */
  static final long MAX_PAYLOAD_BYTES = 512L << 20;

  private final JsonObject state;
  private int signatures;
  private long matches;
  private long steps;
  private long payloadBytes;

  WorkLimit(JsonObject state) {
    this.state = state;
  }

  void nextSignature() throws RefusedException {
    if (++signatures > Verifier.MAX_SIGNATURES) {
      throw tooMuch("more than " + Verifier.MAX_SIGNATURES + " signatures in one state");
    }
  }

  void match(Selection selection) throws RefusedException {
    matches += (long) state.members().size() * selection.patterns();
    if (selection.stepsPerCharacter() > 0) {
      steps += characters() * selection.stepsPerCharacter();
    }
    if (matches > MAX_MATCHES || steps > MAX_STEPS) {
      throw tooMuch("too many patterns for so many keys");
    }
  }

  private long characters() {
    return state.members().keySet().stream().mapToLong(String::length).sum();
  }

  /** After a payload was hashed. */
  void hashed(long bytes) throws RefusedException {
    payloadBytes += bytes;
    if (payloadBytes > MAX_PAYLOAD_BYTES) {
      throw tooMuch("the signatures select the same keys too often");
    }
  }

  private static RefusedException tooMuch(String problem) {
    return new RefusedException(Reason.TOO_MUCH, problem);
  }
}
