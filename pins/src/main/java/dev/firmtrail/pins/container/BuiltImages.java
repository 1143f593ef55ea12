package dev.firmtrail.pins.container;

import dev.firmtrail.images.ImageReference;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Names that this tree itself gives to images that it builds. Where they are used, this tree says
 * what is in them.
 */
public final class BuiltImages {
  private final Set<String> names = new HashSet<>();

  private BuiltImages() {}

  public static BuiltImages of(SourceTree tree) {
    BuiltImages built = new BuiltImages();
    for (SourceFile file : tree.files(ComposeFiles::isOne)) {
      ComposeFiles.services(file)
          .forEach(service -> {
            if (service.get("build").isPresent()) {
              service.text("image").map(YamlNode.Text::value).ifPresent(built::add);
            }
          });
    }
    for (Script script : Scripts.of(tree)) {
      built.learn(script.commands());
    }
    return built;
  }

  /** Takes the names that commands give. */
  public void learn(List<ShellCommand> commands) {
    commands.forEach(this::takeBuild);
  }

  /** {@code docker build -t NAME} in any of its spellings. */
  private void takeBuild(ShellCommand command) {
    Optional<String> program = command.program();
    List<ShellCommand.Word> words = command.arguments();
    boolean builds =
        program.filter(name -> Set.of("docker", "podman", "buildah").contains(name)).isPresent()
            && words.stream()
                .limit(3)
                .anyMatch(word -> Set.of("build", "bud", "tag", "commit").contains(word.text()));
    if (!builds) {
      return;
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).text();
      if ((word.equals("-t") || word.equals("--tag")) && i + 1 < words.size()) {
        add(words.get(i + 1).text());
      } else if (word.startsWith("--tag=")) {
        add(word.substring("--tag=".length()));
      }
    }
    boolean names = words.stream().limit(1).anyMatch(word -> !word.text().equals("build"));
    if (names && !words.isEmpty()) {
      add(words.getLast().text());
    }
  }

  private void add(String reference) {
    ImageReference.parse(reference).ifPresent(image -> names.add(name(image)));
  }

  private static String name(ImageReference image) {
    return (image.domain().map(host -> host + "/").orElse("") + image.path())
        .toLowerCase(Locale.ROOT);
  }

  /** Whether it is made here, or on this machine. */
  boolean isLocal(ImageReference image) {
    return image.domain().filter("localhost"::equals).isPresent() || names.contains(name(image));
  }
}
