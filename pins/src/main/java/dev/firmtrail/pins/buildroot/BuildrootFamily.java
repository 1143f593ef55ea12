package dev.firmtrail.pins.buildroot;

import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges configuration and packages of Buildroot. */
public final class BuildrootFamily implements Family {
  private static final Pattern OVERRIDE =
      Pattern.compile("([A-Z0-9_]+?)_OVERRIDE_SRCDIR\\s*+[:?]?=\\s*+(\\S.*+)");

  @Override
  public List<Rule> rules() {
    return BuildrootRules.ALL;
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    for (SourceFile file : tree.files(Defconfig::isOne)) {
      DefconfigCheck.check(Defconfig.of(file), tree, findings);
    }
    Map<String, List<HashFile>> hashes = new HashMap<>();
    List<SourceFile> makefiles = tree.files(file -> file.name().endsWith(".mk"));
    if (makefiles.isEmpty()) {
      return;
    }
    for (SourceFile file : tree.files(file -> file.name().endsWith(".hash"))) {
      hashes.computeIfAbsent(file.name(), name -> new ArrayList<>()).add(HashFile.of(file));
    }
    for (SourceFile file : makefiles) {
      if (file.name().equals("local.mk")) {
        overrides(file, findings);
      } else if (file.text().filter(text -> text.contains("-package))")).isPresent()) {
        Makefile makefile = Makefile.of(file);
        if (makefile.isPackage()) {
          PackageCheck.check(makefile, hashes, findings);
        }
      }
    }
  }

  private static void overrides(SourceFile file, Findings findings) {
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = OVERRIDE.matcher(lines.get(i).strip());
      if (matcher.matches()) {
        findings.add(
            BuildrootRules.OVERRIDE,
            file,
            Place.line(i + 1),
            matcher.group(1),
            "%s is built from a directory of one machine".formatted(matcher.group(1)));
      }
    }
  }
}
