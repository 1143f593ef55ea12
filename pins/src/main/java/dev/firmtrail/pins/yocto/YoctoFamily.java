package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.Family;
import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges layers and configuration of Yocto. */
public final class YoctoFamily implements Family {
  @Override
  public List<Rule> rules() {
    return YoctoRules.ALL;
  }

  @Override
  public void check(SourceTree tree, Findings findings) {
    Layers layers = new Layers(tree);
    Set<String> pinned = Configuration.pinned(layers);
    Set<String> judged = new HashSet<>();
    boolean hasGit = false;
    for (SourceFile file : tree.files(BitBakeFile::isRecipe)) {
      Recipe recipe = Recipe.of(layers, file);
      judged.addAll(recipe.paths());
      judge(recipe, pinned, findings);
      hasGit |= SourceUri.of(recipe).stream().anyMatch(SourceUri::isGit);
    }
    for (SourceFile file : tree.files(YoctoFamily::couldStandAlone)) {
      if (!judged.contains(file.path())) {
        judge(Recipe.of(layers, file), pinned, findings);
      }
    }
    for (SourceFile file : tree.files(YoctoFamily::hasTasks)) {
      BitBakeFile read = layers.of(file);
      Tasks.judge(read, findings);
      read.assignments()
          .forEach(assignment -> Configuration.judge(new Recipe.Said(assignment, file), findings));
    }
    for (BitBakeFile file : layers.configurations()) {
      judgeConfiguration(file, layers, pinned, findings);
    }
    Configuration.judge(layers, hasGit, findings);
  }

  private static void judge(Recipe recipe, Set<String> pinned, Findings findings) {
    Revisions.judge(recipe, pinned, findings);
    Sources.judge(recipe, findings);
    PvrSources.judge(recipe, findings);
  }

  private static void judgeConfiguration(
      BitBakeFile file, Layers layers, Set<String> pinned, Findings findings) {
    Revisions.judge(Recipe.of(layers, file), pinned, findings);
  }

  private static boolean couldStandAlone(SourceFile file) {
    return BitBakeFile.isPart(file) || BitBakeFile.isAppend(file);
  }

  private static boolean hasTasks(SourceFile file) {
    return BitBakeFile.isRecipe(file)
        || BitBakeFile.isPart(file)
        || BitBakeFile.isAppend(file)
        || BitBakeFile.isClass(file);
  }
}
