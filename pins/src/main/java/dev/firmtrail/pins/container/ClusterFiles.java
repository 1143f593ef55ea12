package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.Optional;
import java.util.Set;

/** Images of Kubernetes objects and of the values of Helm charts. */
final class ClusterFiles {
  private static final Set<String> LISTS =
      Set.of("containers", "initContainers", "ephemeralContainers");

  /** Kinds whose content means nothing to Kubernetes. */
  private static final Set<String> DATA = Set.of("ConfigMap", "Secret", "CustomResourceDefinition");

  private ClusterFiles() {}

  static boolean isYaml(SourceFile file) {
    return file.name().endsWith(".yml") || file.name().endsWith(".yaml");
  }

  /** Documents that are Kubernetes objects; templates of charts are no YAML yet. */
  static void checkObjects(SourceFile file, BuiltImages built, Findings findings) {
    boolean couldBe =
        file.text()
            .map(text ->
                text.contains("apiVersion:") && text.contains("kind:") && !text.contains("{{"))
            .orElse(false);
    if (!couldBe) {
      return;
    }
    for (YamlNode document : file.yaml().documents()) {
      if (document instanceof YamlNode.Members map
          && map.text("apiVersion").isPresent()
          && map.text("kind").filter(kind -> !DATA.contains(kind.value())).isPresent()) {
        walk(map, file, built, findings);
      }
    }
  }

  private static void walk(YamlNode node, SourceFile file, BuiltImages built, Findings findings) {
    switch (node) {
      case YamlNode.Members map -> {
        for (YamlNode.Member member : map.members()) {
          if (LISTS.contains(member.key().value())
              && member.value() instanceof YamlNode.Items list) {
            list.items().forEach(item -> container(item, file, built, findings));
          } else {
            walk(member.value(), file, built, findings);
          }
        }
      }
      case YamlNode.Items list -> list.items().forEach(item -> walk(item, file, built, findings));
      case YamlNode.Text text -> {}
      case YamlNode.Unknown unknown -> {}
    }
  }

  private static void container(
      YamlNode item, SourceFile file, BuiltImages built, Findings findings) {
    if (item instanceof YamlNode.Members container) {
      container
          .text("image")
          .ifPresent(image ->
              new ImageUse(image.value(), file, image.place(), ImageRules.UNPINNED)
                  .judge(built, findings));
    }
  }

  static boolean isChartValues(SourceFile file, SourceTree tree) {
    return isYaml(file)
        && file.name().startsWith("values")
        && tree.beside(file, "Chart.yaml").isPresent();
  }

  /** Maps of repository and tag, as charts name images by custom. */
  static void checkValues(SourceFile file, BuiltImages built, Findings findings) {
    file.yaml().map().ifPresent(map -> values(map, file, built, findings));
  }

  private static void values(YamlNode node, SourceFile file, BuiltImages built, Findings findings) {
    if (!(node instanceof YamlNode.Members map)) {
      return;
    }
    Optional<YamlNode.Text> repository = map.text("repository");
    Optional<YamlNode.Text> tag = map.text("tag").filter(text -> !text.value().isEmpty());
    boolean hasDigest = map.text("digest").filter(text -> !text.value().isEmpty()).isPresent();
    if (repository.isPresent() && tag.isPresent() && !hasDigest) {
      String registry = map.text("registry").map(host -> host.value() + "/").orElse("");
      new ImageUse(
              registry + repository.get().value() + ":" + tag.get().value(),
              file,
              tag.get().place(),
              ImageRules.UNPINNED)
          .judge(built, findings, Level.WARNING);
    }
    map.members().forEach(member -> values(member.value(), file, built, findings));
  }
}
