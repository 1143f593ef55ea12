package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Configuration;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.Setting;
import dev.firmtrail.cli.frame.Suggestion;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Shows what is set and by whom, and changes it. */
public final class ConfigCommand implements Command {
  private static final Flag SHOW_ORIGIN = Flag.on("say where each value comes from", "show-origin");
  private static final Flag WORKSPACE =
      Flag.on("the settings of this workspace alone", "workspace");
  private static final Flag USER = Flag.on("your own settings alone", "user");
  private static final Flag UNSET = Flag.on("take the setting away", "unset");

  @Override
  public List<String> names() {
    return List.of("config");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Show and change settings, and where they come from",
        "[NAME [VALUE]]",
        List.of(
            "A flag counts first, then an environment variable, then the workspace's settings (.pvr/firmtrail.json), then yours"
                + " (firmtrail.json in the configuration directory), then what is built in. Without a value the settings are shown;"
                + " with one, yours are changed, or with --workspace those of the workspace.",
            "A workspace may come from somebody else, so not everything can be set there: "
                + "nothing that says where tokens go or which programs run. The settings: "
                + String.join(
                    "; ",
                    Arrays.stream(Setting.values())
                        .map(setting ->
                            setting.key()
                                + " ("
                                + setting.what()
                                + (setting.mayStandInWorkspace() ? ", also in a workspace" : "")
                                + ")")
                        .toList())
                + "."),
        List.of(
            "pvr config --show-origin",
            "pvr config pager 'less -S'",
            "pvr config --workspace compat true",
            "pvr config --unset pager"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(SHOW_ORIGIN, WORKSPACE, USER, UNSET);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.SETTING_REFUSED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.size() > 2 || (call.isOn(UNSET) && words.size() != 1)) {
      throw new CommandFailure(
          ExitCode.SETTING_REFUSED,
          "pvr config takes a name and a value; with --unset a name alone");
    }
    if (call.isOn(WORKSPACE) && call.isOn(USER)) {
      throw new CommandFailure(
          ExitCode.SETTING_REFUSED, "--workspace and --user are two places; name one");
    }
    if (words.isEmpty()) {
      return list(call, values(call, List.of(Setting.values())));
    }
    Setting setting = named(words.getFirst());
    if (call.isOn(UNSET)) {
      target(call, setting).unset(setting);
    } else if (words.size() == 2) {
      set(call, setting, words.getLast());
    } else if (call.isOn(SHOW_ORIGIN) || call.console().wantsJson()) {
      list(call, values(call, List.of(setting)));
    } else {
      for (SettingValue value : values(call, List.of(setting))) {
        call.console().dataLine(call.console().name(value.text()));
      }
    }
    return ExitCode.OK;
  }

  private static Setting named(String name) throws CommandFailure {
    return Setting.named(name)
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.SETTING_REFUSED,
                "there is no setting " + name + "; pvr config lists them",
                Suggestion.among(Setting.keys(), "", name)));
  }

  private static void set(Invocation call, Setting setting, String value)
      throws CommandFailure, WorkspaceException, IOException {
    Configuration target = target(call, setting);
    Optional<String> refusal = setting.refusal(value);
    if (refusal.isPresent()) {
      throw new CommandFailure(
          ExitCode.SETTING_REFUSED, refusal.get() + ", not '" + value + "'; nothing changed");
    }
    target.set(setting, value);
  }

  private static Configuration target(Invocation call, Setting setting)
      throws CommandFailure, WorkspaceException, IOException {
    if (!call.isOn(WORKSPACE)) {
      return person(call);
    }
    if (!setting.mayStandInWorkspace() && !call.isOn(UNSET)) {
      throw new CommandFailure(
          ExitCode.SETTING_REFUSED,
          setting.key()
              + " cannot be set in a workspace: whoever gives you one could send your tokens or programs elsewhere");
    }
    call.lockWorkspace();
    return workspace(call);
  }

  private static Configuration person(Invocation call) {
    return Configuration.ofPerson(call.settings().configDirectory());
  }

  private static Configuration workspace(Invocation call) throws CommandFailure {
    return Configuration.ofWorkspace(call.session().directory())
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.SETTING_REFUSED,
                "no workspace here or above, whose settings --workspace could mean; make one with pvr init"));
  }

  private static ExitCode list(Invocation call, List<SettingValue> values)
      throws CommandFailure, IOException {
    Console console = call.console();
    JsonObject.Builder answer = JsonObject.builder();
    for (SettingValue value : values) {
      String name = value.setting().key();
      answer.put(
          name,
          JsonObject.builder().put("value", value.text()).put("origin", value.origin()).build());
      if (!console.wantsJson()) {
        String origin = call.isOn(SHOW_ORIGIN) ? console.name(value.origin()) + "\t" : "";
        console.dataLine(origin + name + "=" + console.name(value.text()));
      }
    }
    if (console.wantsJson()) {
      console.json(answer.build());
    }
    return ExitCode.OK;
  }

  private static List<SettingValue> values(Invocation call, List<Setting> settings)
      throws CommandFailure {
    if (call.isOn(WORKSPACE)) {
      return SettingValue.in(workspace(call), settings);
    }
    return call.isOn(USER)
        ? SettingValue.in(person(call), settings)
        : SettingValue.holding(call, settings);
  }
}
