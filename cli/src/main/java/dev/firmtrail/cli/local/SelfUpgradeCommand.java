package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;

/** Says how to get a newer version: this program never replaces itself. */
public final class SelfUpgradeCommand implements Command {
  private static final String HOW =
      "take the source of the version you want and run ./install --prefix DIR there, DIR being where this one is";

  @Override
  public List<String> names() {
    return List.of("self-upgrade");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Say how to get a newer version; nothing is upgraded",
        "",
        List.of(
            "The published pvr replaces itself with a program that it downloads, unsigned, once a day. This one never does, whoever"
                + " asks: to update, "
                + HOW
                + "."),
        List.of("pvr self-upgrade"));
  }

  @Override
  public ExitCode run(Invocation call) throws IOException {
    Console console = call.console();
    if (console.wantsJson()) {
      console.json(JsonObject.builder().put("upgraded", false).put("how", HOW).build());
    } else {
      console.dataLine("pvr never upgrades itself. To update, " + HOW + ".");
    }
    return ExitCode.OK;
  }
}
