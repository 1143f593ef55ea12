package dev.firmtrail.cli.frame;

import java.util.Arrays;
import java.util.List;

/**
 * How a run ends: the one table of exit codes that the program, {@code --help}, {@code
 * docs/exit-codes.md} and the tests read. Numbers are those of the published program for the same
 * failure, so one number can stand in more than one row.
 */
public enum ExitCode {
  OK(0, "Done. What status or diff found makes no difference to the code.", List.of()),
  USAGE(1, "A flag, an environment variable or an argument was not understood.", List.of()),
  OUTPUT_FAILED(
      1, "What the command had to say could not be written to standard output.", List.of()),
  COMMIT_FAILED(1, "Nothing was committed.", List.of("commit")),
  WORKSPACE_UNREADABLE(
      2,
      "There is a workspace, but a file in .pvr cannot be read or breaks the rules.",
      List.of(
          "add",
          "json",
          "diff",
          "status",
          "commit",
          "checkout",
          "id",
          "fsck",
          "post",
          "device create")),
  SETTING_REFUSED(
      2,
      "There is no such setting, or it cannot have that value, or not there.",
      List.of("global-config", "config")),
  CLONE_USAGE(2, "No repository to clone was named, or too much was.", List.of("clone")),
  POST_USAGE(2, "No target is known, or an argument was not understood.", List.of("post")),
  HUB_USAGE(
      2,
      "An argument is missing or was not understood, or the hub did not register the account.",
      List.of("login", "register", "device create")),
  DEFECT(
      2, "A defect in the program itself; please report it with what --verbose prints.", List.of()),
  UNKNOWN_COMMAND(3, "There is no command of that name.", List.of()),
  FAILED(
      3,
      "The command could not do its work: no workspace here or above, a file that cannot be read, a missing or corrupt object.",
      List.of(
          "init",
          "add",
          "json",
          "diff",
          "status",
          "checkout",
          "id",
          "fsck",
          "post",
          "completion",
          "self-upgrade")),
  HUB_FAILED(
      4,
      "The hub could not be reached, refused, or gave an answer that cannot be used.",
      List.of("login", "whoami", "device create")),
  CONFIGURATION_UNUSABLE(
      4,
      "The configuration directory cannot be made or read, or the process has no UTF-8 locale.",
      List.of()),
  NOT_CLONED(
      7,
      "Nothing was cloned: the reference, the hub, its answer or an object was not usable.",
      List.of("clone")),
  TARGET_TAKEN(9, "The target exists and is not an empty directory.", List.of("clone")),
  DAMAGED(
      10,
      "The check ended; objects of the committed state are missing or corrupt.",
      List.of("fsck")),
  INTERRUPTED(
      130, "Stopped by Ctrl-C. Nothing half-written is left under its final name.", List.of());

  private final int number;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable; its type does not say so.
  private final List<String> commands;

  ExitCode(int number, String meaning, List<String> commands) {
    this.number = number;
    this.meaning = meaning;
    this.commands = commands;
  }

  /** What the process ends with. */
  public int number() {
    return number;
  }

  /** A sentence for a person. */
  public String meaning() {
    return meaning;
  }

  /** The commands that can end so; empty for all. */
  public List<String> commands() {
    return commands;
  }

  /**
   * The rows that a command can end with, by number.
   *
   * @param command its full name, see {@link CommandPath#name}
   */
  public static List<ExitCode> of(String command) {
    return Arrays.stream(values())
        .filter(row -> row.commands.isEmpty() || row.commands.contains(command))
        .toList();
  }
}
