package dev.firmtrail.hub.program;

import dev.firmtrail.hub.operator.CopiedObjects;
import dev.firmtrail.hub.operator.Restore;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code firmtrail-hub restore}. */
@Command(
    name = "restore",
    description =
        "Puts a copy that backup made into an empty directory, and checks every byte of it by its hash. No hub starts on the directory before all is there; what was cut goes on when it is done again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  firmtrail-hub restore --from /mnt/backup/hub --data /srv/hub",
      "  firmtrail-hub doctor --data /srv/hub",
      "      and then: firmtrail-hub serve, as before"
    })
final class RestoreCommand extends HubCommand {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR",
      description = "Where backup has put the copy.")
  private @Nullable Path source;

  @Option(names = "--json", description = "Print one JSON object instead of a sentence.")
  private boolean json;

  @Override
  int run(HubSettings settings) throws BadSettingException, IOException {
    DataDirectory data = new DataDirectory(settings.data());
    CopiedObjects objects =
        new Restore(Objects.requireNonNull(source), data, Terminal.progress()).make();
    if (json) {
      out()
          .println(
              JsonWriter.COMPACT.text(
                  JsonObject.builder()
                      .put("data", data.path().toString())
                      .put("objects", CopyReport.json(objects))
                      .build()));
    } else {
      out().printf("%s is ready for a hub.%n", data.path());
    }
    return CopyReport.tell(objects, json, out(), "the backup");
  }
}
