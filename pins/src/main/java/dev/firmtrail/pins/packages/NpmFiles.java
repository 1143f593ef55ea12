package dev.firmtrail.pins.packages;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Locks and manifests of npm. */
final class NpmFiles {
  private static final List<String> LOCKS =
      List.of(
          "package-lock.json",
          "npm-shrinkwrap.json",
          "yarn.lock",
          "pnpm-lock.yaml",
          "bun.lock",
          "bun.lockb",
          "deno.lock");

  private NpmFiles() {}

  /** One finding for the file: those entries were written by one old program. */
  static void lock(SourceFile file, Findings findings) {
    List<YamlNode.Member> packages =
        file.yaml()
            .map()
            .flatMap(map -> map.map("packages"))
            .map(YamlNode.Members::members)
            .orElse(List.of());
    List<YamlNode.Member> loose = packages.stream().filter(NpmFiles::isLoose).toList();
    if (!loose.isEmpty()) {
      YamlNode.Text first = loose.getFirst().key();
      findings.add(
          PackageRules.NO_INTEGRITY,
          file,
          first.place(),
          "integrity",
          "%s without integrity, the first is %s"
              .formatted(Shown.count(loose.size(), "package"), Shown.text(first.value())));
    }
  }

  /** From a registry, and without a hash. */
  private static boolean isLoose(YamlNode.Member member) {
    if (!member.key().value().contains("node_modules/")
        || !(member.value() instanceof YamlNode.Members entry)) {
      return false;
    }
    Optional<String> resolved = entry.text("resolved").map(YamlNode.Text::value);
    boolean isRemote =
        resolved.filter(url -> url.startsWith("https://") || url.startsWith("http://")).isPresent();
    return isRemote && entry.text("integrity").isEmpty() && entry.get("link").isEmpty();
  }

  /** A private package with dependencies, and no lock there or above. */
  static void manifest(SourceFile file, SourceTree tree, Findings findings) {
    Optional<YamlNode.Members> map = file.yaml().map();
    boolean isProgram =
        map.flatMap(all -> all.text("private"))
            .filter(word -> word.value().equals("true"))
            .isPresent();
    Optional<YamlNode.Member> dependencies =
        Stream.of("dependencies", "devDependencies")
            .flatMap(key -> map.flatMap(all -> all.member(key)).stream())
            .filter(member ->
                member.value() instanceof YamlNode.Members all && !all.members().isEmpty())
            .findFirst();
    if (isProgram && dependencies.isPresent() && !isLocked(file, tree)) {
      findings.add(
          PackageRules.NO_LOCK,
          file,
          dependencies.get().key().place(),
          "dependencies",
          "dependencies are resolved anew each time: there is no lock file here or above");
    }
  }

  private static boolean isLocked(SourceFile file, SourceTree tree) {
    String directory = file.directory();
    while (true) {
      String prefix = directory.isEmpty() ? "" : directory + "/";
      if (LOCKS.stream().anyMatch(lock -> tree.find(prefix + lock).isPresent())) {
        return true;
      }
      if (directory.isEmpty()) {
        return false;
      }
      int slash = directory.lastIndexOf('/');
      directory = slash < 0 ? "" : directory.substring(0, slash);
    }
  }
}
