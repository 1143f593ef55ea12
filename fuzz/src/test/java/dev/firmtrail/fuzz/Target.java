package dev.firmtrail.fuzz;

/** One parser, with what must hold for whatever bytes it is given. For one thread. */
@FunctionalInterface
public interface Target {
  /**
   * Parses the input and checks what must hold. Returning means that all is well, also where the
   * parser refused the input as its documentation says.
   *
   * @throws Exception whatever the parser threw that it does not promise; an {@link AssertionError}
   *     where something does not hold
   */
  void accept(byte[] input) throws Exception;
}
