package dev.firmtrail.state;

import java.util.Arrays;
import java.util.List;

/** How a path is held against the pieces of a pattern. Immutable. */
sealed interface GlobMatch {
  /** Whether the pieces take the whole path. */
  boolean matches(List<GlobStep> steps, String path);

  /**
   * What stands behind a star is looked for as far left as it is found, and that choice stands, as
   * the published program does. It makes a difference where a class takes a slash. Knows no {@link
   * GlobStep.Rest} and {@link GlobStep.Directories}.
   */
  record Leftmost() implements GlobMatch {
    @Override
    public boolean matches(List<GlobStep> steps, String path) {
      int[] characters = path.codePoints().toArray();
      int at = 0;
      int step = 0;
      int star = -1;
      int starTakes = 0;
      while (at < characters.length || step < steps.size()) {
        if (step < steps.size() && steps.get(step) instanceof GlobStep.Star) {
          star = step++;
          starTakes = at;
        } else if (step < steps.size()
            && at < characters.length
            && steps.get(step).takes(characters[at])) {
          step++;
          at++;
        } else if (star >= 0 && starTakes < characters.length && characters[starTakes] != '/') {
          // Only the last star need take more: an earlier one would but move the same choice to the
          // right.
          starTakes++;
          at = starTakes;
          step = star + 1;
        } else {
          return false;
        }
      }
      return true;
    }
  }

  /** Follows every way through the pattern at once, so that nothing is tried twice. */
  record EveryWay() implements GlobMatch {
    @Override
    public boolean matches(List<GlobStep> steps, String path) {
      // A bit for each piece that waits for a character, and one for the end.
      long[] waiting = new long[steps.size() / Long.SIZE + 1];
      long[] next = new long[waiting.length];
      reach(waiting, steps, 0);
      for (int at = 0; at < path.length(); ) {
        int character = path.codePointAt(at);
        at += Character.charCount(character);
        Arrays.fill(next, 0);
        take(character, waiting, steps, next);
        long[] spare = waiting;
        waiting = next;
        next = spare;
      }
      return (waiting[steps.size() / Long.SIZE] >> steps.size() & 1) != 0;
    }

    private static void take(int character, long[] waiting, List<GlobStep> steps, long[] next) {
      for (int word = 0; word < waiting.length; word++) {
        for (long bits = waiting[word]; bits != 0; bits &= bits - 1) {
          int i = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
          if (i < steps.size() && steps.get(i).takes(character)) {
            if (steps.get(i).repeats()) {
              note(next, i);
            }
            if (!(steps.get(i) instanceof GlobStep.Directories) || character == '/') {
              reach(next, steps, i + 1);
            }
          }
        }
      }
    }

    /** Notes a piece as waiting for a character, and those behind it where it may take none. */
    private static void reach(long[] waiting, List<GlobStep> steps, int from) {
      int at = from;
      while (at < steps.size() && steps.get(at).isOptional()) {
        note(waiting, at++);
      }
      note(waiting, at);
    }

    private static void note(long[] waiting, int at) {
      waiting[at / Long.SIZE] |= 1L << at;
    }
  }
}
