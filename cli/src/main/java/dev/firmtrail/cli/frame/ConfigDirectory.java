package dev.firmtrail.cli.frame;

import dev.firmtrail.objects.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of a person's settings, {@code ~/.pvr}, shared with the published program ({@code
 * docs/formats/workspace.md}). It and its {@code config.json} appear with the first command, as
 * there; nothing is ever upgraded because of what it says.
 */
public record ConfigDirectory(Path path) {
  private static final String FIRST_CONFIG =
      "{\"Spec\":\"1\",\"AutoUpgrade\":true,\"DistributionTag\":\"develop\"}";

  /** The file of global settings. */
  public Path configFile() {
    return path.resolve("config.json");
  }

  /** Makes what is missing. */
  public void prepare() throws CommandFailure {
    if (Files.exists(configFile())) {
      return;
    }
    try {
      if (!Files.isDirectory(path)) {
        Path parent = path.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      DurableFile.write(configFile(), FIRST_CONFIG.getBytes(StandardCharsets.UTF_8));
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION_UNUSABLE,
          "cannot make the configuration directory: "
              + Reason.of(refused)
              + "; name another with --config-dir",
          refused);
    }
  }
}
