package dev.firmtrail.pins.container;

import dev.firmtrail.images.ImageReference;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.shell.ShellScript;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
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
    built.takeServices(tree.files(ComposeFiles::isOne));
    for (SourceFile file : tree.files(BuiltImages::isMakefile)) {
      for (String line : file.lines()) {
        if (line.startsWith("\t") && line.contains(" build ")) {
          // Marks of make stand before the command.
          built.learn(ShellScript.commands(line.strip().replaceFirst("^[@+-]+", ""), 1));
        }
      }
    }
    for (Script script : Scripts.of(tree)) {
      built.learn(script.commands());
    }
    return built;
  }

  private static boolean isMakefile(SourceFile file) {
    return file.name().equals("Makefile") || file.name().equals("GNUmakefile");
  }

  /** A service that any compose file of a directory builds has its own name in all of them. */
  private void takeServices(List<SourceFile> files) {
    Set<String> building = new HashSet<>();
    for (SourceFile file : files) {
      ComposeFiles.services(file)
          .filter(service -> service.map().get("build").isPresent())
          .forEach(service -> building.add(file.directory() + "/" + service.name()));
    }
    for (SourceFile file : files) {
      ComposeFiles.services(file)
          .filter(service -> building.contains(file.directory() + "/" + service.name()))
          .flatMap(service -> service.map().text("image").stream())
          .forEach(image -> add(image.value()));
    }
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
