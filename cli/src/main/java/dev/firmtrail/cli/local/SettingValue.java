package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Configuration;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Setting;
import dev.firmtrail.hubclient.HubAddresses;
import dev.firmtrail.hubclient.HubException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a setting says, and who says it.
 *
 * @param origin for a person: the kind of place, then which
 */
record SettingValue(Setting setting, String text, String origin) {

  /** What one file says. */
  static List<SettingValue> in(Configuration file, List<Setting> settings) throws CommandFailure {
    Map<Setting, String> there = file.settings();
    List<SettingValue> values = new ArrayList<>();
    for (Setting setting : settings) {
      Optional.ofNullable(there.get(setting))
          .ifPresent(text -> values.add(new SettingValue(setting, text, origin(file))));
    }
    return values;
  }

  private static String origin(Configuration file) {
    return (file.ofWorkspace() ? "workspace " : "user ") + file.file();
  }

  /** What holds in this run: flags, environment, workspace, user, what is built in. */
  static List<SettingValue> holding(Invocation call, List<Setting> settings) throws CommandFailure {
    Path configDirectory = call.settings().configDirectory();
    Map<Configuration, Map<Setting, String>> files = new LinkedHashMap<>();
    for (Configuration file : Configuration.all(configDirectory, call.session().directory())) {
      files.put(file, file.settings());
    }
    List<SettingValue> values = new ArrayList<>();
    for (Setting setting : settings) {
      values.add(
          onTheLine(call, setting)
              .or(() -> inEnvironment(call, setting, setting.variable()))
              .or(() -> inFiles(files, setting))
              .or(() ->
                  setting == Setting.PAGER
                      ? inEnvironment(call, setting, "PAGER")
                      : Optional.empty())
              .orElse(builtIn(setting, configDirectory)));
    }
    return values;
  }

  private static Optional<SettingValue> onTheLine(Invocation call, Setting setting) {
    for (Map.Entry<Flag, List<String>> given : call.arguments().given().entrySet()) {
      if (("--" + given.getKey().names().getFirst()).equals(setting.flag())) {
        return Optional.of(
            new SettingValue(setting, given.getValue().getLast(), "flag " + setting.flag()));
      }
    }
    return Optional.empty();
  }

  private static Optional<SettingValue> inEnvironment(
      Invocation call, Setting setting, String variable) {
    String value = call.session().variable(variable);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(new SettingValue(setting, value, "environment " + variable));
  }

  private static Optional<SettingValue> inFiles(
      Map<Configuration, Map<Setting, String>> files, Setting setting) {
    Optional<String> counts = Configuration.strongest(files.values(), setting);
    for (Map.Entry<Configuration, Map<Setting, String>> file : files.entrySet()) {
      Optional<String> text = Optional.ofNullable(file.getValue().get(setting));
      if (text.isPresent() && text.equals(counts)) {
        return Optional.of(new SettingValue(setting, text.get(), origin(file.getKey())));
      }
    }
    return Optional.empty();
  }

  private static SettingValue builtIn(Setting setting, Path configDirectory) throws CommandFailure {
    return switch (setting) {
      case BASE_URL -> hub(setting, configDirectory, HubAddresses::hub);
      case REPO_BASE_URL -> hub(setting, configDirectory, HubAddresses::repositories);
      case OBJECTS ->
          new SettingValue(setting, configDirectory.resolve("objects").toString(), "default");
      default -> new SettingValue(setting, setting.standard(), "default");
    };
  }

  private static SettingValue hub(
      Setting setting, Path configDirectory, Function<HubAddresses, URI> which)
      throws CommandFailure {
    try {
      Optional<HubAddresses> login = HubAddresses.remembered(configDirectory);
      String origin =
          login.isPresent() ? "login " + configDirectory.resolve(HubAddresses.FILE) : "default";
      URI url = which.apply(login.orElse(HubAddresses.PUBLIC));
      return new SettingValue(setting, url.toString(), origin);
    } catch (HubException broken) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION_UNUSABLE, String.valueOf(broken.getMessage()), broken);
    }
  }
}
