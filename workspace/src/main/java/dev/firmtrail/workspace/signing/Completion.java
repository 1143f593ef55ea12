package dev.firmtrail.workspace.signing;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.signatures.DevicePayload;
import dev.firmtrail.signatures.Selection;
import dev.firmtrail.signatures.SignatureVerdict;
import dev.firmtrail.signatures.Signing;
import dev.firmtrail.signatures.SigningException;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.SigningPlan;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What was signed so that somebody answers for every key, and what the state that the next commit
 * makes is worth then.
 *
 * @param written the keys of the signatures that were made, sorted
 * @param replaced those of them in whose place another stood that did not hold, each with why
 * @param otherwise those of them that published devices will refuse, each with why
 * @param report of the state with all signatures that now lie in the work tree
 */
public record Completion(
    List<String> written,
    SequencedMap<String, SignatureVerdict.Fails> replaced,
    SequencedMap<String, String> otherwise,
    StateReport report) {
  /** A signature that takes the place of another may uncover what that one covered. */
  private static final int ROUNDS = 3;

  /**
   * Signs what is missing, writes the documents into the work tree, and tracks them.
   *
   * @param trust whose signatures count of those that are there
   * @throws SigningException the key did not sign
   * @throws WorkspaceException a part has a name that no signature can have
   */
  public static Completion run(
      SignatureFiles files, SigningKey key, Trust trust, boolean attachPayload, Progress progress)
      throws IOException, WorkspaceException, SigningException {
    Verifier verifier = new Verifier(trust);
    JsonObject state = files.asInWorkTree();
    StateReport report = verifier.verify(state);
    StateReport before = report;
    TreeMap<String, JsonObject> made = new TreeMap<>();
    TreeMap<String, String> otherwise = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      SequencedMap<String, Selection> missing = missing(report);
      if (missing.isEmpty() || made.keySet().containsAll(keys(missing))) {
        break;
      }
      for (Map.Entry<String, Selection> each : missing.entrySet()) {
        JsonObject document = Signing.sign(state, each.getValue(), key, attachPayload);
        String name = SignatureFiles.key(each.getKey());
        made.put(name, document);
        DevicePayload.difference(state, each.getValue()).ifPresent(why -> otherwise.put(name, why));
        state = SignatureFiles.with(state, made);
      }
      report = verifier.verify(state);
    }
    for (Map.Entry<String, JsonObject> document : made.entrySet()) {
      files.write(document.getKey(), document.getValue());
    }
    files.track(report.signatures().keySet(), progress);
    return new Completion(List.copyOf(made.keySet()), replaced(before, made), otherwise, report);
  }

  private static SequencedMap<String, Selection> missing(StateReport report)
      throws WorkspaceException {
    try {
      return SigningPlan.missing(report);
    } catch (InvalidGlobException unfit) {
      throw new WorkspaceException(
          "a part has a name that no pattern can select: "
              + unfit.getMessage()
              + "; rename it, or sign it with pvr sig add --raw",
          unfit);
    }
  }

  private static List<String> keys(SequencedMap<String, Selection> missing)
      throws WorkspaceException {
    List<String> keys = new ArrayList<>();
    for (String name : missing.keySet()) {
      keys.add(SignatureFiles.key(name));
    }
    return keys;
  }

  private static SequencedMap<String, SignatureVerdict.Fails> replaced(
      StateReport before, TreeMap<String, JsonObject> made) {
    SequencedMap<String, SignatureVerdict.Fails> replaced = new LinkedHashMap<>();
    before
        .signatures()
        .forEach((key, verdict) -> {
          if (made.containsKey(key) && verdict instanceof SignatureVerdict.Fails fails) {
            replaced.put(key, fails);
          }
        });
    return replaced;
  }
}
