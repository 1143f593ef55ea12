package dev.firmtrail.pins.yocto;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.shell.ShellScript;
import dev.firmtrail.pins.yocto.Statement.Assignment;
import dev.firmtrail.pins.yocto.Statement.Task;
import dev.firmtrail.state.Shown;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Judges tasks that use the network besides fetch. */
final class Tasks {
  private static final Set<String> OFFLINE = Set.of("--offline", "--no-index", "--frozen");

  /** Tasks whose result does not go into the firmware. */
  private static final List<String> ASIDE =
      List.of(
          "fetch",
          "test",
          "cve",
          "deploy",
          "upload",
          "publish",
          "devshell",
          "devpyshell",
          "menuconfig",
          "checkuri",
          "sign",
          "update",
          "checkpkg");

  private Tasks() {}

  static void judge(BitBakeFile file, Findings findings) {
    file.assignments().forEach(assignment -> flag(assignment, file, findings));
    for (Statement statement : file.statements()) {
      if (statement instanceof Task task
          && task.name().startsWith("do_")
          && !isAside(task.name())) {
        body(task, file, findings);
      }
    }
  }

  private static boolean isAside(String task) {
    String name = task.substring("do_".length());
    return name.equals("fetch") || ASIDE.stream().skip(1).anyMatch(name::contains);
  }

  private static void flag(Assignment assignment, BitBakeFile file, Findings findings) {
    String name = assignment.name();
    if (assignment.flag().equals("network")
        && name.startsWith("do_")
        && assignment.value().strip().equals("1")
        && !isAside(name)) {
      findings.add(
          YoctoRules.NETWORK_TASK,
          file.file(),
          Place.line(assignment.line()),
          name,
          Shown.text(name) + " may use the network");
    }
  }

  private static void body(Task task, BitBakeFile file, Findings findings) {
    for (ShellCommand command : ShellScript.commands(task.body(), task.line() + 1)) {
      if (downloads(command)) {
        String program = command.program().orElse("");
        findings.add(
            YoctoRules.FETCHING_TASK,
            file.file(),
            Place.line(command.line()),
            task.name() + " " + program,
            "%s downloads with %s".formatted(Shown.text(task.name()), Shown.text(program)));
      }
    }
  }

  private static boolean downloads(ShellCommand command) {
    List<String> words = command.arguments().stream().map(ShellCommand.Word::text).toList();
    if (words.stream().anyMatch(OFFLINE::contains)) {
      return false;
    }
    String verb = words.stream().filter(word -> !word.startsWith("-")).findFirst().orElse("");
    return switch (command.program().orElse("")) {
      case "curl", "wget" -> words.stream().anyMatch(word -> word.contains("://"));
      case "git" -> verb.equals("clone") && words.stream().anyMatch(word -> isElsewhere(word));
      case "npm" -> verb.equals("install") || verb.equals("ci");
      case "pip", "pip3" ->
          verb.equals("install")
              && words.stream().noneMatch(word -> word.startsWith("--no-deps") || isLocal(word));
      case "go" -> verb.equals("get");
      case "cargo" -> verb.equals("install") && !words.contains("--path");
      default -> false;
    };
  }

  private static boolean isElsewhere(String word) {
    return Stream.of("https://", "http://", "git://", "ssh://", "git@").anyMatch(word::startsWith);
  }

  private static boolean isLocal(String word) {
    return word.equals(".")
        || word.startsWith("./")
        || word.startsWith("/")
        || word.startsWith("$");
  }
}
