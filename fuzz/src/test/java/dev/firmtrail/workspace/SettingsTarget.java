package dev.firmtrail.workspace;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.fuzz.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code .pvr/config}: refused in one line, or what is set reads back and every other setting
 * stays.
 */
public final class SettingsTarget implements Target {
  private static final String URL = "https://hub.example/a/b";

  private final Path file;

  public SettingsTarget() throws IOException {
    this.file = Workplace.make().resolve("config");
  }

  @Override
  public void accept(byte[] input) throws IOException, WorkspaceException {
    Files.write(file, input);
    WorkspaceConfig config;
    try {
      config = WorkspaceConfig.read(file);
    } catch (WorkspaceException refused) {
      Must.beShowable(refused);
      return;
    }
    config.with(WorkspaceConfig.Url.POST, URL).save(file);
    WorkspaceConfig again = WorkspaceConfig.read(file);
    Must.equal(again.url(WorkspaceConfig.Url.POST).orElse(""), URL, "what was set");
    Must.equal(again.url(WorkspaceConfig.Url.GET), config.url(WorkspaceConfig.Url.GET), "get");
    Must.equal(again.url(WorkspaceConfig.Url.PUT), config.url(WorkspaceConfig.Url.PUT), "put");
    Must.equal(again.objectsDirectory(file), config.objectsDirectory(file), "objects");
  }
}
