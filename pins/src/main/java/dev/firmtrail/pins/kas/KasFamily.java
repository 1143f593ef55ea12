package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges projects of kas. */
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
    return KasRules.ALL;
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    List<KasFile> all = tree.files().stream().flatMap(file -> KasFile.of(file).stream()).toList();
    for (KasFile file : all) {
      SchemaCheck.check(file, findings);
    }
    Elsewhere elsewhere = projects.isEmpty() ? Elsewhere.of(all) : Elsewhere.NOTHING;
    for (String tops : projects.isEmpty() ? tops(all, tree) : projects) {
      KasProject project = KasProject.read(tree, tops);
      RepositoryCheck.check(project, elsewhere, findings);
      LockCheck.check(project, elsewhere, findings);
      ProjectCheck.check(project, tree, findings);
    }
  }

  private static List<String> tops(List<KasFile> all, SourceTree tree) {
    Set<String> included = new HashSet<>();
    for (KasFile file : all) {
      for (YamlNode include : file.includes()) {
        if (include instanceof YamlNode.Text text) {
          KasProject.included(tree, file.file(), text.value())
              .map(SourceFile::path)
              .ifPresent(included::add);
        }
      }
    }
    List<String> tops = new ArrayList<>();
    for (KasFile file : all) {
      if (!file.isLock() && !included.contains(file.file().path())) {
        tops.add(file.file().path());
      }
    }
    return tops;
  }
}
