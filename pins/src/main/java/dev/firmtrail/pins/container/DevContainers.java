package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.List;

/** Images and features of development containers. */
final class DevContainers {
  private DevContainers() {}

  static boolean isOne(SourceFile file) {
    return file.name().equals("devcontainer.json") || file.name().equals(".devcontainer.json");
  }

  static void check(SourceFile file, SourceTree tree, BuiltImages built, Findings findings) {
    file.yaml()
        .map()
        .ifPresent(map -> {
          map.text("image").ifPresent(image -> use(image, file, built, findings));
          boolean isLocked = tree.beside(file, "devcontainer-lock.json").isPresent();
          List<YamlNode.Member> features =
              map.map("features").map(YamlNode.Members::members).orElse(List.of());
          for (YamlNode.Member feature : features) {
            // Without a slash it is an old short name, with a dot in front a directory.
            String name = feature.key().value();
            if (!isLocked && name.indexOf('/') > 0 && !name.startsWith(".")) {
              use(feature.key(), file, built, findings);
            }
          }
        });
  }

  private static void use(
      YamlNode.Text image, SourceFile file, BuiltImages built, Findings findings) {
    new ImageUse(image.value(), file, image.place(), ImageRules.UNPINNED).judge(built, findings);
  }
}
