package dev.firmtrail.cli.model;

import dev.firmtrail.testkit.gen.Gen;
import java.util.List;

/**
 * One thing that happens, and numbers for what it needs to choose: whatever is left out before it,
 * it still means something.
 */
record Move(Operations operation, int which, int first, int second) {
  private static final int NUMBERS = 60;

  static Gen<Move> moves() {
    Gen<Operations> operations = Gen.of(Operations.weighted());
    return draws ->
        new Move(
            operations.from(draws),
            draws.below(NUMBERS),
            draws.below(NUMBERS),
            draws.below(NUMBERS));
  }

  static <T> T pick(List<T> from, int number) {
    return from.get(number % from.size());
  }

  <T> T firstOf(List<T> from) {
    return pick(from, first);
  }

  <T> T secondOf(List<T> from) {
    return pick(from, second);
  }

  @Override
  public String toString() {
    return operation + " " + which + " " + first + " " + second;
  }
}
