package dev.firmtrail.signatures;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Judges the signatures of states under one trust. Every signature is looked at, wherever in the
 * state it stands; what is wrong with one is its verdict, never an exception. The work for one
 * state is bounded. Remembers headers and certificates that it has seen, so that the next state of
 * the same signer costs little more than its hash. Safe for use by many threads.
 */
public final class Verifier {
  /** Most signatures in one state; one with a hundred containers has as many. */
  public static final int MAX_SIGNATURES = 512;

  private final SignatureCheck check;

  /** A verifier that counts the signatures of those whom the trust names. */
  public Verifier(Trust trust) {
    this.check = new SignatureCheck(trust);
  }

  /** Judges a document as it was received: strict JSON, but not necessarily canonical. */
  public StateReport verify(byte[] document) {
    JsonObject state;
    try {
      state = JsonReader.readObject(document);
    } catch (JsonException broken) {
      return StateReport.unreadable("not strict JSON: " + broken.getMessage());
    }
    boolean canonical = JsonWriter.CANONICAL.writes(state, document);
    return verify(
        state,
        canonical
            ? List.of()
            : List.of(
                "the text is not canonical JSON: published devices hash it as it stands, and refuse"));
  }

  /** Judges a document that was read. */
  public StateReport verify(JsonObject state) {
    return verify(state, List.of());
  }

  /**
   * Judges one document as a signature of a state that it need not stand in. The state's own
   * signatures are keys like others here.
   */
  public SignatureVerdict verify(JsonObject state, JsonObject document) {
    return verdict(state, document, new WorkLimit(state));
  }

  /** Whether a value of a state claims to be a signature, wherever in the state it stands. */
  public static boolean isSignature(Json value) {
    return PvsDocument.isOne(value);
  }

  private StateReport verify(JsonObject state, List<String> notesOnText) {
    List<String> notes = new ArrayList<>(notesOnText);
    DeviceTraps traps = DeviceTraps.of(state);
    notes.addAll(traps.notes());
    SequencedMap<String, SignatureVerdict> verdicts = new LinkedHashMap<>();
    WorkLimit limit = new WorkLimit(state);
    state
        .members()
        .forEach((key, value) -> {
          if (PvsDocument.isOne(value) && value instanceof JsonObject document) {
            verdicts.put(key, verdict(state, document, limit));
          }
        });
    return new StateReport(verdicts, Coverage.of(state, verdicts), traps.hazards(), notes);
  }

  private SignatureVerdict verdict(JsonObject state, JsonObject document, WorkLimit limit) {
    try {
      limit.nextSignature();
      return check.run(state, document, limit);
    } catch (RefusedException refused) {
      return new SignatureVerdict.Fails(refused.reason(), refused.detail());
    }
  }
}
