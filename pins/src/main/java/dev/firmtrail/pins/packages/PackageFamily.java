package dev.firmtrail.pins.packages;

import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges lock files, requirements, wrappers and build files of package managers. */
public final class PackageFamily implements Family {
  /** {@code group:name:version} in quotes, with a version that is resolved at each build. */
  private static final Pattern GRADLE =
      Pattern.compile(
          "['\"]([\\w.-]++:[\\w.-]++):([\\w.-]*\\+|latest\\.\\w++|[\\w.-]++-SNAPSHOT)['\"]");

  @Override
  public List<Rule> rules() {
    return PackageRules.ALL;
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    for (SourceFile file : tree.files()) {
      String name = file.name();
      switch (name) {
        case "package-lock.json", "npm-shrinkwrap.json" -> NpmFiles.lock(file, findings);
        case "package.json" -> NpmFiles.manifest(file, tree, findings);
        case "gradle-wrapper.properties", "maven-wrapper.properties" -> wrapper(file, findings);
        case "pom.xml" -> Poms.check(file, findings);
        case "build.gradle", "build.gradle.kts" -> gradle(file, tree, findings);
        default -> {
          if (name.startsWith("requirements") && name.endsWith(".txt")) {
            Requirements.check(file, tree, findings);
          }
        }
      }
    }
  }

  private static void wrapper(SourceFile file, Findings findings) {
    List<String> lines = file.lines();
    boolean hasSum =
        lines.stream().anyMatch(line -> line.strip().startsWith("distributionSha256Sum"));
    for (int i = 0; i < lines.size(); i++) {
      if (!hasSum && lines.get(i).strip().startsWith("distributionUrl")) {
        findings.add(
            PackageRules.NO_LOCK,
            file,
            Place.line(i + 1),
            "distributionUrl",
            "the build tool is downloaded without distributionSha256Sum");
      }
    }
  }

  private static void gradle(SourceFile file, SourceTree tree, Findings findings) {
    if (tree.beside(file, "gradle.lockfile").isPresent()) {
      return;
    }
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.stripLeading().startsWith("//") || line.length() > 10_000) {
        continue;
      }
      Matcher matcher = GRADLE.matcher(line);
      while (matcher.find()) {
        findings.add(
            PackageRules.DYNAMIC,
            file,
            Place.line(i + 1),
            matcher.group(1),
            "%s is taken as %s"
                .formatted(Shown.text(matcher.group(1)), Shown.text(matcher.group(2))));
      }
    }
  }
}
