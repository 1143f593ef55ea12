package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.util.List;

/** Prints where a repository has its state, its objects and its steps. */
public final class RemoteInfoCommand implements Command {
  private static final List<String> TEXTS_FIRST =
      List.of("pvr-spec", "json-get-url", "json-key", "objects-endpoint", "post-url");
  private static final List<String> LISTS = List.of("post-fields", "post-fields-opt");

  @Override
  public List<String> names() {
    return List.of("remoteinfo", "ri");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print the endpoints of a repository on a hub",
        "[REPOSITORY]",
        List.of(
            "Prints the .pvrremote document of the repository: the seven members that old tools know; with --json all of them, as the"
                + " hub sends them. Without an argument it is the repository that this workspace was cloned from or posted to."),
        List.of("pvr remoteinfo ada/thermostat", "pvr remoteinfo -c | jq -r '.\"post-url\"'"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(References.CANONICAL);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_SHOWN;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    try (HubClient hub = Connection.open(call)) {
      JsonObject document = hub.remoteDocument(References.namedOrOwn(call, hub).uri());
      if (call.console().wantsJson()) {
        call.console().json(document);
        return ExitCode.OK;
      }
      JsonWriter writer =
          call.isOn(References.CANONICAL) ? JsonWriter.CANONICAL : JsonWriter.prettyInOrder("\t");
      call.console().dataLine(writer.text(known(document)));
      return ExitCode.OK;
    }
  }

  /** Missing ones as the published program has always printed them. */
  private static JsonObject known(JsonObject document) {
    JsonObject.Builder known = JsonObject.builder();
    TEXTS_FIRST.forEach(name -> known.put(name, document.string(name).orElse("")));
    LISTS.forEach(name -> known.put(name, document.get(name).orElse(Json.Literal.NULL)));
    return known.build();
  }
}
