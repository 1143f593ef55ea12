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
  DIFFERENT(
      1,
      "What was compared is not the same, or what was checked is not pinned; the findings say where. Nothing else ends these commands so.",
      List.of("audit storage", "audit step", "audit fleet", "gate", "pins check")),
  NOT_INSPECTED(1, "The state could not be read.", List.of("inspect")),
  COMMIT_FAILED(
      1,
      "Nothing was committed; or, where a directory could not be synced, not surely for good: repeat it.",
      List.of("commit")),
  NOT_SHOWN(
      1,
      "The repository could not be asked, refused, or gave an answer that cannot be used.",
      List.of("remoteinfo", "stepinfo")),
  WORKSPACE_UNREADABLE(
      2,
      "There is a workspace, but a file in .pvr cannot be read or breaks the rules.",
      List.of(
          "add",
          "unadd",
          "json",
          "diff",
          "status",
          "commit",
          "checkout",
          "id",
          "fsck",
          "get",
          "inspect",
          "merge",
          "export",
          "import",
          "ls-files",
          "steps",
          "show",
          "post",
          "promote",
          "put",
          "deploy",
          "device create",
          "putobjects",
          "sig add",
          "sig update",
          "sig ls",
          "sig verify",
          "bisect start",
          "bisect good",
          "bisect bad",
          "bisect skip",
          "bisect log",
          "bisect replay",
          "bisect reset",
          "bisect run",
          "bisect parts")),
  SETTING_REFUSED(
      2,
      "There is no such setting, or it cannot have that value, or not there, or it could not be written.",
      List.of("global-config", "config")),
  CLONE_USAGE(2, "No repository to clone was named, or too much was.", List.of("clone")),
  POST_USAGE(2, "No target is known, or an argument was not understood.", List.of("post", "put")),
  HUB_USAGE(
      2,
      "An argument is missing or was not understood, or the hub did not register the account.",
      List.of(
          "login",
          "register",
          "device create",
          "device get",
          "device set",
          "device policy",
          "device events",
          "putobjects")),
  DEVICE_FAILED(
      2,
      "The hub could not be asked about the device, refused, or gave an answer that cannot be used.",
      List.of("device get", "device set", "device policy", "device events")),
  DEFECT(
      2, "A defect in the program itself; please report it with what --verbose prints.", List.of()),
  UNKNOWN_COMMAND(3, "There is no command of that name.", List.of()),
  FAILED(
      3,
      "The command could not do its work: no workspace here or above, one that another command is changing, a file that cannot be read, a missing or corrupt object.",
      List.of(
          "init",
          "add",
          "unadd",
          "ls-files",
          "json",
          "diff",
          "status",
          "checkout",
          "id",
          "fsck",
          "get",
          "merge",
          "export",
          "import",
          "post",
          "fastcopy",
          "promote",
          "completion",
          "self-upgrade",
          "sig update",
          "sig ls",
          "sig verify",
          "bisect start",
          "bisect good",
          "bisect bad",
          "bisect skip",
          "bisect log",
          "bisect replay",
          "bisect reset",
          "bisect run",
          "bisect parts")),
  CANNOT_TELL(
      3,
      "Nothing was found, but not all could be judged; or the command could not do its work, or was not understood.",
      List.of("audit storage", "audit step", "audit fleet", "gate", "pins check")),
  NOT_SINGLED_OUT(
      4,
      "The search ended with several revisions that cannot be told apart, because the earlier ones could not be tested.",
      List.of("bisect good", "bisect bad", "bisect skip", "bisect replay", "bisect run")),
  TEST_STOPPED(
      5,
      "The command that tests could not be started, or a signal ended it. Nothing was learnt from that run.",
      List.of("bisect run", "bisect parts")),
  CLAIM_USAGE(3, "No device to claim was named, or more than one.", List.of("claim")),
  NOT_AVAILABLE(
      3,
      "This program cannot do that; the message says what to do instead.",
      List.of("device scan", "scan")),
  HUB_FAILED(
      4,
      "The hub could not be reached, refused, or gave an answer that cannot be used.",
      List.of(
          "login",
          "whoami",
          "claim",
          "putobjects",
          "device create",
          "device ps",
          "ps",
          "device logs",
          "logs",
          "steps",
          "show")),
  NOT_PUT(
      4,
      "Nothing was put: no target is known, or it, the hub or an object was not usable.",
      List.of("put")),
  CONFIGURATION_UNUSABLE(
      4,
      "The configuration directory cannot be made or read, or the process has no UTF-8 locale.",
      List.of()),
  LOG_TIME_REFUSED(5, "A time is neither a date nor a duration.", List.of("device logs", "logs")),
  SIGNATURE_USAGE(
      5,
      "What to sign was not understood: --part and --raw together, or patterns without either.",
      List.of("sig add")),
  REFERENCE_REFUSED(
      7,
      "The reference names no repository on a hub.",
      List.of("remoteinfo", "stepinfo", "fastcopy")),
  NO_DEPLOYMENT(
      5,
      "The directory cannot be deployed into: it cannot be made or read, has other files, or is being changed by another command.",
      List.of("deploy")),
  NOT_TAKEN(
      6,
      "A repository's state was not taken: its answer, or an object, was not usable.",
      List.of("deploy")),
  NOT_CLONED(
      7,
      "Nothing was cloned or deployed: the reference, the hub, its answer or an object was not usable.",
      List.of("clone", "deploy")),
  NOTHING_TO_INSPECT(
      7, "The reference is none, or there is no workspace to inspect.", List.of("inspect")),
  NOT_LINKED(8, "A file could not be linked to its object.", List.of("deploy")),
  NOT_CLEANED(9, "A file that is not in the state could not be deleted.", List.of("deploy")),
  DESTINATION_REFUSED(8, "The destination names no repository on a hub.", List.of("fastcopy")),
  TARGET_TAKEN(9, "The target exists and is not an empty directory.", List.of("clone")),
  DAMAGED(
      10,
      "The check ended; objects of the committed state are missing or corrupt.",
      List.of("fsck")),
  NOT_BOOTABLE(10, "The state does not say what to boot, or does not have it.", List.of("deploy")),
  PUBLIC_KEY_MISSING(
      11,
      "There is no such file of public keys.",
      List.of("sig add", "sig update", "sig ls", "sig verify", "post")),
  PUBLIC_KEY_UNREADABLE(
      12,
      "The file of public keys cannot be read.",
      List.of("sig add", "sig update", "sig ls", "sig verify", "post")),
  NOT_ACCEPTED(
      13,
      "A signature does not hold, or nobody answers for a key; or the file that says who may sign names nobody.",
      List.of("sig add", "sig update", "sig ls", "sig verify", "post")),
  DEPLOY_USAGE(101, "No directory to deploy into was named.", List.of("deploy")),
  NOTHING_TO_DEPLOY(
      102, "No repository was named, and there is no workspace here.", List.of("deploy")),
  PATTERN_REFUSED(123, "A pattern cannot be read.", List.of("sig update")),
  TRUST_MISSING(
      125,
      "A signature has no file in the work tree, or nothing says who may sign: there is no file of trusted certificates.",
      List.of("sig add", "sig update", "sig ls", "sig verify", "post")),
  NOT_UPDATED(
      126,
      "A signature was not made anew: its file or its patterns cannot be used, it covers itself, or the answer was no.",
      List.of("sig update")),
  NOT_SIGNED(
      127,
      "Nothing was signed or made: the key, its certificates, a name or a pattern cannot be used, or nothing is selected.",
      List.of("sig add", "sig update", "sig keygen", "sig revoke")),
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
    boolean judges = judges(command);
    return Arrays.stream(values())
        .filter(row ->
            row.commands.isEmpty()
                ? !judges || row.asFailureOf(command) == row
                : row.commands.contains(command))
        .toList();
  }

  /**
   * What a command ends with that would end with this code. The codes of a command that judges are
   * its verdicts, so whatever keeps it from one has the number of {@link #CANNOT_TELL}; but a
   * defect, an interrupt and what ends the process before there is a command stay what they are.
   *
   * @param command its full name, see {@link CommandPath#name}
   */
  public ExitCode asFailureOf(String command) {
    return switch (this) {
      case OK, DEFECT, INTERRUPTED, CONFIGURATION_UNUSABLE, UNKNOWN_COMMAND -> this;
      default -> judges(command) ? CANNOT_TELL : this;
    };
  }

  private static boolean judges(String command) {
    return DIFFERENT.commands.contains(command);
  }
}
