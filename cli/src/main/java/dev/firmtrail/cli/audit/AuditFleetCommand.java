package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.fleet.AuditedDevice;
import dev.firmtrail.audit.fleet.FleetAudit;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.Table;
import dev.firmtrail.cli.remote.Connection;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Says whether the devices of an account run what their trails say. */
final class AuditFleetCommand implements Command {
  private static final String NOT_JUDGED =
      "the devices themselves: what they run is their own word";

  @Override
  public List<String> names() {
    return List.of("fleet");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Say whether your devices run what their trails say",
        "[HUB]",
        List.of(
            "RUNS is the step that the device says it runs, SHOULD the newest one that was done, NEXT a newer one that is not at its"
                + " end. A step that failed is a difference; a device that was never seen or says nothing cannot be judged.",
            "HUB is the URL of a hub instead of that of the last login. --json has the members verdict, devices (id, nick, runs,"
                + " should, next, seen, verdict) and findings."),
        List.of("pvr audit fleet", "pvr audit fleet https://hub.example.org --json"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(HtmlPage.HTML);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.CANNOT_TELL;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    if (call.positionals().size() > 1) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL, "one hub is audited, not " + call.positionals().size());
    }
    try (HubClient hub = Connection.open(call, call.positionals().stream().findFirst())) {
      return show(
          call, FleetAudit.of(hub, call.session().clock().instant(), call.console().progress()));
    }
  }

  private static ExitCode show(Invocation call, FleetAudit audit)
      throws CommandFailure, IOException {
    HtmlPage page =
        new HtmlPage(
            "Audit of a fleet",
            Shown.count(audit.devices().size(), "device"),
            "the newest step of each trail that was done",
            audit.verdict(),
            audit.findings(),
            audit.devices().stream().map(AuditFleetCommand::line).toList(),
            NOT_JUDGED);
    if (!page.write(call)) {
      Console console = call.console();
      if (console.wantsJson()) {
        console.json(
            JsonObject.builder()
                .put("verdict", Findings.word(audit.verdict()))
                .put(
                    "devices",
                    new JsonArray(
                        audit.devices().stream().<Json>map(AuditFleetCommand::json).toList()))
                .put("findings", Findings.json(audit.findings()))
                .build());
      } else {
        console.data(table(audit.devices()));
        Findings.print(audit.findings(), console);
        console.dataLine(
            Shown.count(audit.devices().size(), "device") + ": " + Findings.word(audit.verdict()));
      }
    }
    return Findings.end(audit.verdict(), audit.findings(), call.console());
  }

  private static String table(List<AuditedDevice> devices) {
    Table table = new Table(List.of("NICK", "RUNS", "SHOULD", "NEXT", "SEEN", "VERDICT"));
    for (AuditedDevice device : devices) {
      table.row(
          Shown.text(device.device().nick()),
          number(device.runs()),
          number(device.should()),
          number(device.underWay()),
          device.seen().map(Instant::toString).orElse("never"),
          word(device));
    }
    return table.text();
  }

  private static String line(AuditedDevice device) {
    return "%s: runs %s, should run %s%s, seen %s: %s"
        .formatted(
            Shown.text(device.device().nick()),
            number(device.runs()),
            number(device.should()),
            device.underWay().isPresent() ? ", next is " + number(device.underWay()) : "",
            device.seen().map(Instant::toString).orElse("never"),
            word(device));
  }

  private static JsonObject json(AuditedDevice device) {
    JsonObject.Builder json =
        JsonObject.builder().put("id", device.device().id()).put("nick", device.device().nick());
    device.runs().ifPresent(step -> json.put("runs", step));
    device.should().ifPresent(step -> json.put("should", step));
    device.underWay().ifPresent(step -> json.put("next", step));
    device.seen().ifPresent(moment -> json.put("seen", moment.toString()));
    return json.put("verdict", word(device)).build();
  }

  private static String word(AuditedDevice device) {
    return Findings.word(
        dev.firmtrail.audit.Verdict.of(device.finding().map(List::of).orElse(List.<Finding>of())));
  }

  private static String number(OptionalLong step) {
    return step.isPresent() ? Long.toString(step.getAsLong()) : "?";
  }
}
