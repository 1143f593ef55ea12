package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds packages that are installed as the day has them, while an image is built. */
final class PackageInstalls {
  private static final Set<String> APT_VALUES = Set.of("-t", "-o", "-c", "--target-release");
  private static final Set<String> APK_VALUES =
      Set.of("-t", "--virtual", "-X", "--repository", "-p", "--root");
  private static final Set<String> DNF_VALUES = Set.of("--releasever", "--enablerepo", "-c");
  private static final Set<String> PIP_VALUES =
      Set.of(
          "-i",
          "--index-url",
          "--extra-index-url",
          "-t",
          "--target",
          "--prefix",
          "-f",
          "--root",
          "--python",
          "--trusted-host",
          "--find-links");

  private PackageInstalls() {}

  /** Whether a Dockerfile points its package manager at an archive of one moment. */
  static boolean namesSnapshot(String dockerfile) {
    return Stream.of("snapshot.debian.org", "snapshot.ubuntu.com", "Snapshot:", "--snapshot")
        .anyMatch(dockerfile::contains);
  }

  /** Reports at most one of each kind for the commands of an instruction. */
  static void judge(
      List<ShellCommand> commands, SourceFile file, boolean hasSnapshot, Findings findings) {
    if (!hasSnapshot) {
      first(commands, ImageRules.PACKAGES, file, findings);
    }
    first(commands, ImageRules.LANGUAGE_PACKAGES, file, findings);
  }

  private static void first(
      List<ShellCommand> commands, Rule rule, SourceFile file, Findings findings) {
    for (ShellCommand command : commands) {
      Optional<String> floating =
          rule.equals(ImageRules.PACKAGES) ? ofDistribution(command) : ofLanguage(command);
      if (floating.isPresent()) {
        findings.add(
            rule,
            file,
            Place.line(command.line()),
            floating.get(),
            "%s installs %s as it is on the day of the build"
                .formatted(command.program().orElse(""), Shown.text(floating.get())));
        return;
      }
    }
  }

  /** The first package that no version belongs to. */
  private static Optional<String> ofDistribution(ShellCommand command) {
    List<ShellCommand.Word> words = command.arguments();
    return switch (command.program().orElse("")) {
      case "apt-get", "apt" ->
          packages(words, "install", APT_VALUES)
              .filter(name -> name.indexOf('=') < 0 && name.indexOf('/') < 0)
              .findFirst();
      case "apk" ->
          packages(words, "add", APK_VALUES)
              .filter(name -> name.chars().noneMatch(c -> "=<>~".indexOf(c) >= 0))
              .filter(name -> !name.startsWith("."))
              .findFirst();
      case "dnf", "yum", "microdnf" ->
          packages(words, "install", DNF_VALUES)
              .filter(name -> !hasVersion(name) && name.indexOf('/') < 0)
              .findFirst();
      default -> Optional.empty();
    };
  }

  private static boolean hasVersion(String name) {
    for (int i = name.indexOf('-'); i >= 0 && i + 1 < name.length(); i = name.indexOf('-', i + 1)) {
      if (Character.isDigit(name.charAt(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> ofLanguage(ShellCommand command) {
    List<ShellCommand.Word> words = command.arguments();
    String program = command.program().orElse("");
    if (program.startsWith("python")
        && words.size() > 1
        && words.get(0).text().equals("-m")
        && words.get(1).text().equals("pip")) {
      return pip(words.subList(2, words.size()));
    }
    return switch (program) {
      case "pip", "pip3" -> pip(words);
      case "npm" -> npm(words);
      case "go" ->
          packages(words, "install", Set.of())
              .filter(name -> name.endsWith("@latest") || name.endsWith("@master"))
              .findFirst();
      case "cargo" -> cargo(words);
      case "gem" -> gem(words);
      default -> Optional.empty();
    };
  }

  private static Optional<String> pip(List<ShellCommand.Word> words) {
    boolean fromFile =
        words.stream()
            .map(ShellCommand.Word::text)
            .anyMatch(word ->
                word.equals("-r")
                    || word.startsWith("--requirement")
                    || word.equals("-c")
                    || word.startsWith("--constraint")
                    || word.equals("-e")
                    || word.equals("--no-index"));
    return fromFile
        ? Optional.empty()
        : packages(words, "install", PIP_VALUES)
            .filter(name ->
                !name.contains("==")
                    && name.indexOf('/') < 0
                    && !name.startsWith(".")
                    && name.indexOf('@') < 0
                    && !name.endsWith(".whl"))
            .findFirst();
  }

  private static Optional<String> npm(List<ShellCommand.Word> words) {
    if (words.isEmpty() || !Set.of("install", "i").contains(words.getFirst().text())) {
      return Optional.empty();
    }
    boolean isGlobal =
        words.stream().anyMatch(word -> Set.of("-g", "--global").contains(word.text()));
    return packages(words, words.getFirst().text(), Set.of("--prefix", "--registry"))
        .filter(name -> isGlobal && !hasExactNpmVersion(name) && name.indexOf('/') != 0)
        .filter(name -> !name.startsWith(".") && !name.endsWith(".tgz"))
        .findFirst();
  }

  private static boolean hasExactNpmVersion(String name) {
    int at = name.lastIndexOf('@');
    return at > 0
        && at + 1 < name.length()
        && Character.isDigit(name.charAt(at + 1))
        && name.substring(at).indexOf('.') > 0;
  }

  private static Optional<String> cargo(List<ShellCommand.Word> words) {
    boolean isFixed =
        words.stream()
            .map(ShellCommand.Word::text)
            .anyMatch(word -> Set.of("--locked", "--frozen", "--path").contains(word));
    return isFixed
        ? Optional.empty()
        : packages(
                words,
                "install",
                Set.of("--version", "--root", "--git", "--tag", "--rev", "--features", "--target"))
            .findFirst();
  }

  private static Optional<String> gem(List<ShellCommand.Word> words) {
    boolean hasVersion =
        words.stream()
            .map(ShellCommand.Word::text)
            .anyMatch(word -> word.equals("-v") || word.startsWith("--version"));
    return hasVersion
        ? Optional.empty()
        : packages(words, "install", Set.of("--source", "-i", "-n"))
            .filter(name -> name.indexOf(':') < 0 && !name.endsWith(".gem"))
            .findFirst();
  }

  /** Literal words behind a verb that are no options and no values of one. */
  private static Stream<String> packages(
      List<ShellCommand.Word> words, String verb, Set<String> withValue) {
    boolean isThere = false;
    boolean isValue = false;
    Stream.Builder<String> packages = Stream.builder();
    for (ShellCommand.Word word : words) {
      String text = word.text();
      if (isValue) {
        isValue = false;
      } else if (text.startsWith("-")) {
        isValue = withValue.contains(text);
      } else if (!isThere) {
        isThere = text.equals(verb);
        if (!isThere) {
          return Stream.empty();
        }
      } else if (word.isLiteral() && !text.isEmpty()) {
        packages.add(text);
      }
    }
    return packages.build();
  }
}
