package dev.firmtrail.cli;

import dev.firmtrail.cli.audit.AuditCommands;
import dev.firmtrail.cli.audit.BisectCommands;
import dev.firmtrail.cli.audit.GateCommand;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.local.AddCommand;
import dev.firmtrail.cli.local.CheckoutCommand;
import dev.firmtrail.cli.local.CommitCommand;
import dev.firmtrail.cli.local.ConfigCommand;
import dev.firmtrail.cli.local.DiffCommand;
import dev.firmtrail.cli.local.ExportCommand;
import dev.firmtrail.cli.local.FsckCommand;
import dev.firmtrail.cli.local.GlobalConfigCommand;
import dev.firmtrail.cli.local.IdCommand;
import dev.firmtrail.cli.local.ImportCommand;
import dev.firmtrail.cli.local.InitCommand;
import dev.firmtrail.cli.local.JsonCommand;
import dev.firmtrail.cli.local.LsFilesCommand;
import dev.firmtrail.cli.local.SelfUpgradeCommand;
import dev.firmtrail.cli.local.StatusCommand;
import dev.firmtrail.cli.local.UnaddCommand;
import dev.firmtrail.cli.pages.CompletionCommand;
import dev.firmtrail.cli.pins.PinsCommands;
import dev.firmtrail.cli.remote.ClaimCommand;
import dev.firmtrail.cli.remote.CloneCommand;
import dev.firmtrail.cli.remote.DeployCommand;
import dev.firmtrail.cli.remote.DeviceCommands;
import dev.firmtrail.cli.remote.FastCopyCommand;
import dev.firmtrail.cli.remote.GetCommand;
import dev.firmtrail.cli.remote.InspectCommand;
import dev.firmtrail.cli.remote.LoginCommand;
import dev.firmtrail.cli.remote.MergeCommand;
import dev.firmtrail.cli.remote.PostCommand;
import dev.firmtrail.cli.remote.PromoteCommand;
import dev.firmtrail.cli.remote.PutCommand;
import dev.firmtrail.cli.remote.PutObjectsCommand;
import dev.firmtrail.cli.remote.RegisterCommand;
import dev.firmtrail.cli.remote.RemoteInfoCommand;
import dev.firmtrail.cli.remote.ShowCommand;
import dev.firmtrail.cli.remote.StepInfoCommand;
import dev.firmtrail.cli.remote.StepsCommand;
import dev.firmtrail.cli.remote.WhoamiCommand;
import dev.firmtrail.cli.sig.SigCommands;
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
          "unadd",
          "status",
          "diff",
          "json",
          "id",
          "ls-files",
          "commit",
          "checkout",
          "fsck",
          "export",
          "import",
          "clone",
          "get",
          "merge",
          "put",
          "inspect",
          "deploy",
          "post",
          "putobjects",
          "sig",
          "fastcopy",
          "gate",
          "promote",
          "remoteinfo",
          "stepinfo",
          "steps",
          "show",
          "audit",
          "bisect",
          "pins",
          "login",
          "register",
          "whoami",
          "claim",
          "device",
          "ps",
          "logs",
          "scan",
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
      case "unadd" -> Optional.of(new UnaddCommand());
      case "status", "s" -> Optional.of(new StatusCommand());
      case "diff", "d" -> Optional.of(new DiffCommand());
      case "json", "j" -> Optional.of(new JsonCommand());
      case "id" -> Optional.of(new IdCommand());
      case "ls-files" -> Optional.of(new LsFilesCommand());
      case "commit", "ci" -> Optional.of(new CommitCommand());
      case "checkout", "co", "reset", "r" -> Optional.of(new CheckoutCommand());
      case "fsck" -> Optional.of(new FsckCommand());
      case "export" -> Optional.of(new ExportCommand());
      case "import" -> Optional.of(new ImportCommand());
      case "clone", "c" -> Optional.of(new CloneCommand());
      case "get", "g" -> Optional.of(new GetCommand());
      case "merge", "m" -> Optional.of(new MergeCommand());
      case "put", "p" -> Optional.of(new PutCommand());
      case "inspect" -> Optional.of(new InspectCommand());
      case "deploy" -> Optional.of(new DeployCommand());
      case "post", "po" -> Optional.of(new PostCommand());
      case "putobjects" -> Optional.of(new PutObjectsCommand());
      case "sig" -> Optional.of(SigCommands.group());
      case "fastcopy", "fcp" -> Optional.of(new FastCopyCommand());
      case "gate" -> Optional.of(new GateCommand());
      case "promote" -> Optional.of(new PromoteCommand());
      case "remoteinfo", "ri" -> Optional.of(new RemoteInfoCommand());
      case "stepinfo" -> Optional.of(new StepInfoCommand());
      case "steps" -> Optional.of(new StepsCommand());
      case "show" -> Optional.of(new ShowCommand());
      case "audit" -> Optional.of(AuditCommands.group());
      case "bisect" -> Optional.of(BisectCommands.group());
      case "pins" -> Optional.of(PinsCommands.group());
      case "login", "lo" -> Optional.of(new LoginCommand());
      case "register", "reg" -> Optional.of(new RegisterCommand());
      case "whoami", "wai" -> Optional.of(new WhoamiCommand());
      case "claim", "cl" -> Optional.of(new ClaimCommand());
      case "device", "dev" -> Optional.of(DeviceCommands.group());
      case "ps" -> Optional.of(DeviceCommands.ps());
      case "logs", "log" -> Optional.of(DeviceCommands.logs());
      case "scan" -> Optional.of(DeviceCommands.scan());
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
