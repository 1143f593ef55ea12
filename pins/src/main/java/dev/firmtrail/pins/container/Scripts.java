package dev.firmtrail.pins.container;

import dev.firmtrail.pins.shell.ShellScript;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The shell scripts of a tree. */
public final class Scripts {
  private static final Set<String> WORDS =
      Set.of("docker", "podman", "buildah", "curl", "wget", "kas");

  private Scripts() {}

  /** Those that could do something with images, downloads or kas. */
  public static List<Script> of(SourceTree tree) {
    List<Script> scripts = new ArrayList<>();
    for (SourceFile file : tree.files(Scripts::isOne)) {
      file.text()
          .filter(text -> WORDS.stream().anyMatch(text::contains))
          .ifPresent(text -> scripts.add(new Script(file, ShellScript.commands(text, 1))));
    }
    return scripts;
  }

  private static boolean isOne(SourceFile file) {
    return file.name().endsWith(".sh") || file.name().endsWith(".bash");
  }
}
