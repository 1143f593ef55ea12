package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.workspace.transfer.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Storages of devices, for an audit, that somebody made to do harm to whoever audits them. */
final class HostileStorages {
  private static final String TRAIL = "storage/trails/1";
  private static final String STATE =
      "{\"#spec\":\"pantavisor-service-system@1\",\"app/run.json\":{}}";
  private static final Typed AUDIT =
      Typed.to(ExitCode.DIFFERENT, "audit", "storage", "../storage", "--against", "../state.json");
  private static final Typed UNJUDGED =
      Typed.to(
          ExitCode.CANNOT_TELL, "audit", "storage", "../storage", "--against", "../state.json");

  private HostileStorages() {}

  static List<Hostile> all() {
    return List.of(
        named(
            "storage-object-is-a-pipe",
            "An object is a pipe that nobody writes to.",
            "objects/" + "0".repeat(64),
            "is a pipe, a socket or a device",
            HostileFiles::pipe),
        named(
            "storage-json-is-a-pipe",
            "The state of a revision is a pipe that nobody writes to.",
            "trails/1/.pvr/json",
            "is a pipe, a socket or a device where a file should be",
            HostileFiles::pipe),
        named(
            "storage-json-is-deep",
            "The state of a revision is nested a million deep.",
            "trails/1/.pvr/json",
            "not a valid state",
            at -> Files.writeString(at, "[".repeat(1 << 20))),
        named(
            "storage-directory-leads-out",
            "A directory of a revision is a link to `/etc`.",
            "trails/1/app",
            "is a symbolic link where a directory should be",
            at -> Files.createSymbolicLink(at, Path.of("/etc"))),
        named(
            "storage-name-escapes",
            "The name of a file would clear the terminal.",
            "trails/1/\u001b[2J",
            "\\u{1b}[2J",
            at -> Files.writeString(at, "x")),
        Hostile.of(
                "storage-current-leads-out",
                "`trails/current` leads out of the storage.",
                scene -> {
                  made(scene);
                  Files.createSymbolicLink(
                      scene.at("storage/trails/current"), Path.of("../../../../etc"));
                })
            .refusedBy(List.of(UNJUDGED), "which is no revision"));
  }

  /** Puts something there. */
  @FunctionalInterface
  private interface Thing {
    void at(Path place) throws IOException;
  }

  private static Hostile named(String name, String what, String place, String says, Thing thing) {
    return Hostile.of(
            name,
            what,
            scene -> {
              scene.atTerminal();
              made(scene);
              Files.createSymbolicLink(scene.at("storage/trails/current"), Path.of("1"));
              Path at = scene.at("storage/" + place);
              Removal.of(at);
              thing.at(at);
            })
        .ends(ExitCode.DIFFERENT, says, AUDIT);
  }

  private static void made(Scene scene) throws IOException {
    Files.createDirectories(scene.at("storage/objects"));
    Files.createDirectories(scene.at(TRAIL + "/.pvr"));
    Files.createDirectories(scene.at(TRAIL + "/app"));
    for (String copy : List.of("state.json", TRAIL + "/.pvr/json")) {
      scene.write(copy, STATE);
    }
    scene.write(TRAIL + "/app/run.json", "{}");
  }
}
