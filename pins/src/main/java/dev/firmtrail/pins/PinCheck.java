package dev.firmtrail.pins;

import dev.firmtrail.pins.buildroot.BuildrootFamily;
import dev.firmtrail.pins.ci.CiFamily;
import dev.firmtrail.pins.container.ContainerFamily;
import dev.firmtrail.pins.firmware.FirmwareFamily;
import dev.firmtrail.pins.kas.KasFamily;
import dev.firmtrail.pins.layers.LayerFamily;
import dev.firmtrail.pins.packages.PackageFamily;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yocto.YoctoFamily;
import java.util.Comparator;
import java.util.List;

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
    return families(List.of()).stream()
        .flatMap(family -> family.rules().stream())
        .sorted(Comparator.comparing(Rule::id))
        .toList();
  }

  /**
   * All findings in a tree, by file and line.
   *
   * @param projects files of kas as its command line takes them, such as {@code a.yml:b.yml};
   *     empty: every file that no other one includes
   */
  public static List<PinFinding> of(SourceTree tree, List<String> projects) {
    Findings findings = new Findings();
    for (Family family : families(projects)) {
      family.check(tree, findings);
    }
    return findings.sorted();
  }
}
