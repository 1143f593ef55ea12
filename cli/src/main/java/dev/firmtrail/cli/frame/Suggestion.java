package dev.firmtrail.cli.frame;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What somebody may have meant by a word that is not known. */
public final class Suggestion {
  private static final int MOST = 3;

  /** A mistyped letter in so many is still the same word. */
  private static final int LETTERS_AN_ERROR = 3;

  /** Words for the same thing, from other programs and from old pages. */
  private static final Map<String, String> ELSEWHERE =
      Map.of("push", "post", "pull", "get", "ls", "ls-files", "new", "init");

  private Suggestion() {}

  /**
   * A line such as {@code Did you mean status?}; empty when nothing known is near.
   *
   * @param known what could have been typed
   * @param mark what is typed before each of them, such as dashes; may be empty
   */
  public static Optional<String> among(Collection<String> known, String mark, String word) {
    List<String> near = near(known, word).stream().map(name -> mark + name).toList();
    if (near.isEmpty()) {
      return Optional.empty();
    }
    String last = near.getLast();
    String before = String.join(", ", near.subList(0, near.size() - 1));
    return Optional.of("Did you mean " + (before.isEmpty() ? "" : before + " or ") + last + "?");
  }

  private static List<String> near(Collection<String> known, String word) {
    String elsewhere = ELSEWHERE.getOrDefault(word, "");
    if (known.contains(elsewhere)) {
      return List.of(elsewhere);
    }
    List<String> begun = pick(known, candidate -> word.length() > 1 && candidate.startsWith(word));
    if (!begun.isEmpty() && begun.size() <= MOST) {
      return begun;
    }
    int allowed = Math.max(1, word.length() / LETTERS_AN_ERROR);
    for (int distance = 1; distance <= allowed; distance++) {
      int now = distance;
      List<String> found =
          pick(
              known,
              candidate ->
                  candidate.length() > now
                      && candidate.length() > 2
                      && distance(candidate, word) == now);
      if (!found.isEmpty()) {
        return found.subList(0, Math.min(MOST, found.size()));
      }
    }
    return List.of();
  }

  private static List<String> pick(Collection<String> known, Predicate<String> wanted) {
    Stream<String> found = known.stream().filter(wanted);
    return found.distinct().sorted().toList();
  }

  /** Letters to change, add, drop or swap with their neighbour until the words are the same. */
  private static int distance(String a, String b) {
    int[][] costs = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : step(costs, a, b, i, j);
      }
    }
    return costs[a.length()][b.length()];
  }

  private static int step(int[][] costs, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int cost =
        Math.min(
            Math.min(costs[i - 1][j], costs[i][j - 1]) + 1, costs[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
  }
}
