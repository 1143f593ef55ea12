package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Rule;
import java.util.List;

/** About container images, and about what is done while one is built. */
public final class ImageRules {
  /** Public because pipelines name images too, under a rule of their own. */
  public static final Rule UNPINNED =
      new Rule(
          "IMG001",
          Level.ERROR,
          Certainty.CERTAIN,
          "An image is named without a digest",
          """
          A tag is a name that its owner can move: the registry answers with other bytes tomorrow, and no file of yours has
          changed. Without any tag, `latest` is meant, which moves by design.
          """,
          """
          Write the digest behind the tag: `debian:12@sha256:…`. The digest decides, the tag tells people what it is. Take the
          digest of the index, not of one platform.
          """);

  static final Rule NO_TAG =
      new Rule(
          "IMG002",
          Level.NOTE,
          Certainty.CERTAIN,
          "A digest stands without the tag that it came from",
          """
          The bytes are pinned. But nobody can read from 64 digits which release they are, and tools that renew digests do not
          know which tag to ask for.
          """,
          """
          Write the tag in front of the digest: `debian:12@sha256:…`.
          """);

  static final Rule DOWNLOAD =
      new Rule(
          "IMG003",
          Level.ERROR,
          Certainty.LIKELY,
          "A download is used without being checked",
          """
          Whatever the server sends at the moment of the build is run or unpacked. Another release, an error page or an
          attacker's file all look the same to the build.
          """,
          """
          Give `ADD` a `--checksum=sha256:…`, or save the download, run `sha256sum -c` on it in the same step, and only then use
          it.
          """);

  static final Rule PACKAGES =
      new Rule(
          "IMG004",
          Level.WARNING,
          Certainty.LIKELY,
          "Distribution packages are installed without a version or a snapshot",
          """
          The package index of the day decides what is installed. The image's base can be pinned by digest and the packages on
          top still change with every build that is not cached.
          """,
          """
          Install from a snapshot of the archive (for Debian `snapshot.debian.org` with a timestamp), or name versions:
          `curl=7.88.1-10`. A version alone can vanish from the archive.
          """);

  static final Rule LANGUAGE_PACKAGES =
      new Rule(
          "IMG005",
          Level.WARNING,
          Certainty.LIKELY,
          "Packages of a language are installed without a lock or a version",
          """
          The registry resolves the newest version, and the newest of everything below it. Two builds of the same commit get
          different programs.
          """,
          """
          Install from a lock file: `npm ci`, `pip install --require-hashes -r requirements.txt`, `cargo install --locked`,
          `go install module@v1.2.3`.
          """);

  static final Rule BROKEN_DIGEST =
      new Rule(
          "IMG006",
          Level.ERROR,
          Certainty.CERTAIN,
          "A digest cannot be one",
          """
          Its length or its characters are wrong, so no registry can answer it. The pull fails, or a tool drops the digest and
          takes the tag.
          """,
          """
          Copy the digest whole: `sha256:` and 64 lower-case hexadecimal digits.
          """);

  static final Rule GIT_CONTEXT =
      new Rule(
          "IMG007",
          Level.ERROR,
          Certainty.CERTAIN,
          "Sources come from git without a commit",
          """
          A branch or a tag of the other repository decides what goes into the image, at the moment of the build.
          """,
          """
          Name the commit: `https://host/repository.git#` and its 40 digits.
          """);

  static final List<Rule> ALL =
      List.of(UNPINNED, NO_TAG, DOWNLOAD, PACKAGES, LANGUAGE_PACKAGES, BROKEN_DIGEST, GIT_CONTEXT);

  private ImageRules() {}
}
