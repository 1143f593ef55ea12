package dev.firmtrail.hub.program;

import dev.firmtrail.hub.store.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that needs settings: it has the flags of some rows of {@link HubSetting}. */
abstract class HubCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings, a line each (docs/hub-settings.md). Flags and variables FIRMTRAIL_HUB_… win over it.")
  private @Nullable Path file;

  @Spec private @Nullable CommandSpec spec;

  private Map<String, String> environment = Map.of();

  /** The rows of the table that this command has flags for. */
  List<HubSetting> settings() {
    return List.of(HubSetting.DATA);
  }

  /** The command with its flags. */
  final CommandLine line(Map<String, String> variables) {
    this.environment = variables;
    CommandLine line = new CommandLine(this);
    settings().forEach(setting -> line.getCommandSpec().addOption(option(setting)));
    return line;
  }

  private static OptionSpec option(HubSetting setting) {
    OptionSpec.Builder option =
        OptionSpec.builder(setting.flag())
            .type(String.class)
            .paramLabel(setting.form())
            .description(
                setting.otherwise().isEmpty()
                    ? setting.sentence()
                    : setting.sentence() + " Default: " + setting.otherwise() + ".");
    return setting.isSwitch()
        ? option.arity("0..1").fallbackValue("true").build()
        : option.arity("1").build();
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    try {
      Map<HubSetting, String> flags = new EnumMap<>(HubSetting.class);
      for (HubSetting setting : settings()) {
        @Nullable String value = spec().findOption(setting.flag()).getValue();
        if (value != null) {
          flags.put(setting, value);
        }
      }
      return run(HubSettings.of(flags, environment, Optional.ofNullable(file)));
    } catch (BadSettingException bad) {
      throw misused(bad.getMessage());
    }
  }

  /** Does it; gives the exit code. */
  abstract int run(HubSettings settings)
      throws BadSettingException, IOException, InterruptedException;

  /** The data of a hub that has run before. */
  static DataDirectory existing(HubSettings settings) throws BadSettingException, IOException {
    DataDirectory data = new DataDirectory(settings.data());
    data.requireHub();
    return data;
  }

  /** What is said to somebody who called it wrongly. */
  final ParameterException misused(@Nullable String message) {
    return new ParameterException(spec().commandLine(), String.valueOf(message));
  }

  final PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }
}
