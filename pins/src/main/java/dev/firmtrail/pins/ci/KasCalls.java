package dev.firmtrail.pins.ci;

import dev.firmtrail.images.ImageReference;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.tree.SourceFile;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** How scripts call kas and kas-container. */
final class KasCalls {
  private static final Set<String> BUILDING = Set.of("build", "checkout", "shell");
  private static final List<String> IMAGE_VARIABLES =
      List.of("KAS_CONTAINER_IMAGE", "KAS_IMAGE_VERSION");

  /** A variable of ours, given as something that is worked out elsewhere. */
  private static final Pattern WORKED_OUT =
      Pattern.compile("KAS_(?:CONTAINER_IMAGE|IMAGE_VERSION)[\"']?\\s*+[=:]\\s*+[\"']?[$]");

  /** In the copy of kas-container that a project keeps. */
  private static final String VENDORED = "KAS_IMAGE_VERSION_DEFAULT=";

  private KasCalls() {}

  static boolean isKasImage(ImageReference image) {
    String path = image.path();
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.equals("kas") || last.equals("kas-isar");
  }

  static void judge(List<ShellCommand> commands, SourceFile file, Findings findings) {
    for (ShellCommand command : commands) {
      String program = command.program().orElse("");
      boolean isContainer = program.equals("kas-container") || program.equals("kas-docker");
      if (!isContainer && !program.equals("kas")) {
        continue;
      }
      List<String> words = command.arguments().stream().map(ShellCommand.Word::text).toList();
      boolean builds = words.stream().anyMatch(BUILDING::contains);
      if (builds && words.contains("--update")) {
        findings.add(
            CiRules.KAS_UPDATE,
            file,
            Place.line(command.line()),
            String.join(" ", command.words().stream().map(ShellCommand.Word::text).toList()),
            program + " is called with --update, so lock files are not read");
      }
      // A copy in the repository is judged by itself.
      boolean isCopy =
          command.words().stream().anyMatch(word -> word.text().endsWith("/" + program));
      if (isContainer && builds && !isCopy && !choosesImage(file)) {
        findings.add(
            CiRules.KAS_IMAGE,
            file,
            Place.line(command.line()),
            program,
            program + " takes its image by tag: nothing in this file gives it a digest");
      }
    }
  }

  /** Whether the file gives the image by digest, or as something that is not known here. */
  private static boolean choosesImage(SourceFile file) {
    String text = file.text().orElse("");
    return IMAGE_VARIABLES.stream().anyMatch(text::contains)
        && (text.contains("@sha256:") || WORKED_OUT.matcher(text).find());
  }

  /** The default of a copy of kas-container. */
  static void judgeVendored(SourceFile file, Findings findings) {
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith(VENDORED) && !line.contains("@sha256:") && line.indexOf('$') < 0) {
        findings.add(
            CiRules.KAS_IMAGE,
            file,
            Place.line(i + 1),
            VENDORED,
            "this copy of kas-container takes its image by tag");
      }
    }
  }
}
