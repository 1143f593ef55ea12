package dev.firmtrail.pins.ci;

import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.container.Variables;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pipelines of GitLab. */
final class GitLabPipelines {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Set<String> SCRIPTS = Set.of("script", "before_script", "after_script");

  /** Keys at the top that are no jobs. */
  private static final Set<String> NO_JOBS =
      Set.of("variables", "include", "workflow", "stages", "spec", "cache", "pages-domain");

  private final Jobs jobs;
  private final Map<String, YamlNode.Text> global = new HashMap<>();

  GitLabPipelines(Jobs jobs) {
    this.jobs = jobs;
  }

  static boolean isOne(SourceFile file) {
    String path = file.path();
    boolean isYaml = path.endsWith(".yml") || path.endsWith(".yaml");
    return isYaml
        && (file.name().equals(".gitlab-ci.yml")
            || file.name().endsWith(".gitlab-ci.yml")
            || path.startsWith(".gitlab-ci/")
            || path.startsWith(".gitlab/ci/"));
  }

  void check(YamlNode.Members document) {
    document
        .map("variables")
        .ifPresent(variables -> variables.members().forEach(member -> remember(member)));
    document.get("include").ifPresent(this::include);
    job(document);
    for (YamlNode.Member member : document.members()) {
      if (!NO_JOBS.contains(member.key().value())
          && member.value() instanceof YamlNode.Members job) {
        job(job);
      }
    }
  }

  private void remember(YamlNode.Member variable) {
    if (variable.value() instanceof YamlNode.Text text) {
      global.put(variable.key().value(), text);
    }
  }

  private void job(YamlNode.Members job) {
    Set<String> own =
        job.map("variables").stream()
            .flatMap(variables -> variables.members().stream())
            .map(member -> member.key().value())
            .collect(Collectors.toSet());
    job.get("image").ifPresent(image -> image(image, own));
    job.items("services").forEach(service -> image(service, own));
    SCRIPTS.forEach(name -> job.get(name).ifPresent(jobs::script));
  }

  private void image(YamlNode node, Set<String> own) {
    Optional<YamlNode.Text> name =
        switch (node) {
          case YamlNode.Text text -> Optional.of(text);
          case YamlNode.Members map -> map.text("name");
          case YamlNode.Items list -> Optional.empty();
          case YamlNode.Unknown unknown -> Optional.empty();
        };
    if (name.isEmpty() || name.get().isNull()) {
      return;
    }
    Map<String, String> known = new HashMap<>();
    global.forEach((variable, value) -> {
      if (!own.contains(variable) && value.value().indexOf('$') < 0) {
        known.put(variable, value.value());
      }
    });
    new Variables(known)
        .expand(name.get().value())
        .ifPresent(expanded -> {
          Place place =
              expanded.used().stream()
                  .findFirst()
                  .map(variable -> global.get(variable))
                  .map(YamlNode.Text::place)
                  .orElse(name.get().place());
          jobs.image(expanded.text(), place);
        });
  }

  private void include(YamlNode node) {
    switch (node) {
      case YamlNode.Text text -> {
        if (text.value().startsWith("https://") || text.value().startsWith("http://")) {
          report(text.place(), text.value(), "\"%s\" is taken as it is on its server");
        }
      }
      case YamlNode.Items list -> list.items().forEach(this::include);
      case YamlNode.Members map -> include(map);
      case YamlNode.Unknown unknown -> {}
    }
  }

  private void include(YamlNode.Members map) {
    Place place = map.place();
    Optional<YamlNode.Text> remote = map.text("remote");
    if (remote.isPresent() && map.text("integrity").isEmpty()) {
      report(place, remote.get().value(), "\"%s\" is taken as it is on its server");
    }
    Optional<YamlNode.Text> project = map.text("project");
    Optional<YamlNode.Text> ref = map.text("ref");
    if (project.isPresent() && floats(ref)) {
      report(
          place,
          project.get().value() + " " + files(map),
          "files of project \"%s\" are taken as its branch or tag is");
    }
    Optional<YamlNode.Text> component = map.text("component");
    if (component.isPresent()) {
      String name = component.get().value();
      int at = name.lastIndexOf('@');
      boolean isFixed = at >= 0 && COMMIT.matcher(name.substring(at + 1)).matches();
      if (!isFixed && name.substring(Math.max(at, 0)).indexOf('$') < 0) {
        report(place, name, "component \"%s\" names no commit");
      }
    }
  }

  private static boolean floats(Optional<YamlNode.Text> ref) {
    return ref.map(text -> !COMMIT.matcher(text.value()).matches() && text.value().indexOf('$') < 0)
        .orElse(true);
  }

  private static String files(YamlNode.Members map) {
    List<YamlNode> list = map.items("file");
    return list.isEmpty()
        ? map.text("file").map(YamlNode.Text::value).orElse("")
        : list.stream()
            .map(item -> item instanceof YamlNode.Text text ? text.value() : "")
            .collect(Collectors.joining(" "));
  }

  private void report(Place place, String entry, String message) {
    jobs.findings()
        .add(
            CiRules.INCLUDE,
            jobs.file(),
            place,
            entry,
            message.formatted(Shown.text(entry.strip())));
  }
}
