package dev.firmtrail.dist;

import java.nio.file.Path;

/** The built programs, as a user starts them. */
enum Launcher {
  PVR("pvr"),
  HUB("firmtrail-hub");

  private static final Path BIN = Path.of("target", "firmtrail", "bin").toAbsolutePath();

  private final String file;

  Launcher(String file) {
    this.file = file;
  }

  /** What to put first on a command line. */
  String path() {
    return BIN.resolve(file).toString();
  }
}
