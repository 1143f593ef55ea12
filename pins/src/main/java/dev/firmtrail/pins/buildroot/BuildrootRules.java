package dev.firmtrail.pins.buildroot;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Rule;
import java.util.List;

/** About configuration and packages of Buildroot. */
final class BuildrootRules {
  static final Rule NO_COMMIT =
      error(
          "BRT001",
          "A version from git is no commit, and no hash holds its archive",
          """
          Buildroot clones whatever the name means on the day of the download, packs it and keeps it under that name. A fresh
          machine gets other bytes.
          """,
          """
          Write the commit's 40 digits as the version, or add a hash line for the archive and set
          `BR2_DOWNLOAD_FORCE_CHECK_HASHES=y`.
          """);

  static final Rule NOT_FORCED =
      error(
          "BRT002",
          "A custom version is downloaded without a check",
          """
          Buildroot does not ask for hashes of kernels, boot loaders and the like when their version is a custom one, unless told
          to.
          """,
          """
          Set `BR2_DOWNLOAD_FORCE_CHECK_HASHES=y`, and put the hashes into `BR2_GLOBAL_PATCH_DIR`.
          """);

  static final Rule NO_HASH =
      error(
          "BRT003",
          "A package has no hash for its source",
          """
          Without a .hash file, Buildroot only warns and takes what the server sends.
          """,
          """
          Add `PACKAGE.hash` with a line `sha256  HEX  FILE` beside the .mk file.
          """);

  static final Rule NOT_REPRODUCIBLE =
      warning(
          "BRT004",
          "The build is not asked to be reproducible",
          """
          Without `BR2_REPRODUCIBLE`, times and paths of the build go into the image: two builds differ, and a comparison says
          nothing.
          """,
          """
          Set `BR2_REPRODUCIBLE=y`.
          """);

  static final Rule NO_MIRROR =
      new Rule(
          "BRT005",
          Level.NOTE,
          Certainty.CERTAIN,
          "Sources come from upstream alone",
          """
          Without a primary site, every old version has to stay on its server for as long as you want to build it.
          """,
          """
          Keep what a build downloads, and name the place in `BR2_PRIMARY_SITE`.
          """);

  static final Rule TOOLCHAIN =
      error(
          "BRT006",
          "A toolchain is downloaded without a hash",
          """
          The compiler of everything else is taken as the server sends it: a custom toolchain needs no hash line to be accepted.
          """,
          """
          Add `toolchain-external-custom.hash` below `BR2_GLOBAL_PATCH_DIR`, and set `BR2_DOWNLOAD_FORCE_CHECK_HASHES=y`.
          """);

  static final Rule WEAK_HASH =
      warning(
          "BRT007",
          "A source has only a weak hash",
          """
          Two files with the same MD5 or SHA-1 can be made on purpose.
          """,
          """
          Add a sha256 line for the same file.
          """);

  static final Rule STALE_HASH =
      warning(
          "BRT008",
          "A hash line is for another version",
          """
          The version was raised and the hash stayed. The line checks nothing; a package without a line for its file fails or, with
          a custom version, is taken unchecked.
          """,
          """
          Replace the line by one for the file that this version downloads.
          """);

  static final Rule UNCHECKED_METHOD =
      warning(
          "BRT009",
          "A package is fetched in a way that no hash checks",
          """
          Archives made from hg, bzr and cvs are not compared with hashes.
          """,
          """
          Fetch a released archive, or mirror the repository in git and name the commit.
          """);

  static final Rule OVERRIDE =
      warning(
          "BRT010",
          "A package is built from a directory of one machine",
          """
          The override takes sources from a path instead of the version that the package names. Whoever builds from this
          repository builds something else.
          """,
          """
          Keep local.mk out of the repository, and name a commit in the package.
          """);

  static final Rule PATCH =
      error(
          "BRT011",
          "A patch is downloaded without a hash",
          """
          The patch is taken as the server sends it, and goes into the kernel.
          """,
          """
          Keep the patch in the repository, or add a hash line for it.
          """);

  static final List<Rule> ALL =
      List.of(
          NO_COMMIT,
          NOT_FORCED,
          NO_HASH,
          NOT_REPRODUCIBLE,
          NO_MIRROR,
          TOOLCHAIN,
          WEAK_HASH,
          STALE_HASH,
          UNCHECKED_METHOD,
          OVERRIDE,
          PATCH);

  private BuildrootRules() {}

  private static Rule error(String id, String title, String why, String fix) {
    return new Rule(id, Level.ERROR, Certainty.CERTAIN, title, why, fix);
  }

  private static Rule warning(String id, String title, String why, String fix) {
    return new Rule(id, Level.WARNING, Certainty.CERTAIN, title, why, fix);
  }
}
