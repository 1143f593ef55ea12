package dev.firmtrail.pins.ci;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Rule;
import java.util.List;

/** About what pipelines run, and how they call kas. */
final class CiRules {
  static final Rule IMAGE =
      new Rule(
          "CI001",
          Level.ERROR,
          Certainty.CERTAIN,
          "A job runs in an image without a digest",
          """
          The compiler, the libraries and the tools of the job come from this image. When its tag moves, the next pipeline builds
          with others, and no commit of yours says so.
          """,
          """
          Write the digest behind the tag: `registry.example.org/builder:4@sha256:…`.
          """);

  static final Rule ACTION =
      new Rule(
          "CI002",
          Level.ERROR,
          Certainty.CERTAIN,
          "An action or workflow is named without a commit",
          """
          A tag or a branch of another repository is run with the job's rights. Its owner, or who takes over its account, can
          move it at any time.
          """,
          """
          Write the commit, and the tag as a comment: `uses: actions/checkout@` and 40 digits, then `# v4`.
          """);

  static final Rule INCLUDE =
      new Rule(
          "CI003",
          Level.ERROR,
          Certainty.CERTAIN,
          "A pipeline includes a file that can change",
          """
          Jobs of another project or server become jobs of this pipeline, in whatever form they have at that moment.
          """,
          """
          Give a project's `ref:` and a component's version as a commit, and a remote file an `integrity: sha256-…`.
          """);

  static final Rule KAS_IMAGE =
      new Rule(
          "KAS011",
          Level.ERROR,
          Certainty.LIKELY,
          "kas runs in a container image without a digest",
          """
          The build container brings the host tools of the whole build. kas-container takes an image by tag unless told
          otherwise, and a job that names a kas image by tag gets another one when the tag is pushed again.
          """,
          """
          Set `KAS_CONTAINER_IMAGE` to an image with a digest where kas-container is called, or write the digest behind the tag
          of the job's image.
          """);

  static final Rule KAS_UPDATE =
      new Rule(
          "KAS020",
          Level.WARNING,
          Certainty.LIKELY,
          "kas is told to ignore its lock files",
          """
          With `--update`, the commands build, checkout and shell do not read lock files: every repository without a commit of
          its own is taken as its branch is now.
          """,
          """
          Leave `--update` out here. To renew the lock, run `kas lock --update` on purpose and commit what it writes.
          """);

  static final List<Rule> ALL = List.of(IMAGE, ACTION, INCLUDE, KAS_IMAGE, KAS_UPDATE);

  private CiRules() {}
}
