package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.Credentials;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.Registration;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes an account on a hub. */
public final class RegisterCommand implements Command {
  private static final Flag USER = Flag.of("NICK", "the account's name", "user", "u");
  private static final Flag PASSWORD =
      Flag.of("PASSWORD", "its password (asked for where it is not given)", "password", "p");
  private static final Flag EMAIL = Flag.of("ADDRESS", "its e-mail address", "email", "e");

  @Override
  public List<String> names() {
    return List.of("register", "reg");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make an account on a hub",
        "[URL]",
        List.of(
            "Some hubs want more in a browser; then the page to go to is printed. A password on the command line can be seen by"
                + " others on this machine: leave it out to be asked."),
        List.of("pvr register -u ada -e ada@example.com https://hub.example.com"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(USER, PASSWORD, EMAIL);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_USAGE;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    var url = HubUrl.of(call.positionals());
    String email = required(call, EMAIL);
    String user = required(call, USER);
    Optional<String> password = call.text(PASSWORD);
    if (password.isEmpty()) {
      password = new Keyboard(call).ask("Password: ", false);
    }
    if (password.isEmpty() || password.get().isEmpty()) {
      throw new CommandFailure(ExitCode.HUB_USAGE, "no password was given");
    }
    try (HubClient hub = Connection.open(call)) {
      Registration registration = hub.register(url, email, new Credentials(user, password.get()));
      String page = registration.confirmAt().map(Object::toString).orElse("");
      if (call.console().wantsJson()) {
        call.console().json(JsonObject.builder().put("nick", user).put("confirmAt", page).build());
      } else if (page.isEmpty()) {
        call.console().notice("Account " + user + " is ready; log in with pvr login");
      } else {
        call.console().notice("To finish, go to this page, then log in with pvr login:\n" + page);
      }
      return ExitCode.OK;
    }
  }

  private static String required(Invocation call, Flag flag) throws CommandFailure {
    return call.text(flag)
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.HUB_USAGE,
                "no " + flag.names().getFirst() + " was given: --" + flag.names().getFirst()));
  }
}
