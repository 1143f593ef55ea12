package dev.firmtrail.pins.kas;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;

/** Judges what a project takes from its repositories and from elsewhere. */
final class ProjectCheck {
  private final KasProject project;
  private final SourceTree tree;
  private final Findings findings;

  private ProjectCheck(KasProject project, SourceTree tree, Findings findings) {
    this.project = project;
    this.tree = tree;
    this.findings = findings;
  }

  static void check(KasProject project, SourceTree tree, Findings findings) {
    ProjectCheck check = new ProjectCheck(project, tree, findings);
    for (KasFile file : project.files()) {
      check.includes(file);
      check.buildtools(file);
      check.environment(file);
      if (file.isLock() && file.version() < 14) {
        findings.add(
            KasRules.OLD_LOCK,
            file.file(),
            file.map().map("header").flatMap(header -> header.get("version")).orElseThrow().place(),
            "version",
            "a lock file of format " + file.version() + ", where locks begin with 14");
      }
    }
    for (KasRepository repository : project.repositories()) {
      check.patches(repository);
    }
  }

  private void includes(KasFile file) {
    for (YamlNode include : file.includes()) {
      if (include instanceof YamlNode.Members map && map.text("repo").isPresent()) {
        String id = map.text("repo").get().value();
        if (project.repository(id).filter(KasRepository::floats).isPresent()) {
          findings.add(
              KasRules.INCLUDE,
              file.file(),
              map.place(),
              id + " " + map.text("file").map(YamlNode.Text::value).orElse(""),
              "%s is included from repository \"%s\", which follows a branch"
                  .formatted(
                      map.text("file").map(text -> Shown.text(text.value())).orElse("a file"),
                      Shown.text(id)));
        }
      }
    }
  }

  private void buildtools(KasFile file) {
    Optional<YamlNode.Member> tools = file.map().member("buildtools");
    boolean isThere =
        tools.filter(member -> member.value() instanceof YamlNode.Members).isPresent();
    boolean hasSum =
        project.value("buildtools", "sha256sum").flatMap(KasProject.Given::text).isPresent();
    if (isThere && !hasSum) {
      findings.add(
          KasRules.BUILDTOOLS,
          file.file(),
          tools.get().key().place(),
          "buildtools",
          "build tools are taken without a sha256sum");
    }
  }

  private void environment(KasFile file) {
    for (YamlNode.Member variable :
        file.map().map("env").map(YamlNode.Members::members).orElse(List.of())) {
      if (variable.value() instanceof YamlNode.Text text && text.isNull()) {
        findings.add(
            KasRules.ENVIRONMENT,
            file.file(),
            variable.key().place(),
            variable.key().value(),
            "variable %s comes from the machine that builds"
                .formatted(Shown.text(variable.key().value())));
      }
    }
  }

  private void patches(KasRepository repository) {
    for (String name : project.keys("repos", repository.id(), "patches")) {
      Optional<KasProject.Given> patch = project.value("repos", repository.id(), "patches", name);
      if (patch.isPresent() && patch.get().node() instanceof YamlNode.Members map) {
        patch(repository, name, map, patch.get().by());
      }
    }
  }

  private void patch(KasRepository repository, String name, YamlNode.Members patch, KasFile by) {
    Optional<String> from =
        patch
            .text("repo")
            .map(YamlNode.Text::value)
            .or(() ->
                project
                    .value("defaults", "repos", "patches", "repo")
                    .flatMap(KasProject.Given::text));
    Optional<KasRepository> source = from.flatMap(project::repository);
    if (source.isEmpty()) {
      return;
    }
    Place place = key(repository, name, by);
    String entry = repository.id() + " " + name;
    if (source.get().floats()) {
      findings.add(
          KasRules.PATCH,
          by.file(),
          place,
          entry,
          "patch \"%s\" comes from repository \"%s\", which follows a branch"
              .formatted(Shown.text(name), Shown.text(source.get().id())));
    }
    Optional<YamlNode.Text> path = patch.text("path");
    boolean isHere =
        source.get().url().isEmpty() && project.value("repos", source.get().id(), "path").isEmpty();
    if (isHere && path.isPresent() && !isThere(path.get().value())) {
      findings.add(
          KasRules.NO_PATCH,
          by.file(),
          place,
          entry,
          "patch \"%s\" is not in this repository: %s"
              .formatted(Shown.text(name), Shown.text(path.get().value())));
    }
  }

  private boolean isThere(String path) {
    String below = path.endsWith("/") ? path : path + "/";
    return tree.find(path).isPresent()
        || tree.files().stream().anyMatch(file -> file.path().startsWith(below));
  }

  private static Place key(KasRepository repository, String name, KasFile by) {
    return by.map()
        .map("repos")
        .flatMap(repos -> repos.map(repository.id()))
        .flatMap(map -> map.map("patches"))
        .flatMap(patches -> patches.member(name))
        .map(member -> member.key().place())
        .orElse(Place.WHOLE_FILE);
  }
}
