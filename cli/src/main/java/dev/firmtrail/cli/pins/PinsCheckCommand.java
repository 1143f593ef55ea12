package dev.firmtrail.cli.pins;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.cli.frame.Program;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.PinCheck;
import dev.firmtrail.pins.PinFinding;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.report.PinSarif;
import dev.firmtrail.pins.settings.Allowance;
import dev.firmtrail.pins.settings.Baseline;
import dev.firmtrail.pins.settings.PinSettings;
import dev.firmtrail.pins.settings.Suppression;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.pins.yaml.StrictYamlException;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what in a build is not pinned. */
final class PinsCheckCommand implements Command {
  private static final Flag FORMAT =
      Flag.of("FORMAT", "text, json or sarif", "format").among("text", "json", "sarif");
  private static final Flag FAIL_ON =
      Flag.of(
              "LEVEL",
              "the level from which a finding fails the check; else that of pins.yaml",
              "fail-on")
          .among("error", "warning", "note");
  private static final Flag BASELINE =
      Flag.of("FILE", "findings that are in this file do not count", "baseline");
  private static final Flag WRITE_BASELINE =
      Flag.of("FILE", "write the findings into a baseline instead of failing", "write-baseline");

  @Override
  public List<String> names() {
    return List.of("check");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Name all in a build that can change although nobody changed it",
        "[DIR]",
        List.of(
            "DIR is the top of a build's sources, the current directory without one. Looked at are kas projects, Yocto layers and"
                + " configuration, Buildroot, Dockerfiles and other files that name images, pipelines, package locks, and states."
                + " Nothing is run, and nobody is asked over the network. What is not understood is passed over.",
            "Left out are checkouts of other repositories below DIR, what builds and package managers put there, and what pins.yaml"
                + " at the top of DIR excludes. A finding is allowed there, or in a comment beside it: pins: allow RULE until"
                + " YYYY-MM-DD because REASON.",
            "Ends with 0 when nothing at or above --fail-on (warning without it) is found, with 1 when something is, with 3 when the"
                + " check could not be made. --json has the members findings, allowed, known and skipped."),
        List.of(
            "pvr pins check",
            "pvr pins check build/ --format sarif > pins.sarif",
            "pvr pins check --write-baseline pins-baseline.json",
            "pvr pins check --baseline pins-baseline.json"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(FORMAT, FAIL_ON, BASELINE, WRITE_BASELINE);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.CANNOT_TELL;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    if (call.positionals().size() > 1) {
      throw cannotTell("one directory is checked, not several; see --help");
    }
    String format = call.text(FORMAT).orElse(call.console().wantsJson() ? "json" : "text");
    if (!FORMAT.words().contains(format)) {
      throw cannotTell("--format is text, json or sarif, not " + Shown.text(format));
    }
    Path root =
        call.session()
            .directory()
            .resolve(call.positionals().isEmpty() ? "." : call.positionals().getFirst())
            .normalize();
    if (!Files.isDirectory(root)) {
      throw cannotTell(Shown.whole(root.toString()) + " is no directory");
    }
    PinSettings settings = settings(root);
    Level failOn = failOn(call, settings);
    Optional<Baseline> baseline = baseline(call);
    SourceTree tree = SourceTree.of(root, settings.excluded());
    LocalDate today = LocalDate.ofInstant(call.session().clock().instant(), ZoneOffset.UTC);
    Suppression.Outcome outcome = PinCheck.of(tree, settings, today);
    Baseline.Split split =
        baseline
            .map(known -> known.split(outcome.findings()))
            .orElse(new Baseline.Split(outcome.findings(), List.of()));
    show(call, format, tree, outcome, split);
    if (call.text(WRITE_BASELINE).isPresent()) {
      DurableFile.write(
          call.session().directory().resolve(call.text(WRITE_BASELINE).get()),
          Baseline.of(outcome.findings()).document());
      return ExitCode.OK;
    }
    boolean fails =
        split.fresh().stream().anyMatch(finding -> finding.level().compareTo(failOn) >= 0);
    return fails ? ExitCode.DIFFERENT : ExitCode.OK;
  }

  private static CommandFailure cannotTell(String why) {
    return new CommandFailure(ExitCode.CANNOT_TELL, why);
  }

  private static PinSettings settings(Path root) throws CommandFailure, IOException {
    Path file = root.resolve(PinSettings.NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return PinSettings.NONE;
    }
    try {
      return PinSettings.read(
          PlainFile.read(file),
          PinCheck.rules().stream().map(Rule::id).collect(Collectors.toSet()));
    } catch (StrictYamlException broken) {
      throw new CommandFailure(
          ExitCode.CANNOT_TELL, Shown.whole(file.toString()) + ": " + broken.getMessage(), broken);
    }
  }

  private static Level failOn(Invocation call, PinSettings settings) throws CommandFailure {
    Optional<String> word = call.text(FAIL_ON);
    if (word.isEmpty()) {
      return settings.failOn();
    }
    for (Level level : Level.values()) {
      if (FindingText.word(level).equals(word.get())) {
        return level;
      }
    }
    throw cannotTell("--fail-on is error, warning or note, not " + Shown.text(word.get()));
  }

  private static Optional<Baseline> baseline(Invocation call) throws CommandFailure, IOException {
    Optional<String> name = call.text(BASELINE);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Path file = call.session().directory().resolve(name.get());
    Optional<Baseline> read = Baseline.read(PlainFile.read(file));
    if (read.isEmpty()) {
      throw cannotTell(
          Shown.whole(file.toString()) + " is no baseline; make one with --write-baseline");
    }
    return read;
  }

  private static void show(
      Invocation call,
      String format,
      SourceTree tree,
      Suppression.Outcome outcome,
      Baseline.Split split)
      throws OutputFailure {
    Console console = call.console();
    switch (format) {
      case "json" -> console.json(json(tree, outcome, split));
      case "sarif" ->
          console.data(
              new String(
                  PinSarif.of(Program.version(), split.fresh(), call.session().clock().instant()),
                  StandardCharsets.UTF_8));
      default -> {
        for (PinFinding finding : split.fresh()) {
          FindingText.print(finding, tree, console);
        }
        console.dataLine(summary(tree, outcome, split));
      }
    }
    for (Allowance unused : outcome.unused()) {
      console.notice(
          "%s, line %d: %s in %s is allowed, and nothing of it was found; delete the entry"
              .formatted(
                  PinSettings.NAME,
                  unused.line(),
                  unused.rule(),
                  Shown.text(unused.files().toString())));
    }
    if (!tree.otherCheckouts().isEmpty()) {
      console.notice(
          "Not looked at: %s of other repositories, such as %s"
              .formatted(
                  Shown.count(tree.otherCheckouts().size(), "checkout"),
                  Shown.text(tree.otherCheckouts().getFirst())));
    }
  }

  private static String summary(
      SourceTree tree, Suppression.Outcome outcome, Baseline.Split split) {
    List<String> parts = new ArrayList<>();
    for (Level level : List.of(Level.ERROR, Level.WARNING, Level.NOTE)) {
      long count = split.fresh().stream().filter(finding -> finding.level() == level).count();
      if (count > 0) {
        parts.add(Shown.count(count, FindingText.word(level)));
      }
    }
    String found = parts.isEmpty() ? "all pinned" : String.join(", ", parts);
    return "%s in %s; %d allowed, %d known%s"
        .formatted(
            found,
            Shown.count(tree.files().size(), "file"),
            outcome.allowed().size(),
            split.known().size(),
            parts.isEmpty() ? "" : "; pvr pins explain RULE says why");
  }

  private static JsonObject json(
      SourceTree tree, Suppression.Outcome outcome, Baseline.Split split) {
    return JsonObject.builder()
        .put("findings", array(split.fresh()))
        .put("known", array(split.known()))
        .put(
            "allowed",
            new JsonArray(
                outcome.allowed().stream()
                    .<Json>map(allowed ->
                        JsonObject.builder()
                            .putAll(FindingText.json(allowed.finding()).members())
                            .put("until", allowed.by().until().toString())
                            .put("reason", allowed.by().reason())
                            .build())
                    .toList()))
        .put(
            "skipped",
            new JsonArray(tree.otherCheckouts().stream().<Json>map(JsonString::new).toList()))
        .build();
  }

  private static JsonArray array(List<PinFinding> findings) {
    return new JsonArray(findings.stream().<Json>map(FindingText::json).toList());
  }
}
