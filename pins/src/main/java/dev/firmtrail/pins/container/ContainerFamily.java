package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import java.util.List;

/**
 * Judges Dockerfiles, compose files, Kubernetes objects, charts, development containers, scripts.
 */
public final class ContainerFamily implements Family {
  @Override
  public List<Rule> rules() {
    return ImageRules.ALL;
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    BuiltImages built = BuiltImages.of(tree);
    for (SourceFile file : tree.files()) {
      if (DockerfileCheck.isOne(file)) {
        new DockerfileCheck(file, built, findings).check();
      } else if (ComposeFiles.isOne(file)) {
        ComposeFiles.check(file, built, findings);
      } else if (ClusterFiles.isChartValues(file, tree)) {
        ClusterFiles.checkValues(file, built, findings);
      } else if (ClusterFiles.isYaml(file)) {
        ClusterFiles.checkObjects(file, built, findings);
      } else if (DevContainers.isOne(file)) {
        DevContainers.check(file, tree, built, findings);
      }
    }
    for (Script script : Scripts.of(tree)) {
      Downloads.judge(script.commands(), script.file(), findings);
      ContainerRuns.judge(script.commands(), script.file(), ImageRules.UNPINNED, built, findings);
    }
  }
}
