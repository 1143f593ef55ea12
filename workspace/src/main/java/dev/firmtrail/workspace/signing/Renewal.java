package dev.firmtrail.workspace.signing;

import dev.firmtrail.signatures.DevicePayload;
import dev.firmtrail.signatures.Selection;
import dev.firmtrail.signatures.SignatureVerdict;
import dev.firmtrail.signatures.Signing;
import dev.firmtrail.signatures.SigningException;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.SigningPlan;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Signs signatures anew, each with the patterns that its file says it was made with. Nobody vouches
 * for those patterns, so whoever signs is to see them first: {@link #planned}. A signature that
 * covers another is made after it. For one run.
 */
public final class Renewal {
  /** The name that stands for every signature in their directory. */
  private static final String EVERY = "*";

  private static final String JSON = ".json";

  private final SignatureFiles files;
  private final SequencedMap<String, Planned> planned;
  private JsonObject state;

  /**
   * One signature that is to be made anew.
   *
   * @param key where it stands
   * @param selection what it is signed with
   * @param selected the keys of the state that this takes
   * @param beyond those of them that belong to another part than the one that it is named after
   * @param holds whether it holds as it is, so that somebody who is trusted vouches for the
   *     patterns
   */
  public record Planned(
      String key, Selection selection, List<String> selected, List<String> beyond, boolean holds) {
    public Planned {
      selected = List.copyOf(selected);
      beyond = List.copyOf(beyond);
    }
  }

  private Renewal(SignatureFiles files, JsonObject state, SequencedMap<String, Planned> planned) {
    this.files = files;
    this.state = state;
    this.planned = planned;
  }

  /**
   * Finds the signatures of the committed state that are meant.
   *
   * @param words names, paths or patterns of signatures; none for all in {@code _sigs/}
   * @param trust whose signatures hold
   * @throws InvalidGlobException a word is no pattern
   * @throws WorkspaceException a file is missing or no signature, selects nothing, or signatures
   *     cover each other
   */
  public static Renewal of(SignatureFiles files, List<String> words, Trust trust)
      throws IOException, WorkspaceException, InvalidGlobException {
    List<Glob> patterns = new ArrayList<>();
    for (String word : words.isEmpty() ? List.of(EVERY) : words) {
      patterns.add(Glob.parseSelection(word.endsWith(JSON) ? word : SigningPlan.key(word)));
    }
    JsonObject state = files.asInWorkTree();
    Verifier verifier = new Verifier(trust);
    SequencedMap<String, Planned> found = new LinkedHashMap<>();
    for (String key : files.committedKeys()) {
      if (patterns.stream().anyMatch(pattern -> pattern.matches(key))) {
        found.put(key, planned(files, key, state, verifier));
      }
    }
    SequencedMap<String, Planned> ordered = new LinkedHashMap<>();
    for (String key : found.keySet()) {
      visit(key, found, ordered, new ArrayList<>());
    }
    return new Renewal(files, state, ordered);
  }

  private static Planned planned(
      SignatureFiles files, String key, JsonObject state, Verifier verifier)
      throws WorkspaceException {
    Optional<JsonObject> document = files.read(key);
    if (document.isEmpty()) {
      throw new WorkspaceException(
          "the signature " + Shown.text(key) + " has no file in the work tree; check it out again");
    }
    Selection selection;
    try {
      selection = Signing.selection(document.get());
    } catch (SigningException unreadable) {
      throw new WorkspaceException(
          "the file " + Shown.text(key) + " cannot be updated: " + unreadable.getMessage(),
          unreadable);
    }
    List<String> selected = List.copyOf(selection.of(state).selected().members().keySet());
    return new Planned(
        key,
        selection,
        selected,
        selected.stream().filter(taken -> !belongs(taken, key)).toList(),
        verifier.verify(state, document.get()) instanceof SignatureVerdict.Holds);
  }

  private static boolean belongs(String selected, String signature) {
    Optional<StatePath> path = StatePath.parse(selected);
    if (path.isEmpty() || selected.indexOf('/') < 0) {
      return signature.equals(SigningPlan.key(SigningPlan.ROOT_NAME));
    }
    return signature.equals(SigningPlan.key(Part.nameOf(path.get())));
  }

  /** Behind all that it covers. */
  private static void visit(
      String key,
      SequencedMap<String, Planned> found,
      SequencedMap<String, Planned> ordered,
      List<String> above)
      throws WorkspaceException {
    if (above.contains(key)) {
      List<String> circle = above.subList(above.indexOf(key), above.size());
      throw new WorkspaceException(
          (circle.size() == 1
                  ? "this signature covers itself, so that it can never hold: "
                  : "these signatures cover each other, so that none of them can be made last: ")
              + Shown.text(String.join(", ", circle))
              + "; make one anew that leaves the other out: pvr sig add --raw NAME -e");
    }
    Optional<Planned> one = Optional.ofNullable(found.get(key));
    if (one.isEmpty() || ordered.containsKey(key)) {
      return;
    }
    List<String> longer = new ArrayList<>(above);
    longer.add(key);
    for (String covered : one.get().selected()) {
      visit(covered, found, ordered, longer);
    }
    ordered.put(key, one.get());
  }

  /** What is to be signed, in the order in which it is. */
  public List<Planned> planned() {
    return List.copyOf(planned.values());
  }

  /**
   * Signs one and writes it into the work tree; durable on return. Each of {@link #planned} once,
   * in that order.
   *
   * @return the document
   */
  public JsonObject sign(Planned one, SigningKey key, boolean attachPayload)
      throws IOException, WorkspaceException, SigningException {
    JsonObject document = Signing.sign(state, one.selection(), key, attachPayload);
    files.write(one.key(), document);
    state = SignatureFiles.with(state, Map.of(one.key(), document));
    return document;
  }

  /** Why published devices will refuse one, where they will. */
  public Optional<String> otherwise(Planned one) {
    return DevicePayload.difference(state, one.selection());
  }

  /** The signatures that were not made anew and cover one that was, so that they hold no more. */
  public List<String> outdated() {
    List<String> outdated = new ArrayList<>();
    state
        .members()
        .forEach((key, value) -> {
          if (!planned.containsKey(key)
              && Verifier.isSignature(value)
              && value instanceof JsonObject document
              && covers(document)) {
            outdated.add(key);
          }
        });
    return outdated;
  }

  private boolean covers(JsonObject document) {
    try {
      return Signing.selection(document).of(state).selected().members().keySet().stream()
          .anyMatch(planned::containsKey);
    } catch (SigningException unreadable) {
      return false;
    }
  }
}
