package dev.firmtrail.pins.ci;

import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.container.BuiltImages;
import dev.firmtrail.pins.container.Script;
import dev.firmtrail.pins.container.Scripts;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import java.util.List;

/** Judges pipelines of GitLab, GitHub and Jenkins, and how scripts call kas. */
public final class CiFamily implements Family {
  @Override
  public List<Rule> rules() {
    return CiRules.ALL;
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    BuiltImages built = BuiltImages.of(tree);
    for (SourceFile file : tree.files()) {
      Jobs jobs = new Jobs(file, built, findings);
      if (GitHubWorkflows.isWorkflow(file.path()) || GitHubWorkflows.isAction(file.name())) {
        file.yaml().map().ifPresent(document -> GitHubWorkflows.check(document, jobs));
      } else if (GitLabPipelines.isOne(file)) {
        file.yaml().map().ifPresent(document -> new GitLabPipelines(jobs).check(document));
      } else if (Jenkinsfiles.isOne(file)) {
        Jenkinsfiles.check(jobs);
      } else if (file.name().equals("kas-container")) {
        KasCalls.judgeVendored(file, findings);
      }
    }
    for (Script script : Scripts.of(tree)) {
      KasCalls.judge(script.commands(), script.file(), findings);
    }
  }
}
