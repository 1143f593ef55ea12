package dev.firmtrail.signatures;

import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which keys of a state a signature protects: those that an include pattern fits and no exclude
 * pattern. Immutable. See {@code docs/formats/signatures.md}, Selection.
 */
public final class Selection {
  /** Most patterns of one signature. */
  public static final int MAX_PATTERNS = 1024;

  private final List<String> include;
  private final List<String> exclude;
  private final List<Glob> includeGlobs;
  private final List<Glob> excludeGlobs;
  private final int stepsPerCharacter;

  /**
   * What became of a state's keys.
   *
   * @param selected keys that are protected, with their values, in the order of the state
   * @param excluded keys that an exclude pattern fits
   */
  public record Split(JsonObject selected, List<String> excluded) {
    public Split {
      excluded = List.copyOf(excluded);
    }
  }

  /**
   * Reads the patterns.
   *
   * @throws InvalidGlobException one of them cannot be read, or not in the same way by everybody
   * @throws IllegalArgumentException more than {@link #MAX_PATTERNS}
   */
  public Selection(List<String> include, List<String> exclude) throws InvalidGlobException {
    if (include.size() + exclude.size() > MAX_PATTERNS) {
      throw new IllegalArgumentException("more than " + MAX_PATTERNS + " patterns");
    }
    this.include = List.copyOf(include);
    this.exclude = List.copyOf(exclude);
    this.includeGlobs = globs(include);
    this.excludeGlobs = globs(exclude);
    this.stepsPerCharacter =
        Stream.concat(includeGlobs.stream(), excludeGlobs.stream())
            .mapToInt(Glob::stepsPerCharacter)
            .sum();
  }

  private static List<Glob> globs(List<String> patterns) throws InvalidGlobException {
    List<Glob> globs = new ArrayList<>();
    for (String pattern : patterns) {
      globs.add(Glob.parseSelection(pattern));
    }
    return globs;
  }

  /** The include patterns, as written. */
  public List<String> include() {
    return include;
  }

  /** The exclude patterns, as written. */
  public List<String> exclude() {
    return exclude;
  }

  int patterns() {
    return include.size() + exclude.size();
  }

  /** Most steps of matching for each character of a key; see {@link Glob#stepsPerCharacter}. */
  int stepsPerCharacter() {
    return stepsPerCharacter;
  }

  /** Sorts the members of a state, {@code #spec} and signatures among them. */
  public Split of(JsonObject state) {
    JsonObject.Builder selected = JsonObject.builder();
    List<String> excluded = new ArrayList<>();
    Patterns excludes = new Patterns(excludeGlobs);
    Patterns includes = new Patterns(includeGlobs);
    state
        .members()
        .forEach((key, value) -> {
          if (excludes.take(key)) {
            excluded.add(key);
          } else if (includes.take(key)) {
            selected.put(key, value);
          }
        });
    return new Split(selected.build(), excluded);
  }

  /** Patterns, of which the one that took the last key is asked first: neighbours are alike. */
  private static final class Patterns {
    private final List<Glob> globs;
    private int last;

    Patterns(List<Glob> globs) {
      this.globs = globs;
    }

    boolean take(String key) {
      for (int i = 0; i < globs.size(); i++) {
        int asked = last + i < globs.size() ? last + i : last + i - globs.size();
        if (globs.get(asked).matches(key)) {
          last = asked;
          return true;
        }
      }
      return false;
    }
  }

  @Override
  public String toString() {
    return "include " + include + " exclude " + exclude;
  }
}
