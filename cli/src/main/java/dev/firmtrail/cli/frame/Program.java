package dev.firmtrail.cli.frame;

import java.util.Optional;

/** The program that runs. */
public final class Program {
  private Program() {}

  /** The version of its jar. */
  public static String version() {
    return Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
