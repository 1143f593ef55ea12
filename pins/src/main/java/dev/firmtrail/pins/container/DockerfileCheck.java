package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.shell.ShellScript;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.state.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges one Dockerfile. */
final class DockerfileCheck {
  private static final Pattern MOUNT_FROM =
      Pattern.compile("--mount=(?:[^\\s,]++,)*?from=([^\\s,]++)");
  private static final Pattern BALENA = Pattern.compile("%%(?:BALENA|RESIN)_[A-Z_]++%%");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "ksh", "zsh");

  private final SourceFile file;
  private final BuiltImages built;
  private final Findings findings;

  /** Arguments before the first stage, and where their values stand. */
  private final Map<String, Dockerfile.Line> arguments = new HashMap<>();

  private final Set<String> stages = new HashSet<>();
  private int stageCount;

  DockerfileCheck(SourceFile file, BuiltImages built, Findings findings) {
    this.file = file;
    this.built = built;
    this.findings = findings;
  }

  static boolean isOne(SourceFile file) {
    String name = file.name();
    boolean named =
        name.equals("Dockerfile")
            || name.equals("Containerfile")
            || name.startsWith("Dockerfile.")
            || name.startsWith("Containerfile.")
            || name.endsWith(".dockerfile")
            || name.endsWith(".Dockerfile");
    return named && !name.endsWith("ignore") && !name.endsWith(".md");
  }

  void check() {
    Dockerfile dockerfile = Dockerfile.read(file.lines());
    dockerfile.syntax().ifPresent(image -> use(image.text(), image.number()));
    boolean hasSnapshot = file.text().map(PackageInstalls::namesSnapshot).orElse(false);
    for (Dockerfile.Instruction instruction : dockerfile.instructions()) {
      switch (instruction.name()) {
        case "ARG" -> argument(instruction);
        case "FROM" -> from(instruction);
        case "COPY" -> copied(instruction);
        case "ADD" -> {
          copied(instruction);
          added(instruction);
        }
        case "RUN" -> run(instruction, hasSnapshot);
        default -> {}
      }
    }
  }

  private void use(String reference, int line) {
    new ImageUse(reference, file, Place.line(line), ImageRules.UNPINNED).judge(built, findings);
  }

  private void argument(Dockerfile.Instruction instruction) {
    if (stageCount > 0) {
      return;
    }
    for (Dockerfile.Line word : instruction.words()) {
      int equals = word.text().indexOf('=');
      if (equals > 0) {
        String value = word.text().substring(equals + 1).replaceAll("^[\"']|[\"']$", "");
        arguments.put(word.text().substring(0, equals), new Dockerfile.Line(value, word.number()));
      }
    }
  }

  private void from(Dockerfile.Instruction instruction) {
    List<Dockerfile.Line> words =
        instruction.words().stream().filter(word -> !word.text().startsWith("--")).toList();
    if (words.isEmpty()) {
      return;
    }
    Dockerfile.Line image = words.getFirst();
    named(image);
    if (words.size() > 2 && words.get(1).text().equalsIgnoreCase("as")) {
      stages.add(words.get(2).text().toLowerCase(Locale.ROOT));
    }
    stages.add(String.valueOf(stageCount));
    stageCount++;
  }

  /** An image, unless it is a stage; what it says can stand in the line of an argument. */
  private void named(Dockerfile.Line image) {
    String written = BALENA.matcher(image.text()).replaceAll("device");
    Map<String, String> values = new HashMap<>();
    arguments.forEach((name, value) -> values.put(name, value.text()));
    Optional<Variables.Expanded> expanded = new Variables(values).expand(written);
    // An argument can be made of an argument.
    expanded = expanded.flatMap(first -> again(values, first));
    if (expanded.isEmpty()) {
      return;
    }
    String reference = expanded.get().text();
    if (reference.equals("scratch") || stages.contains(reference.toLowerCase(Locale.ROOT))) {
      return;
    }
    int line =
        expanded.get().used().stream()
            .findFirst()
            .map(name -> arguments.get(name))
            .map(Dockerfile.Line::number)
            .orElse(image.number());
    use(reference, line);
  }

  private static Optional<Variables.Expanded> again(
      Map<String, String> values, Variables.Expanded first) {
    return first.text().indexOf('$') < 0
        ? Optional.of(first)
        : new Variables(values)
            .expand(first.text())
            .filter(second -> second.text().indexOf('$') < 0)
            .map(second -> new Variables.Expanded(second.text(), first.used()));
  }

  private void copied(Dockerfile.Instruction instruction) {
    for (Dockerfile.Line word : instruction.words()) {
      if (word.text().startsWith("--from=")) {
        stageOrImage(word.text().substring("--from=".length()), word.number());
      }
    }
  }

  /** Names without a tag or a host can be contexts that the command line of the build gives. */
  private void stageOrImage(String name, int line) {
    boolean couldBeContext =
        name.indexOf(':') < 0 && name.indexOf('/') < 0 && name.indexOf('@') < 0;
    if (!couldBeContext && name.indexOf('$') < 0) {
      named(new Dockerfile.Line(name, line));
    }
  }

  private void added(Dockerfile.Instruction instruction) {
    List<Dockerfile.Line> words = instruction.words();
    boolean isChecked = words.stream().anyMatch(word -> word.text().startsWith("--checksum="));
    List<Dockerfile.Line> sources =
        words.stream().filter(word -> !word.text().startsWith("--")).toList();
    if (isChecked || sources.isEmpty()) {
      return;
    }
    for (Dockerfile.Line source : sources.subList(0, sources.size() - 1)) {
      String url = source.text();
      if (GitContext.isOne(url)) {
        GitContext.judge(url, file, Place.line(source.number()), findings);
      } else if (url.startsWith("http://") || url.startsWith("https://")) {
        findings.add(
            ImageRules.DOWNLOAD,
            file,
            Place.line(source.number()),
            url,
            "ADD takes " + Shown.text(url) + " without a checksum");
      }
    }
  }

  private void run(Dockerfile.Instruction instruction, boolean hasSnapshot) {
    Matcher mount = MOUNT_FROM.matcher(instruction.text());
    while (mount.find()) {
      stageOrImage(mount.group(1), instruction.line());
    }
    List<ShellCommand> commands = new ArrayList<>();
    String text = instruction.text();
    commands.addAll(ShellScript.commands(withoutOptions(text), instruction.line()));
    boolean bodyIsShell =
        commands.isEmpty() || commands.getFirst().program().map(SHELLS::contains).orElse(true);
    if (bodyIsShell) {
      for (Dockerfile.Line body : instruction.bodies()) {
        commands.addAll(ShellScript.commands(body.text(), body.number()));
      }
    }
    Downloads.judge(commands, file, findings);
    PackageInstalls.judge(commands, file, hasSnapshot, findings);
  }

  /** Options of {@code RUN} itself stand before its command; lines are kept. */
  private static String withoutOptions(String text) {
    int at = 0;
    while (true) {
      while (at < text.length()
          && (Character.isWhitespace(text.charAt(at)) || text.startsWith("\\\n", at))) {
        at++;
      }
      if (!text.startsWith("--", at)) {
        break;
      }
      while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
    long lines = text.substring(0, at).chars().filter(c -> c == '\n').count();
    return "\n".repeat((int) lines) + text.substring(at);
  }
}
