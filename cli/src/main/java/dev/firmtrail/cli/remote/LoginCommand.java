package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.Account;
import dev.firmtrail.hubclient.HubClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Logs in at a hub and remembers it. */
public final class LoginCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("login", "lo");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Log in at a hub and remember it",
        "[URL]",
        List.of(
            "Asks for a name and a password; a script gives them on standard input, a line each. The token is kept in auth.json,"
                + " readable by you alone. From then on USER/DEVICE means a device of this hub."),
        List.of(
            "pvr login https://hub.example.com",
            "printf 'ada\\n%s\\n' \"$PASSWORD\" | pvr login https://hub.example.com"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    if (call.positionals().size() > 1) {
      throw new CommandFailure(ExitCode.USAGE, "pvr login takes one URL; see pvr help login");
    }
    Optional<URI> url = HubUrl.of(call.positionals());
    try (HubClient hub = Connection.open(call)) {
      Account account = hub.login(url);
      if (!call.console().wantsJson()) {
        call.console().dataLine("Response of GET " + account.source());
      }
      HubDocument.print(account.document(), "LoggedIn Successfully!", call.console());
      return ExitCode.OK;
    }
  }
}
