package dev.firmtrail.pins.container;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.tree.SourceFile;
import java.util.List;
import java.util.Set;

/** Images that scripts run or pull. */
public final class ContainerRuns {
  private static final Set<String> VERBS = Set.of("run", "pull", "create");
  private static final Set<String> SWITCHES =
      Set.of(
          "--rm",
          "--init",
          "--privileged",
          "--interactive",
          "--tty",
          "--detach",
          "--quiet",
          "--read-only",
          "--no-healthcheck",
          "--publish-all",
          "--replace");

  /** Options that take the word behind them; behind any other one nobody knows what is what. */
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-v",
          "--volume",
          "-e",
          "--env",
          "--env-file",
          "-w",
          "--workdir",
          "-u",
          "--user",
          "-p",
          "--publish",
          "--name",
          "--network",
          "--net",
          "--platform",
          "--entrypoint",
          "--mount",
          "-h",
          "--hostname",
          "-l",
          "--label",
          "-m",
          "--memory",
          "--cpus",
          "--add-host",
          "--device",
          "--cap-add",
          "--cap-drop",
          "--security-opt",
          "--ulimit",
          "--tmpfs",
          "--shm-size",
          "--gpus",
          "--pull",
          "--runtime",
          "--userns",
          "--ipc",
          "--pid",
          "--restart",
          "--log-driver",
          "--dns",
          "--group-add",
          "--cidfile",
          "--volumes-from",
          "--link",
          "--stop-timeout",
          "--arch");

  /** Letters of switches that can stand together. */
  private static final String LETTERS = "itdqP";

  private ContainerRuns() {}

  /** Reports images without a digest under a rule. */
  public static void judge(
      List<ShellCommand> commands,
      SourceFile file,
      Rule unpinned,
      BuiltImages built,
      Findings findings) {
    for (ShellCommand command : commands) {
      List<ShellCommand.Word> words = command.arguments();
      boolean isRun =
          command.program().filter(name -> Set.of("docker", "podman").contains(name)).isPresent()
              && !words.isEmpty()
              && VERBS.contains(words.getFirst().text());
      if (isRun) {
        image(words, file, unpinned, built, findings);
      }
    }
  }

  private static void image(
      List<ShellCommand.Word> words,
      SourceFile file,
      Rule unpinned,
      BuiltImages built,
      Findings findings) {
    int at = 1;
    while (at < words.size() && words.get(at).text().startsWith("-")) {
      String option = words.get(at).text();
      boolean isAlone = option.indexOf('=') > 0 || isSwitch(option);
      if (!isAlone && !WITH_VALUE.contains(option)) {
        return;
      }
      at += isAlone ? 1 : 2;
    }
    if (at < words.size() && words.get(at).isLiteral()) {
      ShellCommand.Word image = words.get(at);
      new ImageUse(image.text(), file, Place.line(image.line()), unpinned).judge(built, findings);
    }
  }

  private static boolean isSwitch(String option) {
    boolean letters =
        option.length() > 1
            && option.charAt(1) != '-'
            && option.substring(1).chars().allMatch(c -> LETTERS.indexOf(c) >= 0);
    return letters || SWITCHES.contains(option);
  }
}
