package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ConfigDirectory;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Shows and changes the global settings. */
public final class GlobalConfigCommand implements Command {
  private static final String AUTO_UPGRADE = "AutoUpgrade";
  private static final List<String> TEXTS = List.of("Spec", "DistributionTag");

  @Override
  public List<String> names() {
    return List.of("global-config");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Show or change the settings in the configuration directory",
        "[NAME=VALUE...]",
        List.of(
            "The settings are those of the published pvr, which may share the directory. This program obeys none of them: it"
                + " never upgrades itself, whatever AutoUpgrade says."),
        List.of("pvr global-config", "pvr global-config AutoUpgrade=false"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.SETTING_REFUSED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    Path file = new ConfigDirectory(call.settings().configDirectory()).configFile();
    SequencedMap<String, Json> settings = new LinkedHashMap<>(read(file).members());
    for (String word : call.positionals()) {
      set(settings, word, call);
    }
    JsonObject result = new JsonObject(settings);
    if (!call.positionals().isEmpty()) {
      DurableFile.write(file, JsonWriter.COMPACT.bytes(result));
    }
    call.console().dataLine(JsonWriter.prettyInOrder("    ").text(result));
    return ExitCode.OK;
  }

  private static JsonObject read(Path file) throws CommandFailure, IOException {
    try {
      return JsonReader.readObject(PlainFile.read(file));
    } catch (JsonException broken) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION_UNUSABLE,
          file + " is not a JSON object: " + broken.getMessage() + "; delete it to begin anew",
          broken);
    }
  }

  private static void set(SequencedMap<String, Json> settings, String word, Invocation call)
      throws CommandFailure {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    if (name.equals(AUTO_UPGRADE)) {
      if (!value.equals("true") && !value.equals("false")) {
        throw new CommandFailure(
            ExitCode.SETTING_REFUSED,
            AUTO_UPGRADE + " is true or false, not '" + value + "'; nothing changed");
      }
      settings.put(name, Json.of(Boolean.parseBoolean(value)));
    } else if (TEXTS.contains(name) && equals >= 0) {
      settings.put(name, Json.of(value));
    } else {
      call.console().notice("no such setting, ignored: " + word);
    }
  }
}
