package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.pins.yocto.Statement.Assignment;
import dev.firmtrail.pins.yocto.Statement.Inclusion;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A recipe, a part of one, a class or a file of configuration. */
record BitBakeFile(SourceFile file, List<Statement> statements) {
  private static final Set<String> CONFIGURATIONS =
      Set.of("local.conf", "site.conf", "auto.conf", "bblayers.conf", "layer.conf", "toolcfg.conf");
  private static final Set<String> DIRECTORIES = Set.of("conf", "distro", "machine", "multiconfig");

  static BitBakeFile of(SourceFile file) {
    return new BitBakeFile(file, BitBakeReader.read(file.lines(), index -> index + 1));
  }

  /** Configuration that stands as a text in another file. */
  static BitBakeFile of(SourceFile file, YamlNode.Text text) {
    List<String> lines = List.of(text.value().split("\n", -1));
    return new BitBakeFile(file, BitBakeReader.read(lines, text::lineOf));
  }

  static boolean isRecipe(SourceFile file) {
    return file.name().endsWith(".bb");
  }

  static boolean isAppend(SourceFile file) {
    return file.name().endsWith(".bbappend");
  }

  static boolean isPart(SourceFile file) {
    return file.name().endsWith(".inc");
  }

  static boolean isClass(SourceFile file) {
    return file.name().endsWith(".bbclass");
  }

  /** By its name and directory: many programs have files of that extension. */
  static boolean isConfiguration(SourceFile file) {
    return file.name().endsWith(".conf")
        && (CONFIGURATIONS.contains(file.name())
            || Stream.of(file.directory().split("/", -1)).anyMatch(DIRECTORIES::contains));
  }

  Stream<Assignment> assignments() {
    return statements.stream().filter(Assignment.class::isInstance).map(Assignment.class::cast);
  }

  Stream<Inclusion> inclusions() {
    return statements.stream().filter(Inclusion.class::isInstance).map(Inclusion.class::cast);
  }
}
