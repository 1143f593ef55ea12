package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gate files, deploy directories and reports of gates that somebody made to do harm. */
final class HostileGates {
  private static final Typed GATE =
      Typed.to(ExitCode.CANNOT_TELL, "gate", "../deploy", "--against", "@");
  private static final Typed PROMOTE =
      Typed.to(ExitCode.FAILED, "promote", "@", "ada/box", "--gate", "../gate.json");

  private HostileGates() {}

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    all.addAll(HostileFiles.inPlaceOf("gate-yaml", "deploy/gate.yaml", List.of(GATE), "gate.yaml"));
    all.addAll(HostileFiles.inPlaceOf("gate-report", "gate.json", List.of(PROMOTE), "gate.json"));
    all.add(
        map(
            "gate-yaml-bomb",
            "A `gate.yaml` holds lists of lists of lists, ten of each, by aliases.",
            "files: {}\nignore:\n  - &a [x,x,x,x]\n  - &b [*a,*a,*a,*a]\n  - [*b,*b,*b,*b]\n",
            "line 3, column 5: anchors and aliases"));
    all.add(
        map(
            "gate-yaml-leads-out",
            "A `gate.yaml` maps a path that leads out.",
            "files: {../../outside/mine: x}\n",
            "path with a '..' component"));
    all.add(
        map(
            "gate-yaml-escapes",
            "A key of a `gate.yaml` would clear the terminal.",
            "\"\\e[2J\": x\n",
            "there is no key \\u{1b}[2J"));
    all.add(
        Hostile.of(
                "deploy-links-out",
                "A mapped file of a deploy directory is a link to `/etc/passwd`.",
                scene -> {
                  scene.write("deploy/gate.yaml", "files: {app/root.squashfs: root}\n");
                  Files.createSymbolicLink(scene.at("deploy/root"), Path.of("/etc/passwd"));
                })
            .ends(ExitCode.DIFFERENT, "the first is app/root: no mapping names it", GATE));
    all.add(
        Hostile.of(
                "gate-report-of-another",
                "A report says that another state passed.",
                scene ->
                    scene.write(
                        "gate.json",
                        "{\"verdict\":\"same\",\"id\":\""
                            + "0".repeat(64)
                            + "\",\"program\":\"p\",\"time\":\"t\"}"))
            .refusedBy(List.of(PROMOTE), "the gate judged another state"));
    return all;
  }

  private static Hostile map(String name, String what, String yaml, String says) {
    return Hostile.of(name, what, scene -> scene.write("deploy/gate.yaml", yaml))
        .refusedBy(List.of(GATE), says);
  }
}
