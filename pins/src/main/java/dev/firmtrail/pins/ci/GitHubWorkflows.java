package dev.firmtrail.pins.ci;

import dev.firmtrail.pins.yaml.YamlNode;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Workflows and actions of GitHub. */
final class GitHubWorkflows {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final String IMAGE = "docker://";

  private GitHubWorkflows() {}

  static boolean isWorkflow(String path) {
    return (path.startsWith(".github/workflows/") || path.contains("/.github/workflows/"))
        && (path.endsWith(".yml") || path.endsWith(".yaml"));
  }

  static boolean isAction(String name) {
    return name.equals("action.yml") || name.equals("action.yaml");
  }

  static void check(YamlNode.Members document, Jobs jobs) {
    List<YamlNode.Member> all =
        document.map("jobs").map(YamlNode.Members::members).orElse(List.of());
    for (YamlNode.Member member : all) {
      if (member.value() instanceof YamlNode.Members job) {
        job(job, jobs);
      }
    }
    document
        .map("runs")
        .ifPresent(runs -> {
          runs.text("image")
              .filter(image -> image.value().startsWith(IMAGE))
              .ifPresent(image -> uses(image, jobs));
          steps(runs, jobs);
        });
  }

  private static void job(YamlNode.Members job, Jobs jobs) {
    job.text("uses").ifPresent(used -> uses(used, jobs));
    job.text("container").ifPresent(image -> image(image, jobs));
    job.map("container")
        .flatMap(container -> container.text("image"))
        .ifPresent(image -> image(image, jobs));
    List<YamlNode.Member> services =
        job.map("services").map(YamlNode.Members::members).orElse(List.of());
    for (YamlNode.Member service : services) {
      if (service.value() instanceof YamlNode.Members map) {
        map.text("image").ifPresent(image -> image(image, jobs));
      }
    }
    steps(job, jobs);
  }

  private static void image(YamlNode.Text image, Jobs jobs) {
    if (image.value().indexOf('$') < 0) {
      jobs.image(image.value(), image.place());
    }
  }

  private static void steps(YamlNode.Members owner, Jobs jobs) {
    for (YamlNode item : owner.items("steps")) {
      if (item instanceof YamlNode.Members step) {
        step.text("uses").ifPresent(used -> uses(used, jobs));
        Optional<YamlNode> run = step.get("run");
        boolean isShell =
            step.text("shell")
                .map(shell -> Set.of("bash", "sh").contains(shell.value()))
                .orElse(true);
        if (run.isPresent() && isShell) {
          jobs.script(run.get());
        }
      }
    }
  }

  private static void uses(YamlNode.Text used, Jobs jobs) {
    String name = used.value();
    if (name.startsWith(IMAGE)) {
      jobs.image(name.substring(IMAGE.length()), used.place());
      return;
    }
    int at = name.indexOf('@');
    // What is in this repository has its commit; what is worked out is not known.
    if (name.startsWith("./") || name.indexOf('$') >= 0 || name.indexOf('/') < 0) {
      return;
    }
    String reference = at < 0 ? "" : name.substring(at + 1);
    if (!COMMIT.matcher(reference).matches()) {
      jobs.findings()
          .add(
              CiRules.ACTION,
              jobs.file(),
              used.place(),
              name,
              "\"%s\" is no commit: whoever owns %s can change what runs here"
                  .formatted(Shown.text(name), Shown.text(at < 0 ? name : name.substring(0, at))));
    }
  }
}
