package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.KeptLogin;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Says who is logged in where. */
public final class WhoamiCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("whoami", "wai");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Say who is logged in at which hub",
        "",
        List.of(
            "Asks every hub of which a token is kept, each with its own token. The answer is on standard error, as ever;"
                + " --json puts it on standard output."),
        List.of("pvr whoami"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    try (HubClient hub = Connection.open(call)) {
      List<KeptLogin> logins = hub.whoami();
      if (call.console().wantsJson()) {
        List<Json> answers = new ArrayList<>();
        logins.forEach(login -> answers.add(json(login)));
        call.console().json(new JsonArray(answers));
      } else {
        logins.forEach(login -> call.console().notice(line(login)));
      }
      return ExitCode.OK;
    }
  }

  private static String line(KeptLogin login) {
    return login
        .account()
        .map(account -> account.nick() + "(" + account.prn() + ") at " + login.endpoint())
        .orElse("nobody at " + login.endpoint() + ": " + login.problem());
  }

  private static JsonObject json(KeptLogin login) {
    JsonObject.Builder answer =
        JsonObject.builder().put("endpoint", login.endpoint()).put("realm", login.realm());
    login
        .account()
        .ifPresentOrElse(
            account ->
                answer
                    .put("nick", account.nick())
                    .put("prn", account.prn())
                    .put("type", account.type()),
            () -> answer.put("problem", login.problem()));
    return answer.build();
  }
}
