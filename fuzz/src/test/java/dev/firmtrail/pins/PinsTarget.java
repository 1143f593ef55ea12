package dev.firmtrail.pins;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.fuzz.Workplace;
import dev.firmtrail.pins.settings.PinSettings;
import dev.firmtrail.pins.tree.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * A build of one file, whose first byte says which kind: the check ends, findings lie in the file,
 * and no terminal obeys their messages.
 */
public final class PinsTarget implements Target {
  private static final List<String> NAMES =
      List.of(
          "Dockerfile",
          "compose.yaml",
          "k8s.yaml",
          "p.yml",
          ".gitlab-ci.yml",
          ".github/workflows/a.yml",
          "Jenkinsfile",
          "devcontainer.json",
          "a_1.bb",
          "conf/local.conf",
          "a_defconfig",
          "package/a/a.mk",
          "setup-layers.json",
          "default.xml",
          "pom.xml",
          "package-lock.json",
          "requirements.txt",
          "build.gradle",
          "src.json",
          "run.sh");

  private final Path work;

  public PinsTarget() throws IOException {
    this.work = Workplace.make();
  }

  @Override
  public void accept(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    String name = NAMES.get(Math.floorMod(input[0] - 'A', NAMES.size()));
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    try {
      int lines = new String(content, StandardCharsets.UTF_8).split("\n", -1).length;
      for (PinFinding finding :
          PinCheck.of(SourceTree.of(work, path -> false), PinSettings.NONE, LocalDate.EPOCH)
              .findings()) {
        Must.hold(finding.place().line() <= lines, "a finding lies in its file");
        Must.hold(
            finding.message().chars().noneMatch(Character::isISOControl),
            "a message that a terminal can show");
      }
    } finally {
      Files.delete(file);
    }
  }
}
