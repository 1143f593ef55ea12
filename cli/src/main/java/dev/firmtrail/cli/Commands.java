package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.local.AddCommand;
import dev.firmtrail.cli.local.CheckoutCommand;
import dev.firmtrail.cli.local.CommitCommand;
import dev.firmtrail.cli.local.ConfigCommand;
import dev.firmtrail.cli.local.DiffCommand;
import dev.firmtrail.cli.local.FsckCommand;
import dev.firmtrail.cli.local.GlobalConfigCommand;
import dev.firmtrail.cli.local.IdCommand;
import dev.firmtrail.cli.local.InitCommand;
import dev.firmtrail.cli.local.JsonCommand;
import dev.firmtrail.cli.local.SelfUpgradeCommand;
import dev.firmtrail.cli.local.StatusCommand;
import dev.firmtrail.cli.pages.CompletionCommand;
import dev.firmtrail.cli.remote.CloneCommand;
import dev.firmtrail.cli.remote.DeviceCommands;
import dev.firmtrail.cli.remote.LoginCommand;
import dev.firmtrail.cli.remote.PostCommand;
import dev.firmtrail.cli.remote.RegisterCommand;
import dev.firmtrail.cli.remote.WhoamiCommand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What commands there are. A run makes only the one it was asked for: loading the others would cost
 * more than the work.
 */
final class Commands {
  /** In the order of help. */
  private static final List<String> NAMES =
      List.of(
          "init",
          "add",
          "status",
          "diff",
          "json",
          "id",
          "commit",
          "checkout",
          "fsck",
          "clone",
          "post",
          "login",
          "register",
          "whoami",
          "device",
          "config",
          "global-config",
          "completion",
          "self-upgrade");

  private Commands() {}

  /** The command that answers to a name or an alias. */
  static Optional<Command> named(String word) {
    return switch (word) {
      case "init", "i" -> Optional.of(new InitCommand());
      case "add", "a" -> Optional.of(new AddCommand());
      case "status", "s" -> Optional.of(new StatusCommand());
      case "diff", "d" -> Optional.of(new DiffCommand());
      case "json", "j" -> Optional.of(new JsonCommand());
      case "id" -> Optional.of(new IdCommand());
      case "commit", "ci" -> Optional.of(new CommitCommand());
      case "checkout", "co", "reset", "r" -> Optional.of(new CheckoutCommand());
      case "fsck" -> Optional.of(new FsckCommand());
      case "clone", "c" -> Optional.of(new CloneCommand());
      case "post", "po" -> Optional.of(new PostCommand());
      case "login", "lo" -> Optional.of(new LoginCommand());
      case "register", "reg" -> Optional.of(new RegisterCommand());
      case "whoami", "wai" -> Optional.of(new WhoamiCommand());
      case "device", "dev" -> Optional.of(DeviceCommands.group());
      case "config" -> Optional.of(new ConfigCommand());
      case "completion", "com" -> Optional.of(new CompletionCommand());
      case "self-upgrade" -> Optional.of(new SelfUpgradeCommand());
      case "global-config" -> Optional.of(new GlobalConfigCommand());
      default -> Optional.empty();
    };
  }

  /** What may stand behind the program's name. */
  static List<CommandPath> roots() {
    return all().stream().map(command -> new CommandPath(List.of(command))).toList();
  }

  /** Every command with its full name, members of groups behind their group. */
  static List<CommandPath> paths() {
    return roots().stream()
        .flatMap(path -> Stream.concat(Stream.of(path), path.members().stream()))
        .toList();
  }

  /** Every command, for help. */
  static List<Command> all() {
    return NAMES.stream().map(name -> named(name).orElseThrow()).toList();
  }
}
