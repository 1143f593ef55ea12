package dev.firmtrail.fuzz;

/** What the fuzzer calls, in a process of its own; a system property says for which target. */
public final class FuzzEntry {
  static final String TARGET_PROPERTY = "firmtrail.fuzz.target";

  private static final Target TARGET = target();

  private FuzzEntry() {}

  private static Target target() {
    try {
      Target target = Subject.named(System.getProperty(TARGET_PROPERTY, "")).make();
      // Loads most classes, so that the first input is not blamed for the time.
      target.accept(new byte[0]);
      return target;
    } catch (Exception cannotStart) {
      throw new IllegalStateException(cannotStart);
    }
  }

  /** By this name the fuzzer finds it. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TARGET.accept(input);
  }
}
