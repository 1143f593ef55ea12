package dev.firmtrail.state;

import dev.firmtrail.state.json.RawText;
import java.util.List;

/**
 * A pattern of a signature as a published device matches it: every text is a pattern, and matching
 * takes at most pattern times key steps.
 *
 * <p>It works on bytes, and on the text of keys as it stands, with its escapes. {@code *}, {@code
 * ?} and classes do not take a slash; {@code **} is two stars, except at the end: {@code X/**}
 * takes {@code X} and all below it, where X is a pattern, and {@code **} alone only the empty key
 * and keys that begin with a slash. {@code [!a]} and {@code [^a]} negate, {@code [[:alpha:]]} is a
 * class, a bracket that is left open and a backslash at the end stand for themselves. How the same
 * pattern selects in {@code pvr} is another matter. Immutable. See {@code docs/formats/state.md},
 * Globs.
 */
public final class DeviceGlob {
  private static final String BELOW = "/**";
  private static final String ALL = "**";

  private final List<GlobStep> steps;
  private final boolean takesBelow;
  private final long slashes;

  private DeviceGlob(List<GlobStep> steps, boolean takesBelow) {
    this.steps = List.copyOf(steps);
    this.takesBelow = takesBelow;
    this.slashes = steps.stream().filter(new GlobStep.Exactly('/')::equals).count();
  }

  /**
   * Reads a pattern as it stands in a signature's header, in at most as many steps as its length
   * squared.
   */
  public static DeviceGlob parse(RawText pattern) {
    String text = pattern.bytes();
    if (text.equals(ALL)) {
      return new DeviceGlob(List.of(), true);
    }
    boolean below = text.endsWith(BELOW);
    String above = below ? text.substring(0, text.length() - BELOW.length()) : text;
    return new DeviceGlob(new DeviceGlobParser(above).steps(), below);
  }

  /** Whether a key fits. */
  public boolean matches(RawText key) {
    // Only a slash of the pattern takes a slash, so that one directory above the key can fit.
    int end = takesBelow ? endOfComponents(key.bytes()) : key.length();
    return new GlobMatch.Leftmost().matches(steps, key.bytes().substring(0, end));
  }

  /**
   * The end of as many components of a key as the pattern has; the key's end where it has fewer.
   */
  private int endOfComponents(String key) {
    int slash = key.indexOf('/');
    for (long left = slashes; left > 0 && slash >= 0; left--) {
      slash = key.indexOf('/', slash + 1);
    }
    return slash < 0 ? key.length() : slash;
  }
}
