package dev.firmtrail.pins.packages;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Rule;
import java.util.List;

/** About lock files and requirements of package managers. */
final class PackageRules {
  static final Rule NO_INTEGRITY =
      new Rule(
          "PKG001",
          Level.ERROR,
          Certainty.CERTAIN,
          "A lock file does not hold what it locks",
          """
          An entry without a hash names a version, and takes whatever the registry sends under that name.
          """,
          """
          Write the lock file anew with a current version of the package manager, which puts the hashes in.
          """);

  static final Rule REQUIREMENT =
      new Rule(
          "PKG002",
          Level.ERROR,
          Certainty.CERTAIN,
          "A requirement names no version",
          """
          The newest version that fits is installed, and the newest of everything below it. Two installations differ.
          """,
          """
          Write `name==1.2.3` with `--hash=sha256:…`, for example with `pip-compile --generate-hashes`.
          """);

  static final Rule NO_LOCK =
      new Rule(
          "PKG003",
          Level.WARNING,
          Certainty.CERTAIN,
          "A program that builds is fetched without a hash or a lock",
          """
          A wrapper downloads the build tool itself, and a package without a lock resolves all that it needs anew on each
          machine.
          """,
          """
          Write `distributionSha256Sum=` into the wrapper's properties; commit the lock file of the package manager.
          """);

  static final Rule DYNAMIC =
      new Rule(
          "PKG004",
          Level.ERROR,
          Certainty.CERTAIN,
          "A dependency's version can change",
          """
          A snapshot, a range or `latest` is resolved at each build.
          """,
          """
          Write one released version, or lock versions with `gradle.lockfile`.
          """);

  static final List<Rule> ALL = List.of(NO_INTEGRITY, REQUIREMENT, NO_LOCK, DYNAMIC);

  private PackageRules() {}
}
