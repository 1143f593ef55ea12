package dev.firmtrail.state;

import java.util.BitSet;
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
      BitSet waiting = new BitSet(steps.size() + 1);
      reach(waiting, steps, 0);
      int at = 0;
      while (at < path.length() && !waiting.isEmpty()) {
        int character = path.codePointAt(at);
        at += Character.charCount(character);
        waiting = after(waiting, steps, character);
      }
      return waiting.get(steps.size());
    }

    private static BitSet after(BitSet waiting, List<GlobStep> steps, int character) {
      BitSet next = new BitSet(steps.size() + 1);
      for (int i = waiting.nextSetBit(0);
          i >= 0 && i < steps.size();
          i = waiting.nextSetBit(i + 1)) {
        GlobStep step = steps.get(i);
        if (step.takes(character)) {
          if (step.repeats()) {
            next.set(i);
          }
          if (!(step instanceof GlobStep.Directories) || character == '/') {
            reach(next, steps, i + 1);
          }
        }
      }
      return next;
    }

    /** Notes a piece as waiting for a character, and those behind it where it may take none. */
    private static void reach(BitSet waiting, List<GlobStep> steps, int from) {
      int at = from;
      while (at < steps.size() && steps.get(at).isOptional()) {
        waiting.set(at++);
      }
      waiting.set(at);
    }
  }
}
