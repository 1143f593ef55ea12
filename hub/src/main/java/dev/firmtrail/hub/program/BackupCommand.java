package dev.firmtrail.hub.program;

import dev.firmtrail.hub.HubKeys;
import dev.firmtrail.hub.operator.Backup;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code firmtrail-hub backup}. */
@Command(
    name = "backup",
    description =
        "Copies a hub into a directory, while it serves or while it does not: database, objects, keys. All that was acknowledged before it began is in the copy. Again into the same directory it brings only what is new; the copy before stays whole until then. What was cut goes on the next time. Keys in a copy are secrets: its directory gets the mode 0700.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  firmtrail-hub backup --data /srv/hub --to /mnt/backup/hub",
      "      the same again each night brings what came since",
      "  firmtrail-hub backup --config /etc/firmtrail/hub.conf --to /mnt/backup/hub --json"
    })
final class BackupCommand extends HubCommand {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "Where the copy lies: missing, empty, or with an earlier copy of this hub.")
  private @Nullable Path target;

  @Option(names = "--json", description = "Print one JSON object instead of a sentence.")
  private boolean json;

  @Override
  int run(HubSettings settings) throws BadSettingException, IOException {
    DataDirectory data = existing(settings);
    Path to = Objects.requireNonNull(target);
    Backup.Summary made =
        new Backup(data, to, HubKeys.FILES, Terminal.progress(), InstantSource.system()).make();
    if (json) {
      out()
          .println(
              JsonWriter.COMPACT.text(
                  JsonObject.builder()
                      .put("backup", to.toString())
                      .put("begun", Times.wire(made.begun()))
                      .put("database", made.databaseBytes())
                      .put("objects", CopyReport.json(made.objects()))
                      .build()));
    } else {
      out()
          .printf(
              "%s has all that the hub had acknowledged at %s.%n", to, Times.wire(made.begun()));
    }
    return CopyReport.tell(made.objects(), json, out(), "the hub");
  }
}
