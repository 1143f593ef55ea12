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

  private static final String JSON = ".json";
  private static final List<String> ALL = List.of("**");
  private static final List<String> SOURCE = List.of("src.json");

  private SigningPlan() {}

  /** The key under which a signature of a name stands. */
  public static String key(String name) {
    return Part.SIGNATURES + name + JSON;
  }

  /**
   * The selection that the published programs make for a part.
   *
   * @param withConfiguration whether {@code _config/PART/} is part of it
   * @throws InvalidGlobException the part's name has characters that are none of a pattern
   */
  public static Selection part(String name, boolean withConfiguration) throws InvalidGlobException {
    return part(name, List.of(), List.of(), withConfiguration);
  }

  /**
   * The selection for a part with patterns of one's own, below the part's directory.
   *
   * @param include without any, all of the part
   * @param exclude without any, how the part was made
   * @throws InvalidGlobException a pattern cannot be read
   */
  public static Selection part(
      String name, List<String> include, List<String> exclude, boolean withConfiguration)
      throws InvalidGlobException {
    List<String> included = new ArrayList<>(below(name, include.isEmpty() ? ALL : include));
    if (withConfiguration) {
      included.add("_config/" + name + "/**");
    }
    List<String> excluded = new ArrayList<>(below(name, exclude.isEmpty() ? SOURCE : exclude));
    excluded.add(key(name));
    return new Selection(included, excluded);
  }

  private static List<String> below(String part, List<String> patterns) {
    return patterns.stream().map(pattern -> part + "/" + pattern).toList();
  }

  /**
   * The selection for patterns as they are; the signature itself is never in it, since nothing can
   * sign its own signature.
   *
   * @param include without any, everything
   * @param exclude without any, {@code src.json} at the root
   * @throws InvalidGlobException a pattern cannot be read
   */
  public static Selection raw(String name, List<String> include, List<String> exclude)
      throws InvalidGlobException {
    List<String> excluded = new ArrayList<>(exclude.isEmpty() ? SOURCE : exclude);
    if (!excluded.contains(key(name))) {
      excluded.add(key(name));
    }
    return new Selection(include.isEmpty() ? ALL : include, excluded);
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
      if (key.startsWith(Part.SIGNATURES)) {
        continue;
      }
      if (key.equals(State.SPEC_KEY) || key.indexOf('/') < 0) {
        root = true;
      } else {
        // What is no path of a state has no part.
        StatePath.parse(key).map(Part::nameOf).ifPresent(parts::add);
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
