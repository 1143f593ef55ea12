package dev.firmtrail.hub.program;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code firmtrail-hub} command. */
@Command(
    name = "firmtrail-hub",
    description = "A hub: keeps the firmware of devices as numbered steps that nobody can change.")
public final class HubProgram implements Runnable {
  /** A check or a backup ended, and found damage. */
  static final int DAMAGE = 3;

  /** In columns; an example must stand on one line. */
  private static final int HELP_WIDTH = 100;

  private static final Map<String, String> EXIT_CODES =
      new TreeMap<>(
          Map.of(
              "0", "done",
              "1", "it could not be done, or the hub could not start: one line says why",
              "2", "wrong arguments or settings",
              "3", "doctor, backup: it ended and found damage, which it names",
              "130, 143", "stopped by a signal (SIGINT, SIGTERM); a hub finishes what runs"));

  @Spec private @Nullable CommandSpec spec;

  private HubProgram() {}

  public static void main(String[] arguments) {
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  /** The program, with an environment of its own. */
  public static CommandLine commandLine(Map<String, String> environment) {
    CommandLine line = new CommandLine(new HubProgram());
    List.of(new ServeCommand(), new DoctorCommand(), new BackupCommand(), new RestoreCommand())
        .forEach(command -> line.addSubcommand(command.line(environment)));
    line.addSubcommand(UserCommands.line(environment));
    dress(line);
    return line.setExecutionExceptionHandler((failed, command, parsed) -> {
      command.getErr().println("firmtrail-hub: " + failed.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    });
  }

  /** What all commands have alike. */
  private static void dress(CommandLine line) {
    line.setUsageHelpWidth(HELP_WIDTH);
    line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    line.getCommandSpec()
        .usageMessage()
        .sortOptions(false)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(EXIT_CODES);
    line.getSubcommands().values().forEach(HubProgram::dress);
  }

  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    throw new ParameterException(
        line,
        "what shall it do? the commands are: " + String.join(", ", line.getSubcommands().keySet()));
  }

  /** Of the program that runs. */
  private static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = HubProgram.class.getPackage().getImplementationVersion();
      return new String[] {
        "firmtrail-hub " + (version == null ? "of a development build" : version)
      };
    }
  }
}
