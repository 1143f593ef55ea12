package dev.firmtrail.pins.packages;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Requirements files of pip. */
final class Requirements {
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*+)\\s*+(?:\\[[^\\]]*+])?\\s*+(.*)");
  private static final Pattern COMMIT = Pattern.compile("@[0-9a-f]{40}(?:[#&].*+)?$");

  private Requirements() {}

  static void check(SourceFile file, SourceTree tree, Findings findings) {
    boolean isLocked =
        Stream.of("uv.lock", "poetry.lock", "Pipfile.lock")
            .anyMatch(lock -> tree.beside(file, lock).isPresent());
    if (isLocked) {
      return;
    }
    List<String> lines = file.lines();
    boolean hasHashes = lines.stream().anyMatch(line -> line.contains("--hash="));
    Optional<Place> exact = Optional.empty();
    for (int i = 0; i < lines.size(); i++) {
      String line = requirement(lines.get(i));
      boolean continues = i > 0 && lines.get(i - 1).stripTrailing().endsWith("\\");
      if (line.isEmpty() || continues || line.length() > 10_000) {
        continue;
      }
      Place place = Place.line(i + 1);
      if (line.contains("git+")) {
        git(line, place, file, findings);
      } else if (isFloating(line)) {
        findings.add(
            PackageRules.REQUIREMENT,
            file,
            place,
            name(line),
            "requirement \"%s\" names no version".formatted(Shown.text(line)));
      } else if (line.contains("==") && exact.isEmpty()) {
        exact = Optional.of(place);
      }
    }
    if (exact.isPresent() && !hasHashes) {
      findings.add(
          PackageRules.REQUIREMENT,
          Level.NOTE,
          file,
          exact.get(),
          "--hash",
          "versions are named, and no hash holds what is installed");
    }
  }

  /** Without comment, options and the condition behind it. */
  private static String requirement(String line) {
    String text = line.strip();
    if (text.startsWith("#") || text.startsWith("-")) {
      return "";
    }
    int comment = text.indexOf(" #");
    text = comment < 0 ? text : text.substring(0, comment);
    int condition = text.indexOf(';');
    text = condition < 0 ? text : text.substring(0, condition);
    return text.replace("\\", "").strip();
  }

  private static String name(String line) {
    Matcher matcher = NAME.matcher(line);
    return matcher.matches() ? matcher.group(1) : line;
  }

  /** A name with something other than one version behind it. */
  private static boolean isFloating(String line) {
    Matcher matcher = NAME.matcher(line);
    if (!matcher.matches() || line.indexOf('/') >= 0 || line.indexOf('{') >= 0) {
      return false;
    }
    String version = matcher.group(2).split(" --hash", 2)[0].strip();
    return version.isEmpty()
        || (!version.startsWith("==") && "<>~!=".indexOf(version.charAt(0)) >= 0)
        || (version.startsWith("==") && version.contains("*"));
  }

  private static void git(String line, Place place, SourceFile file, Findings findings) {
    if (!COMMIT.matcher(line).find() && line.indexOf('$') < 0) {
      findings.add(
          PackageRules.REQUIREMENT,
          file,
          place,
          line,
          "requirement \"%s\" comes from git without a commit".formatted(Shown.text(line)));
    }
  }
}
