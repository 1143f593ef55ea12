package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.kas.KasFile;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that BitBake would read in a tree, each file read once. */
final class Layers {
  private final SourceTree tree;
  private final Map<String, BitBakeFile> read = new HashMap<>();
  private final List<String> roots = new ArrayList<>();
  private final Map<String, SourceFile> classes = new HashMap<>();
  private final List<SourceFile> appends = new ArrayList<>();
  private final List<BitBakeFile> configurations = new ArrayList<>();

  Layers(SourceTree tree) {
    this.tree = tree;
    for (SourceFile file : tree.files()) {
      if (file.path().endsWith("conf/layer.conf")) {
        String root = file.path().substring(0, file.path().length() - "conf/layer.conf".length());
        roots.add(root);
      }
      if (BitBakeFile.isClass(file)) {
        String name = file.name();
        classes.putIfAbsent(name.substring(0, name.length() - ".bbclass".length()), file);
      } else if (BitBakeFile.isAppend(file)) {
        appends.add(file);
      } else if (BitBakeFile.isConfiguration(file)) {
        configurations.add(of(file));
      } else {
        inKas(file);
      }
    }
  }

  private void inKas(SourceFile file) {
    if ((!file.name().endsWith(".yml")
            && !file.name().endsWith(".yaml")
            && !file.name().endsWith(".json"))
        || file.text().filter(text -> text.contains("local_conf_header")).isEmpty()) {
      return;
    }
    KasFile.of(file)
        .flatMap(kas -> kas.map().map("local_conf_header"))
        .ifPresent(headers -> {
          for (YamlNode.Member header : headers.members()) {
            if (header.value() instanceof YamlNode.Text text) {
              configurations.add(BitBakeFile.of(file, text));
            }
          }
        });
  }

  SourceTree tree() {
    return tree;
  }

  BitBakeFile of(SourceFile file) {
    return read.computeIfAbsent(file.path(), path -> BitBakeFile.of(file));
  }

  /** Files of configuration, and what projects of kas add to them. */
  List<BitBakeFile> configurations() {
    return configurations;
  }

  /** What {@code require} names: beside the file, or below a layer. */
  Optional<SourceFile> included(SourceFile from, String name) {
    Optional<SourceFile> beside = tree.beside(from, name);
    if (beside.isPresent()) {
      return beside;
    }
    for (String root : roots) {
      Optional<SourceFile> below = tree.find(root + name);
      if (below.isPresent()) {
        return below;
      }
    }
    return Optional.empty();
  }

  Optional<SourceFile> named(String className) {
    return Optional.ofNullable(classes.get(className));
  }

  List<SourceFile> appends() {
    return appends;
  }
}
