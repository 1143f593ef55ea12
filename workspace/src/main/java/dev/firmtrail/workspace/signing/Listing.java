package dev.firmtrail.workspace.signing;

import dev.firmtrail.signatures.SignatureVerdict;
import dev.firmtrail.signatures.SigningPlan;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * What some signatures of a workspace, all of which hold, make of the keys of the committed state.
 *
 * @param selected keys that one of them protects, sorted
 * @param excluded keys that one of them leaves out, and none protects
 * @param notSeen the other keys
 * @param documents the signatures by key, as they lie in the work tree
 */
public record Listing(
    List<String> selected,
    List<String> excluded,
    List<String> notSeen,
    SequencedMap<String, JsonObject> documents) {
  /** A signature is named, or committed, that has no file in the work tree. */
  public static final class MissingFileException extends WorkspaceException {
    private static final long serialVersionUID = 1L;

    MissingFileException(String key) {
      super("signature file does not exist with name " + Shown.text(key));
    }
  }

  /** The keys of the signatures that are meant. */
  public static List<String> keys(SignatureFiles files, List<String> names) {
    return names.isEmpty()
        ? files.committedKeys()
        : names.stream()
            .map(name -> name.endsWith(".json") ? name : SigningPlan.key(name))
            .distinct()
            .toList();
  }

  /**
   * The documents of these keys.
   *
   * @throws MissingFileException there is none
   * @throws WorkspaceException one is no JSON
   */
  public static SequencedMap<String, JsonObject> documents(SignatureFiles files, List<String> keys)
      throws WorkspaceException {
    SequencedMap<String, JsonObject> documents = new LinkedHashMap<>();
    for (String key : keys) {
      Optional<JsonObject> document = files.read(key);
      documents.put(key, document.orElseThrow(() -> new MissingFileException(key)));
    }
    return documents;
  }

  /**
   * Verifies the documents against the committed state.
   *
   * @throws WorkspaceException one of them does not hold; says which and why, and nothing of what
   *     it signs
   */
  public static Listing of(
      SignatureFiles files, SequencedMap<String, JsonObject> documents, Verifier verifier)
      throws WorkspaceException {
    JsonObject committed = files.committed();
    Map<String, JsonObject> replaced = new HashMap<>(documents);
    replaced.keySet().retainAll(committed.members().keySet());
    JsonObject state = SignatureFiles.with(committed, replaced);
    TreeSet<String> selected = new TreeSet<>(CodePointOrder.INSTANCE);
    TreeSet<String> excluded = new TreeSet<>(CodePointOrder.INSTANCE);
    for (Map.Entry<String, JsonObject> document : documents.entrySet()) {
      switch (verifier.verify(state, document.getValue())) {
        case SignatureVerdict.Holds holds -> {
          selected.addAll(holds.selected());
          excluded.addAll(holds.excluded());
        }
        case SignatureVerdict.Fails(var reason, String detail) ->
            throw new WorkspaceException(
                "could not verify %s: %s (%s)"
                    .formatted(Shown.text(document.getKey()), detail, reason.word()));
      }
    }
    excluded.removeAll(selected);
    TreeSet<String> notSeen = new TreeSet<>(CodePointOrder.INSTANCE);
    for (Map.Entry<String, Json> member : committed.members().entrySet()) {
      if (!selected.contains(member.getKey()) && !excluded.contains(member.getKey())) {
        notSeen.add(member.getKey());
      }
    }
    return new Listing(
        List.copyOf(selected), List.copyOf(excluded), List.copyOf(notSeen), documents);
  }
}
