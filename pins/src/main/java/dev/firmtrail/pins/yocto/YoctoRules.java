package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Rule;
import java.util.List;

/** About recipes and configuration of BitBake. */
final class YoctoRules {
  static final Rule AUTOREV =
      error(
          "YOC001",
          "A recipe builds the newest commit",
          """
          With AUTOREV, BitBake asks the repository at each parse and builds what it finds. Nothing in the layer changes when the
          sources do.
          """,
          """
          Write the commit's 40 digits into `SRCREV`, and keep the branch in the URL.
          """);

  static final Rule WEAK_AUTOREV =
      warning(
          "YOC002",
          "A recipe builds the newest commit unless somebody says otherwise",
          """
          The weak assignment is meant as a default, and no pin that would replace it can be seen here. A build without that pin
          floats, and nobody is told.
          """,
          """
          Make the commit the default, and let developers ask for AUTOREV.
          """);

  static final Rule NO_COMMIT =
      error(
          "YOC003",
          "Sources from git are named by a tag, a branch or a short commit",
          """
          BitBake asks the repository at each parse what the name means, a branch before a tag. Whoever owns the repository can
          move it.
          """,
          """
          Write the commit's 40 digits into `SRCREV`; a `tag=` in the URL is then checked against it.
          """);

  static final Rule NO_CHECKSUM =
      error(
          "YOC004",
          "A download has no checksum",
          """
          Whatever the server sends is built. A strict distribution stops here, another one only warns.
          """,
          """
          Write `SRC_URI[sha256sum] = "…"`, or `SRC_URI[NAME.sha256sum]` where the URL has a `name=`.
          """);

  static final Rule WEAK_CHECKSUM =
      warning(
          "YOC005",
          "A download has only a weak checksum",
          """
          Two files with the same MD5 or SHA-1 can be made on purpose, so that the checksum proves no longer which one was built.
          """,
          """
          Write `sha256sum` beside it or instead of it.
          """);

  static final Rule FORGE_ARCHIVE =
      new Rule(
          "YOC006",
          Level.NOTE,
          Certainty.LIKELY,
          "An archive is made by a forge on demand",
          """
          Archives of a tag or commit are packed when somebody asks. A new version of the packer gives other bytes: the checksum
          then stops the build, years later.
          """,
          """
          Use an archive that the project released as a file, fetch with git, or keep the archive in a mirror of your own.
          """);

  static final Rule STRICT =
      new Rule(
          "YOC007",
          Level.NOTE,
          Certainty.CERTAIN,
          "Missing checksums do not stop the build",
          """
          With `BB_STRICT_CHECKSUM` other than 1, a download without a checksum is a warning, or with `ignore` nothing at all.
          """,
          """
          Set it to "1", and give each download its checksum.
          """);

  static final Rule HALF_MIRROR =
      warning(
          "YOC008",
          "A mirror is configured by half",
          """
          `SOURCE_MIRROR_URL` does nothing without the class own-mirrors, and the class does nothing without the URL. The build
          fetches from upstream, and nobody notices until upstream is gone.
          """,
          """
          Write both: `INHERIT += "own-mirrors"` and `SOURCE_MIRROR_URL`.
          """);

  static final Rule NO_TARBALLS =
      warning(
          "YOC009",
          "A mirror of sources leaves out what comes from git",
          """
          Clones go into the mirror only as archives, and BitBake makes those only when it is told to. The mirror looks complete
          and is not.
          """,
          """
          Set `BB_GENERATE_MIRROR_TARBALLS = "1"` where the mirror is filled.
          """);

  static final Rule PLAIN_GIT =
      warning(
          "YOC010",
          "Sources from git come over a line that nobody protects",
          """
          Without `protocol=`, BitBake uses git's own protocol, which anybody between can answer. Many hosts no longer serve it,
          so that the fetch fails one day.
          """,
          """
          Write `protocol=https` into the URL.
          """);

  static final Rule SSTATE =
      warning(
          "YOC011",
          "Shared state of others is taken without a signature",
          """
          A shared-state mirror gives binaries instead of building them. Without signatures, whoever can write to the mirror
          decides what is in the firmware.
          """,
          """
          Set `SSTATE_VERIFY_SIG = "1"` and `SSTATE_VALID_SIGS`.
          """);

  static final Rule HASH_SERVER =
      warning(
          "YOC012",
          "A server elsewhere decides which results count as equal",
          """
          Hash equivalence takes an upstream server's word that two different inputs gave the same output, and then reuses the
          binary.
          """,
          """
          Run the hash server yourself for builds that are released, and keep its database with them.
          """);

  static final Rule TIME =
      warning(
          "YOC013",
          "The moment of the build goes into what is built",
          """
          Two builds of the same sources then differ, and whoever compares them cannot tell an attack from a clock.
          """,
          """
          Leave the reproducible defaults alone, and take DATE, TIME and DATETIME out of versions.
          """);

  static final Rule ONLINE_RELEASE =
      new Rule(
          "YOC015",
          Level.NOTE,
          Certainty.CERTAIN,
          "A release is built with the network open",
          """
          A build that may fetch does not show that all its sources are kept. The day it matters, one of them is gone.
          """,
          """
          Build releases with `BB_NO_NETWORK = "1"` or `BB_FETCH_PREMIRRORONLY = "1"` from your own mirror.
          """);

  static final Rule NO_BRANCH =
      error(
          "YOC016",
          "A git URL has no branch",
          """
          BitBake refuses it today; older versions took `master` and failed when the repository renamed it.
          """,
          """
          Write `branch=…`, or `nobranch=1` where the commit is on none.
          """);

  static final Rule OTHER_HEAD =
      error(
          "YOC017",
          "Sources come from the head of a repository",
          """
          `tip`, `HEAD` and a repo manifest name whatever is newest when the build fetches.
          """,
          """
          Name the revision; for repo, list its projects as git URLs with commits.
          """);

  static final Rule NPM =
      error(
          "YOC018",
          "Sources come from npm's registry by name",
          """
          The fetcher asks the registry, has no checksum, and is switched off in current BitBake.
          """,
          """
          Use `npmsw://` with a shrinkwrap file that has the integrity of each package.
          """);

  static final Rule CACHED_POLICY =
      warning(
          "YOC019",
          "Old answers about floating commits are kept",
          """
          With the policy `cache`, two machines build two commits from the same floating `SRCREV`, depending on when each asked
          first.
          """,
          """
          Pin `SRCREV`; then leave `BB_SRCREV_POLICY` at its default.
          """);

  static final Rule ANY_SIGNER =
      warning(
          "YOC020",
          "Shared state is signed by anybody in the keyring",
          """
          Signatures are checked, and no list says whose count. Every key that the machine ever imported is trusted.
          """,
          """
          Set `SSTATE_VALID_SIGS` to the keys that sign your shared state.
          """);

  static final Rule NETWORK_TASK =
      warning(
          "YOC022",
          "A task other than fetch may use the network",
          """
          What it takes from there is in no checksum, no mirror and no list of sources.
          """,
          """
          Put it into `SRC_URI`, and take the flag away.
          """);

  static final Rule FETCHING_TASK =
      new Rule(
          "YOC023",
          Level.WARNING,
          Certainty.LIKELY,
          "A task downloads by itself",
          """
          The download has no checksum, is in no mirror, and differs from build to build. Current BitBake cuts the network off
          there, so the build fails or is opened for everything.
          """,
          """
          Put it into `SRC_URI` with its checksum.
          """);

  static final Rule DOCKER =
      error(
          "PVR001",
          "A container of the firmware is named by a tag",
          """
          `PVR_DOCKER_REF` is fetched outside of BitBake's checksums and mirrors: what the tag names on the day of the build goes
          into the state.
          """,
          """
          Write the digest behind the tag: `PVR_DOCKER_REF = "name:tag@sha256:…"`.
          """);

  static final Rule PVR_SOURCE =
      error(
          "PVR002",
          "A part is taken from a trail without a revision",
          """
          `PVR_SRC_URI` takes the newest step of the trail on the day of the build.
          """,
          """
          Name the step: `…/steps/12`.
          """);

  static final List<Rule> ALL =
      List.of(
          AUTOREV,
          WEAK_AUTOREV,
          NO_COMMIT,
          NO_CHECKSUM,
          WEAK_CHECKSUM,
          FORGE_ARCHIVE,
          STRICT,
          HALF_MIRROR,
          NO_TARBALLS,
          PLAIN_GIT,
          SSTATE,
          HASH_SERVER,
          TIME,
          ONLINE_RELEASE,
          NO_BRANCH,
          OTHER_HEAD,
          NPM,
          CACHED_POLICY,
          ANY_SIGNER,
          NETWORK_TASK,
          FETCHING_TASK,
          DOCKER,
          PVR_SOURCE);

  private YoctoRules() {}

  private static Rule error(String id, String title, String why, String fix) {
    return new Rule(id, Level.ERROR, Certainty.CERTAIN, title, why, fix);
  }

  private static Rule warning(String id, String title, String why, String fix) {
    return new Rule(id, Level.WARNING, Certainty.CERTAIN, title, why, fix);
  }
}
