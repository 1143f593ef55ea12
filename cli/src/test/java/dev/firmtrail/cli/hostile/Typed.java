package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line, and how it ends when what it works on cannot be used.
 *
 * @param failure as {@code docs/exit-codes.md} says it
 */
record Typed(List<String> words, ExitCode failure) {
  static final List<Typed> CLONE_AND_GET =
      List.of(
          to(ExitCode.NOT_CLONED, "clone", Scene.REPOSITORY, "../got"),
          to(ExitCode.FAILED, "get", Scene.REPOSITORY),
          to(ExitCode.FAILED, "merge", Scene.REPOSITORY),
          to(ExitCode.NOT_TAKEN, "deploy", "../deployed", Scene.REPOSITORY));

  /** Those that read the state of a repository on a hub. */
  static final List<Typed> READ_STATE =
      join(
          CLONE_AND_GET,
          List.of(
              to(ExitCode.NOT_INSPECTED, "inspect", Scene.REPOSITORY),
              to(ExitCode.FAILED, "id", Scene.REPOSITORY),
              to(ExitCode.FAILED, "diff", "@", Scene.REPOSITORY),
              to(ExitCode.FAILED, "fastcopy", Scene.REPOSITORY, "ada/other")));

  /** Those that read the step of a trail. */
  static final List<Typed> READ_STEP =
      List.of(
          to(ExitCode.HUB_FAILED, "show", Scene.REPOSITORY),
          to(ExitCode.HUB_FAILED, "steps", Scene.REPOSITORY));

  /** Those that send something. */
  static final List<Typed> SEND =
      List.of(
          to(ExitCode.FAILED, "post", Scene.REPOSITORY),
          to(ExitCode.NOT_PUT, "put", Scene.REPOSITORY));

  static final List<Typed> PRINT_ANSWER =
      List.of(
          to(ExitCode.NOT_SHOWN, "remoteinfo", Scene.REPOSITORY),
          to(ExitCode.NOT_SHOWN, "stepinfo", Scene.REPOSITORY));

  /** All that begin by asking a repository for its endpoints. */
  static final List<Typed> REPOSITORY = join(READ_STATE, join(READ_STEP, join(SEND, PRINT_ANSWER)));

  /** All that ask the hub itself. */
  static final List<Typed> HUB =
      List.of(
          to(ExitCode.HUB_FAILED, "device", "ps"),
          to(ExitCode.HUB_FAILED, "device", "logs", "--to", "2020-01-01"),
          to(ExitCode.DEVICE_FAILED, "device", "get", "box"),
          to(ExitCode.DEVICE_FAILED, "device", "set", "box", "a=b"),
          to(ExitCode.DEVICE_FAILED, "device", "policy", "box"),
          to(ExitCode.DEVICE_FAILED, "device", "events", "box"),
          to(ExitCode.HUB_FAILED, "device", "create", "new"),
          to(ExitCode.HUB_FAILED, "claim", "-c", "word", "box"));

  /** Those that take an archive. */
  static final List<Typed> ARCHIVE =
      List.of(
          to(ExitCode.FAILED, "import", Scene.ARCHIVE),
          to(ExitCode.NOT_CLONED, "clone", Scene.ARCHIVE, "../got"),
          to(ExitCode.FAILED, "get", Scene.ARCHIVE),
          to(ExitCode.FAILED, "merge", Scene.ARCHIVE),
          to(ExitCode.NOT_TAKEN, "deploy", "../deployed", Scene.ARCHIVE));

  /** Those that read no more of an archive than its state. */
  static final List<Typed> ARCHIVE_STATE =
      List.of(
          to(ExitCode.NOT_INSPECTED, "inspect", Scene.ARCHIVE),
          to(ExitCode.FAILED, "id", Scene.ARCHIVE),
          to(ExitCode.FAILED, "diff", "@", Scene.ARCHIVE));

  /** Those that take another directory. */
  static final List<Typed> DIRECTORY =
      List.of(
          to(ExitCode.NOT_CLONED, "clone", Scene.NEIGHBOUR, "../got"),
          to(ExitCode.FAILED, "get", Scene.NEIGHBOUR),
          to(ExitCode.FAILED, "merge", Scene.NEIGHBOUR),
          to(ExitCode.NOT_TAKEN, "deploy", "../deployed", Scene.NEIGHBOUR));

  /** Those that open the workspace around them. */
  static final List<Typed> OWN =
      ofWorkspace(
          "status",
          "commit",
          "checkout",
          "add",
          "unadd",
          "json",
          "diff",
          "ls-files",
          "fsck",
          "id",
          "inspect",
          "export ../own.tar",
          "import ../good.tar",
          "get ../neighbour",
          "merge ../neighbour",
          "post ada/box",
          "put ../neighbour",
          "device create new",
          "deploy ../deployed",
          "show",
          "steps");

  static Typed to(ExitCode failure, String... words) {
    return new Typed(List.of(words), failure);
  }

  private static List<Typed> ofWorkspace(String... lines) {
    List<Typed> commands = new ArrayList<>();
    for (String line : lines) {
      commands.add(to(ExitCode.WORKSPACE_UNREADABLE, line.split(" ")));
    }
    return commands;
  }

  static List<Typed> join(List<Typed> some, List<Typed> more) {
    List<Typed> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** Those of a list whose command has one of these names. */
  static List<Typed> only(List<Typed> all, String... names) {
    return all.stream().filter(typed -> List.of(names).contains(typed.words.getFirst())).toList();
  }

  /** Those of a list whose command has none of these names. */
  static List<Typed> without(List<Typed> all, String... names) {
    return all.stream().filter(typed -> !List.of(names).contains(typed.words.getFirst())).toList();
  }

  @Override
  public String toString() {
    return "pvr " + String.join(" ", words);
  }
}
