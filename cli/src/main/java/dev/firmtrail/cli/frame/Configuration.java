package dev.firmtrail.cli.frame;

import dev.firmtrail.hubclient.HubAddresses;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One file of settings, {@code firmtrail.json} of a person or of a workspace: the member {@code
 * settings} of its JSON object. Other members stay as they are. A file that is not there says
 * nothing and costs one look at its name.
 *
 * @param file where it is or would be
 * @param ofWorkspace whether it came with a workspace, so that not every setting may stand in it
 */
public record Configuration(Path file, boolean ofWorkspace) {
  /** The name of the file, in {@code ~/.pvr} and in {@code .pvr}. */
  public static final String FILE = HubAddresses.FILE;

  private static final String SETTINGS = "settings";

  /** That of a person. */
  public static Configuration ofPerson(Path configDirectory) {
    return new Configuration(configDirectory.resolve(FILE), false);
  }

  /** That of the workspace around a directory; empty when there is none. */
  public static Optional<Configuration> ofWorkspace(Path directory) {
    return Workspace.find(directory)
        .map(root -> new Configuration(root.resolve(".pvr").resolve(FILE), true));
  }

  /** What all files that count say, by environment variable: the workspace wins over the person. */
  public static Map<String, String> variables(Path configDirectory, Path directory, Console console)
      throws CommandFailure {
    Map<String, String> values = new HashMap<>();
    for (Configuration layer : all(configDirectory, directory).reversed()) {
      layer
          .settings()
          .forEach((setting, value) -> values.merge(setting.variable(), value, setting::strongest));
      for (Setting refused : layer.unheeded()) {
        console.notice(
            layer.file() + ": a workspace may not set " + refused.key() + "; it is not heeded");
      }
    }
    return values;
  }

  /**
   * What counts of what several files say of one setting.
   *
   * @param files the strongest first
   */
  public static Optional<String> strongest(
      Collection<Map<Setting, String>> files, Setting setting) {
    return files.stream()
        .flatMap(file -> Optional.ofNullable(file.get(setting)).stream())
        .reduce((ofWorkspace, ofPerson) -> setting.strongest(ofPerson, ofWorkspace));
  }

  /**
   * What this file sets. Names that are not known are passed over, as a newer program may know
   * them, and so are {@link #unheeded()}.
   *
   * @throws CommandFailure the file is not readable, or a value cannot be
   */
  public Map<Setting, String> settings() throws CommandFailure {
    SequencedMap<Setting, String> values = new LinkedHashMap<>();
    for (Map.Entry<Setting, String> entry : all().entrySet()) {
      Optional<String> refusal = entry.getKey().refusal(entry.getValue());
      if (ofWorkspace && !entry.getKey().mayStandInWorkspace()) {
        continue;
      }
      if (refusal.isPresent()) {
        throw unusable("\"" + Shown.text(entry.getValue()) + "\": " + refusal.get());
      }
      values.put(entry.getKey(), entry.getValue());
    }
    return values;
  }

  /** What this file sets although a workspace may not. */
  List<Setting> unheeded() throws CommandFailure {
    return all().keySet().stream()
        .filter(setting -> ofWorkspace && !setting.mayStandInWorkspace())
        .toList();
  }

  private SequencedMap<Setting, String> all() throws CommandFailure {
    SequencedMap<Setting, String> values = new LinkedHashMap<>();
    members(document())
        .forEach((name, value) ->
            Setting.named(name).ifPresent(setting -> values.put(setting, text(value))));
    return values;
  }

  /** Sets one; durable when this returns. */
  public void set(Setting setting, String value) throws CommandFailure, IOException {
    SequencedMap<String, Json> settings = new LinkedHashMap<>(members(document()));
    Optional<Boolean> word =
        setting.standard().equals("false") ? StrictBoolean.parse(value) : Optional.empty();
    settings.put(setting.key(), word.map(Json::of).orElseGet(() -> Json.of(value)));
    write(settings);
  }

  /** Takes one away. */
  public void unset(Setting setting) throws CommandFailure, IOException {
    SequencedMap<String, Json> settings = new LinkedHashMap<>(members(document()));
    if (settings.containsKey(setting.key())) {
      settings.remove(setting.key());
      write(settings);
    }
  }

  private void write(SequencedMap<String, Json> settings) throws CommandFailure, IOException {
    SequencedMap<String, Json> document = new LinkedHashMap<>(document().members());
    document.put(SETTINGS, new JsonObject(settings));
    if (settings.isEmpty()) {
      document.remove(SETTINGS);
    }
    if (document.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      DurableFile.write(file, JsonWriter.prettyInOrder("    ").bytes(new JsonObject(document)));
    }
  }

  private static Map<String, Json> members(JsonObject document) {
    return document.object(SETTINGS).orElse(JsonObject.EMPTY).members();
  }

  private static String text(Json value) {
    return value instanceof JsonString string ? string.value() : JsonWriter.CANONICAL.text(value);
  }

  private JsonObject document() throws CommandFailure {
    if (!Files.exists(file)) {
      return JsonObject.EMPTY;
    }
    try {
      return JsonReader.readObject(PlainFile.read(file));
    } catch (JsonException broken) {
      throw unusable(String.valueOf(broken.getMessage()));
    } catch (IOException unreadable) {
      throw unusable(Reason.of(unreadable));
    }
  }

  private CommandFailure unusable(String why) {
    return new CommandFailure(
        ExitCode.CONFIGURATION_UNUSABLE,
        "cannot use " + file + ": " + why + "; correct the file or delete it");
  }

  /** The files that count in a run, the strongest first. */
  public static List<Configuration> all(Path configDirectory, Path directory) {
    Optional<Configuration> workspace = ofWorkspace(directory);
    Configuration person = ofPerson(configDirectory);
    return workspace.isPresent() ? List.of(workspace.get(), person) : List.of(person);
  }
}
