package dev.firmtrail.hub.program;

import dev.firmtrail.hub.KeysCheck;
import dev.firmtrail.hub.audit.AuditCheck;
import dev.firmtrail.hub.devicelogs.LogLinesCheck;
import dev.firmtrail.hub.devices.MetasCheck;
import dev.firmtrail.hub.devices.OwnershipCheck;
import dev.firmtrail.hub.events.EventsCheck;
import dev.firmtrail.hub.objects.ObjectsCheck;
import dev.firmtrail.hub.operator.DiskCheck;
import dev.firmtrail.hub.operator.Doctor;
import dev.firmtrail.hub.operator.Doctor.Outcome;
import dev.firmtrail.hub.signatures.PoliciesCheck;
import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.DatabaseCheck;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.SchemaCheck;
import dev.firmtrail.hub.trails.StandingCheck;
import dev.firmtrail.hub.trails.StatesCheck;
import dev.firmtrail.hub.trails.StepsCheck;
import dev.firmtrail.hub.usage.UsageCheck;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code firmtrail-hub doctor}. */
@Command(
    name = "doctor",
    description =
        "Looks whether a hub's data is as it has to be, while it serves or while it does not: the database, that every fact says what its bytes say, that nothing is missing between two numbers, states and objects, what follows from events, keys, the disk. Changes nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  firmtrail-hub doctor --data /srv/hub",
      "  firmtrail-hub doctor --data /srv/hub --deep",
      "      reads every object, and takes as long as that takes"
    })
final class DoctorCommand extends HubCommand {
  @Option(names = "--deep", description = "Also read every object and compare it with its id.")
  private boolean deep;

  @Option(names = "--json", description = "Print one JSON object instead of lines.")
  private boolean json;

  /** Everything that is looked at; whoever adds a table adds its check here. */
  static List<Check> checks(DataDirectory data, Optional<Progress> deep) {
    return List.of(
        new DatabaseCheck(),
        new SchemaCheck(),
        new StatesCheck(),
        new StepsCheck(),
        new EventsCheck(),
        new StandingCheck(),
        new MetasCheck(),
        new OwnershipCheck(),
        new LogLinesCheck(),
        new PoliciesCheck(),
        new AuditCheck(),
        new ObjectsCheck(data, deep),
        new UsageCheck(),
        new KeysCheck(data),
        new DiskCheck(data));
  }

  @Override
  int run(HubSettings settings) throws BadSettingException, IOException {
    DataDirectory data = existing(settings);
    List<Outcome> outcomes =
        Doctor.examine(
            data,
            checks(data, deep ? Optional.of(Terminal.progress()) : Optional.empty()),
            json ? outcome -> {} : this::tell);
    boolean good = outcomes.stream().allMatch(Outcome::isGood);
    if (json) {
      out().println(JsonWriter.COMPACT.text(document(data, outcomes, good)));
    }
    return good ? 0 : HubProgram.DAMAGE;
  }

  private void tell(Outcome outcome) {
    out()
        .printf(
            "%-20s%s%n",
            outcome.check(), outcome.isGood() ? "good" : outcome.count() + " findings");
    outcome
        .first()
        .forEach(finding ->
            out()
                .printf(
                    "  %s: %s%n    %s%n",
                    Shown.text(finding.where()), Shown.text(finding.what()), finding.advice()));
    if (outcome.count() > outcome.first().size()) {
      out().printf("  and %d more%n", outcome.count() - outcome.first().size());
    }
    out().flush();
  }

  private static JsonObject document(DataDirectory data, List<Outcome> outcomes, boolean good) {
    return JsonObject.builder()
        .put("data", data.path().toString())
        .put("good", good)
        .put("checks", new JsonArray(outcomes.stream().map(DoctorCommand::outcome).toList()))
        .build();
  }

  private static Json outcome(Outcome outcome) {
    return JsonObject.builder()
        .put("check", outcome.check())
        .put("count", outcome.count())
        .put(
            "findings",
            new JsonArray(outcome.first().stream().map(DoctorCommand::finding).toList()))
        .build();
  }

  private static Json finding(Finding finding) {
    return JsonObject.builder()
        .put("where", finding.where())
        .put("what", finding.what())
        .put("advice", finding.advice())
        .build();
  }
}
