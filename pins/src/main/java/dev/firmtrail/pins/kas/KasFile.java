package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yaml.YamlFile;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of kas: a project, a part of one that others include, or a lock.
 *
 * @param map its first document
 */
public record KasFile(SourceFile file, YamlNode.Members map) {
  /** What may stand at the top. */
  static final Set<String> TOP =
      Set.of(
          "header",
          "build_system",
          "defaults",
          "machine",
          "distro",
          "repos",
          "overrides",
          "env",
          "target",
          "task",
          "bblayers_conf_header",
          "local_conf_header",
          "proxy_config",
          "menu_configuration",
          "artifacts",
          "signers",
          "buildtools",
          "_source_dir",
          "_source_dir_host");

  /** Empty for YAML and JSON that is something else. */
  public static Optional<KasFile> of(SourceFile file) {
    String name = file.name();
    boolean couldBe =
        (name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json"))
            && file.text()
                .map(text -> text.contains("header") && text.contains("version"))
                .orElse(false);
    if (!couldBe) {
      return Optional.empty();
    }
    YamlFile yaml = file.yaml();
    if (yaml.documents().isEmpty()
        || !(yaml.documents().getFirst() instanceof YamlNode.Members map)) {
      return Optional.empty();
    }
    boolean hasVersion =
        map.map("header")
            .flatMap(header -> header.text("version"))
            .filter(version -> isVersion(version.value()))
            .isPresent();
    boolean hasMore =
        map.members().stream()
            .map(member -> member.key().value())
            .anyMatch(key -> !key.equals("header") && TOP.contains(key));
    boolean includes =
        map.map("header").filter(header -> !header.items("includes").isEmpty()).isPresent();
    return hasVersion && (hasMore || includes)
        ? Optional.of(new KasFile(file, map))
        : Optional.empty();
  }

  private static boolean isVersion(String text) {
    return text.equals("0.10")
        || (text.length() <= 2 && !text.isEmpty() && text.chars().allMatch(Character::isDigit));
  }

  /** The number of its format; the old {@code 0.10} is 1. */
  int version() {
    String version =
        map.map("header").flatMap(header -> header.text("version")).orElseThrow().value();
    return version.equals("0.10") ? 1 : Integer.parseInt(version);
  }

  boolean isLock() {
    return isLock(file.path());
  }

  static boolean isLock(String path) {
    return path.endsWith(".lock.yml") || path.endsWith(".lock.yaml") || path.endsWith(".lock.json");
  }

  /** The path of the lock beside it. */
  String lockPath() {
    String path = file.path();
    int dot = path.lastIndexOf('.');
    return path.substring(0, dot) + ".lock" + path.substring(dot);
  }

  List<YamlNode> includes() {
    return map.map("header").map(header -> header.items("includes")).orElse(List.of());
  }
}
