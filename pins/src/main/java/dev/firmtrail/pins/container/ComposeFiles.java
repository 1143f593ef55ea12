package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Images and sources of compose files. */
final class ComposeFiles {
  private static final Variables UNKNOWN = new Variables(Map.of());

  private ComposeFiles() {}

  static boolean isOne(SourceFile file) {
    String name = file.name();
    boolean isYaml = name.endsWith(".yml") || name.endsWith(".yaml");
    return isYaml
        && (name.startsWith("compose.")
            || name.startsWith("docker-compose")
            || name.startsWith("compose-")
            || name.startsWith("podman-compose"));
  }

  /** A service and its name. */
  record Service(String name, YamlNode.Members map) {}

  static Stream<Service> services(SourceFile file) {
    List<YamlNode.Member> services =
        file.yaml()
            .map()
            .flatMap(map -> map.map("services"))
            .map(YamlNode.Members::members)
            .orElse(List.of());
    return services.stream()
        .flatMap(member ->
            member.value() instanceof YamlNode.Members map
                ? Stream.of(new Service(member.key().value(), map))
                : Stream.empty());
  }

  static void check(SourceFile file, BuiltImages built, Findings findings) {
    services(file)
        .map(Service::map)
        .forEach(service -> {
          // Beside build it is the name that the result gets.
          if (service.get("build").isEmpty()) {
            service.text("image").ifPresent(image -> image(image, file, built, findings));
          }
          service.text("build").ifPresent(context -> context(context, file, findings));
          service
              .map("build")
              .flatMap(build -> build.text("context"))
              .ifPresent(context -> context(context, file, findings));
        });
  }

  private static void image(
      YamlNode.Text image, SourceFile file, BuiltImages built, Findings findings) {
    UNKNOWN
        .expand(image.value())
        .ifPresent(known ->
            new ImageUse(known.text(), file, image.place(), ImageRules.UNPINNED)
                .judge(built, findings));
  }

  private static void context(YamlNode.Text context, SourceFile file, Findings findings) {
    if (GitContext.isOne(context.value())) {
      GitContext.judge(context.value(), file, context.place(), findings);
    }
  }
}
