package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceTree;
import java.util.List;

/** TODO(worker). */
public final class KasFamily implements Family {
  private final List<String> projects;

  /**
   * @param projects files as the command line of kas takes them, such as {@code a.yml:b.yml};
   *     empty: every file that no other one includes
   */
  public KasFamily(List<String> projects) {
    this.projects = List.copyOf(projects);
  }

  @Override
  public List<Rule> rules() {
    return List.of();
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    projects.forEach(tree::find);
  }
}
