package dev.firmtrail.pins;

import dev.firmtrail.pins.buildroot.BuildrootFamily;
import dev.firmtrail.pins.ci.CiFamily;
import dev.firmtrail.pins.container.ContainerFamily;
import dev.firmtrail.pins.firmware.FirmwareFamily;
import dev.firmtrail.pins.kas.KasFamily;
import dev.firmtrail.pins.layers.LayerFamily;
import dev.firmtrail.pins.packages.PackageFamily;
import dev.firmtrail.pins.settings.PinSettings;
import dev.firmtrail.pins.settings.Suppression;
import dev.firmtrail.pins.settings.SuppressionRules;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yocto.YoctoFamily;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Holds a build against all rules. */
public final class PinCheck {
  private PinCheck() {}

  private static List<Family> families(List<String> projects) {
    return List.of(
        new KasFamily(projects),
        new YoctoFamily(),
        new BuildrootFamily(),
        new ContainerFamily(),
        new CiFamily(),
        new LayerFamily(),
        new PackageFamily(),
        new FirmwareFamily());
  }

  /** Every rule, by id. */
  public static List<Rule> rules() {
    return Stream.concat(
            families(List.of()).stream().flatMap(family -> family.rules().stream()),
            SuppressionRules.ALL.stream())
        .sorted(Comparator.comparing(Rule::id))
        .toList();
  }

  /**
   * All findings in a tree, by file and line, without those that are allowed.
   *
   * @param today decides which allowances are over
   */
  public static Suppression.Outcome of(SourceTree tree, PinSettings settings, LocalDate today) {
    Findings findings = new Findings();
    for (Family family : families(settings.projects())) {
      family.check(tree, findings);
    }
    return new Suppression(tree, settings, today).of(findings.sorted());
  }
}
