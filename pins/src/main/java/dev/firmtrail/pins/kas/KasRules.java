package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.Certainty;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Rule;
import java.util.List;

/** About projects of kas. */
final class KasRules {
  static final Rule BRANCH =
      error(
          "KAS001",
          "A repository follows a branch",
          """
          Without a commit, kas checks out the newest commit of the branch, or of the default branch. The same project file
          builds other layers tomorrow. kas only warns, and the build goes on.
          """,
          """
          Write `commit:` with the 40 digits and keep `branch:`, or run `kas lock` and commit the lock file that it writes.
          """);

  static final Rule REFSPEC =
      warning(
          "KAS002",
          "A repository uses the old key refspec",
          """
          `refspec` does not say whether it is a branch, a tag or a commit, cannot stand beside them, and newer formats of kas
          drop it.
          """,
          """
          Replace it with `commit:`, and with `branch:` or `tag:` for people to read.
          """);

  static final Rule TAG =
      error(
          "KAS003",
          "A repository is named by a tag alone",
          """
          A tag can be moved by whoever owns the repository. The next checkout then builds other sources under the same name.
          """,
          """
          Write `commit:` beside `tag:`; kas then also checks that the two agree.
          """);

  static final Rule SHORT =
      warning(
          "KAS004",
          "A commit is not written in full",
          """
          A short or misspelt commit, or a branch in its place, is resolved at each checkout. Short ones become ambiguous when
          the repository grows; a branch name moves.
          """,
          """
          Write all 40 (or 64) lower-case digits.
          """);

  static final Rule STALE_LOCK =
      warning(
          "KAS005",
          "An override or lock names a repository that is not there",
          """
          kas ignores the entry without a word. Often the repository was renamed, and under its new name it is no longer locked.
          """,
          """
          Run `kas lock` and delete what is left over, or write the id as it stands in `repos`.
          """);

  static final Rule OLD_LOCK =
      warning(
          "KAS006",
          "A lock file is of a format before locks",
          """
          Overrides exist since format 14. A file that says an older one was not written by `kas lock`, and older programs refuse
          or ignore what it holds.
          """,
          """
          Write the lock anew with `kas lock`, which puts version 14 into its header.
          """);

  static final Rule PATCH =
      error(
          "KAS007",
          "A patch comes from a repository that follows a branch",
          """
          The sources under the patch can be pinned, and the patch itself changes with the other repository.
          """,
          """
          Give the repository that holds the patch a commit, or keep the patch in this repository.
          """);

  static final Rule BUILDTOOLS =
      error(
          "KAS008",
          "Build tools are downloaded without a checksum",
          """
          The compiler and tools of the whole build are taken as the server sends them.
          """,
          """
          Write `sha256sum:` below `buildtools:`.
          """);

  static final Rule INCLUDE =
      error(
          "KAS009",
          "A file is included from a repository that follows a branch",
          """
          The other repository decides at each checkout what the project is: it can change layers, their commits and the
          configuration.
          """,
          """
          Give the repository that is included from a commit, or lock it with `kas lock`.
          """);

  static final Rule ENVIRONMENT =
      new Rule(
          "KAS012",
          Level.NOTE,
          Certainty.CERTAIN,
          "A variable comes from the machine that builds",
          """
          A variable in `env` without a value is passed on from whoever runs kas. Two people can build two firmwares from one
          commit.
          """,
          """
          Give it a value, or make sure that it cannot change what is built.
          """);

  static final Rule SIGNED =
      warning(
          "KAS013",
          "Signatures are demanded, and nobody says whose",
          """
          `signed: true` accepts what any allowed signer signed. Without signers, or with one that only a key server knows,
          whoever can publish a key decides.
          """,
          """
          Name `allowed_signers:` and give each signer a `path:` or a `fingerprint:`. It does not replace a commit.
          """);

  static final Rule TWO_LOCKS =
      error(
          "KAS014",
          "Two lock files disagree about a repository",
          """
          The lock beside an included file wins over the lock beside the file that includes it. `kas lock --update` writes the
          other one, so that an update has no effect and nobody notices.
          """,
          """
          Delete the entry from one of the two, and lock the repository again.
          """);

  static final Rule LOCK_CHANGES =
      warning(
          "KAS015",
          "A lock or override changes a commit that a file gives",
          """
          Who reads the project file sees one commit, and another is built.
          """,
          """
          Make the two equal, or delete the entry of the lock: a repository with a commit of its own needs none.
          """);

  static final Rule MIXED =
      error(
          "KAS016",
          "A repository has a tag and a branch, or refspec and something else",
          """
          kas stops at the checkout, or takes one of the two in some versions. Often the branch comes from `defaults` and is not
          seen here.
          """,
          """
          Write `branch: null` beside the tag; replace `refspec`.
          """);

  static final Rule PLAIN_URL =
      warning(
          "KAS018",
          "A repository is fetched over a line that nobody protects",
          """
          Over `http:` and `git:` anybody between can answer. A full commit is still checked by git; a branch or a tag is not.
          """,
          """
          Use `https:` or `ssh:`.
          """);

  static final Rule NO_PATCH =
      error(
          "KAS019",
          "A patch is not there",
          """
          The project names a patch of its own repository that is not in it, so that nobody else can build what was built here.
          """,
          """
          Commit the patch, or mend the path; it counts from the top of the repository.
          """);

  static final Rule SCHEMA =
      error(
          "KAS021",
          "kas does not take the file as it is",
          """
          kas refuses what it does not know, and of a key that stands twice the last wins without a word. What is written is not
          what is built.
          """,
          """
          Mend what the message names. A commit without a letter needs quotes.
          """);

  static final List<Rule> ALL =
      List.of(
          BRANCH,
          REFSPEC,
          TAG,
          SHORT,
          STALE_LOCK,
          OLD_LOCK,
          PATCH,
          BUILDTOOLS,
          INCLUDE,
          ENVIRONMENT,
          SIGNED,
          TWO_LOCKS,
          LOCK_CHANGES,
          MIXED,
          PLAIN_URL,
          NO_PATCH,
          SCHEMA);

  private KasRules() {}

  private static Rule error(String id, String title, String why, String fix) {
    return new Rule(id, Level.ERROR, Certainty.CERTAIN, title, why, fix);
  }

  private static Rule warning(String id, String title, String why, String fix) {
    return new Rule(id, Level.WARNING, Certainty.CERTAIN, title, why, fix);
  }
}
