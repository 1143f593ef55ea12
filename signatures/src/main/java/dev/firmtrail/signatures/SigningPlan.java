package dev.firmtrail.signatures;

import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StatePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * What is left to sign until somebody answers for every key of a state. See {@code
 * docs/formats/signatures.md}, Selection.
 */
public final class SigningPlan {
  /** The signature over the keys that belong to no part: {@code #spec}, {@code device.json}. */
  public static final String ROOT_NAME = "_root";

  private static final String SIGNATURES = "_sigs/";
  private static final String JSON = ".json";

  private SigningPlan() {}

  /** The key under which a signature of a name stands. */
  public static String key(String name) {
    return SIGNATURES + name + JSON;
  }

  /**
   * The selection that the published programs make for a part.
   *
   * @param withConfiguration whether {@code _config/PART/} is part of it
   * @throws InvalidGlobException the part's name has characters that are none of a pattern
   */
  public static Selection part(String name, boolean withConfiguration) throws InvalidGlobException {
    List<String> include = new ArrayList<>(List.of(name + "/**"));
    if (withConfiguration) {
      include.add("_config/" + name + "/**");
    }
    return new Selection(include, List.of(name + "/src.json", key(name)));
  }

  /**
   * The signatures to make, by name: one for each part that has a key nobody answers for, and one
   * for the keys outside of parts. Signatures that fail are in none of them.
   *
   * @param report what signatures say of a state today
   * @throws InvalidGlobException a name has characters that are none of a pattern
   */
  public static SequencedMap<String, Selection> missing(StateReport report)
      throws InvalidGlobException {
    TreeSet<String> parts = new TreeSet<>();
    boolean root = false;
    for (String key : report.uncovered()) {
      if (key.startsWith(SIGNATURES)) {
        continue;
      }
      if (key.equals(State.SPEC_KEY) || key.indexOf('/') < 0) {
        root = true;
      } else {
        parts.add(Part.nameOf(new StatePath(key)));
      }
    }
    SequencedMap<String, Selection> missing = new LinkedHashMap<>();
    for (String part : parts) {
      missing.put(part, part(part, true));
    }
    if (root) {
      missing.put(ROOT_NAME, root());
    }
    return Collections.unmodifiableSequencedMap(missing);
  }

  /** All that is no directory; a file that is added later is not covered by it, and breaks it. */
  private static Selection root() throws InvalidGlobException {
    return new Selection(List.of("*"), List.of(key(ROOT_NAME)));
  }
}
