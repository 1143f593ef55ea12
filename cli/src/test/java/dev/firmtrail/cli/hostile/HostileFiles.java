package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody put in the place of a file of {@code .pvr}, or of the person's own directory: in an
 * archive of a whole workspace, or on a shared machine.
 */
final class HostileFiles {
  /** More than any reader may hold in memory; takes no space on the disk. */
  private static final long HUGE = 3L << 30;

  private HostileFiles() {}

  /** Puts something in a file's place. */
  @FunctionalInterface
  private interface Thing {
    void at(Path place) throws IOException;
  }

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    all.addAll(
        inPlaceOf("json", "ws/.pvr/json", Typed.without(Typed.OWN, "ls-files", "deploy"), "json"));
    all.addAll(
        inPlaceOf(
            "new",
            "ws/.pvr/new",
            Typed.only(
                Typed.OWN,
                "status",
                "commit",
                "add",
                "unadd",
                "json",
                "diff",
                "checkout",
                "id",
                "post"),
            "new"));
    all.addAll(
        inPlaceOf(
            "config",
            "ws/.pvr/config",
            Typed.only(
                Typed.OWN, "status", "commit", "get", "post", "put", "export", "fsck", "steps"),
            "config"));
    all.addAll(
        inPlaceOf(
            "workspace-settings",
            "ws/.pvr/firmtrail.json",
            unusable("status", "commit", "fsck"),
            "firmtrail.json"));
    all.addAll(
        inPlaceOf(
            "settings",
            "home/.pvr/firmtrail.json",
            unusable("status", "clone ada/box ../got"),
            "firmtrail.json"));
    all.addAll(
        inPlaceOf(
            "auth",
            "home/.pvr/auth.json",
            Typed.only(Typed.REPOSITORY, "clone", "get", "inspect", "post", "show", "remoteinfo"),
            "auth.json"));
    all.addAll(cache());
    all.add(ignore());
    all.add(settingsOfStranger());
    all.add(neighbourPipe());
    return all;
  }

  private static List<Typed> unusable(String... lines) {
    List<Typed> commands = new ArrayList<>();
    for (String line : lines) {
      commands.add(Typed.to(ExitCode.CONFIGURATION_UNUSABLE, line.split(" ")));
    }
    return commands;
  }

  /** A pipe that nobody writes to, a directory, a link to a stranger's file, too much, no JSON. */
  static List<Hostile> inPlaceOf(String name, String path, List<Typed> commands, String says) {
    return List.of(
        file(
            name + "-is-a-pipe",
            path,
            "is a pipe that nobody writes to",
            HostileFiles::pipe,
            commands,
            says),
        file(
            name + "-is-a-directory",
            path,
            "is a directory",
            Files::createDirectory,
            commands,
            says),
        file(
            name + "-links-elsewhere",
            path,
            "is a link to /etc/passwd",
            at -> Files.createSymbolicLink(at, Path.of("/etc/passwd")),
            commands,
            says),
        file(
            name + "-is-endless",
            path,
            "is a link to /dev/zero",
            at -> Files.createSymbolicLink(at, Path.of("/dev/zero")),
            commands,
            says),
        file(name + "-has-3-gb", path, "has 3 GB", HostileFiles::huge, commands, says),
        file(
            name + "-is-deep",
            path,
            "is nested 1,000,000 deep",
            at -> Files.writeString(at, "{\"a\":" + "[".repeat(1_000_000)),
            commands,
            says),
        file(
            name + "-is-no-json",
            path,
            "is no JSON",
            at -> Files.writeString(at, "\u0000\u001b[31m"),
            commands,
            says));
  }

  private static Hostile file(
      String name, String path, String what, Thing thing, List<Typed> commands, String says) {
    return Hostile.of(name, "`" + path + "` " + what + ".", scene -> put(scene, path, thing))
        .refusedBy(commands, says);
  }

  private static void put(Scene scene, String path, Thing thing) throws IOException {
    Files.createDirectories(scene.at(path).getParent());
    Files.deleteIfExists(scene.at(path));
    thing.at(scene.at(path));
  }

  static void pipe(Path at) throws IOException {
    try {
      int code = new ProcessBuilder("mkfifo", at.toString()).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException("mkfifo " + at + " ends with " + code);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException(stop);
    }
  }

  private static void huge(Path at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(at.toFile(), "rw")) {
      file.setLength(HUGE);
    }
  }

  /** It only saves time, so nothing that it is may matter. */
  private static List<Hostile> cache() {
    List<Hostile> all = new ArrayList<>();
    String path = "ws/.pvr/firmtrail-stat";
    List<Typed> commands =
        List.of(Typed.to(ExitCode.FAILED, "status"), Typed.to(ExitCode.COMMIT_FAILED, "commit"));
    List<Thing> things =
        List.of(
            HostileFiles::pipe,
            Files::createDirectory,
            HostileFiles::huge,
            at -> Files.writeString(at, "FTSTAT1\n\u0000\u0000"));
    List<String> names = List.of("is-a-pipe", "is-a-directory", "has-3-gb", "is-torn");
    for (int i = 0; i < names.size(); i++) {
      Thing thing = things.get(i);
      all.add(
          Hostile.of(
                  "cache-" + names.get(i),
                  "`" + path + "`: " + names.get(i).replace('-', ' ') + ".",
                  scene -> put(scene, path, thing))
              .harmlessFor(commands, ""));
    }
    return all;
  }

  private static Hostile ignore() {
    return file(
        "ignore-file-has-3-gb",
        "ws/.pvrignore",
        "has 3 GB",
        HostileFiles::huge,
        List.of(Typed.to(ExitCode.FAILED, "status"), Typed.to(ExitCode.FAILED, "add")),
        ".pvrignore");
  }

  private static Hostile settingsOfStranger() {
    return Hostile.of(
            "workspace-names-another-hub",
            "`.pvr/firmtrail.json` of a workspace from a stranger names his hub, his proxy and his pager.",
            scene -> {
              scene.atTerminal();
              scene.write(
                  "ws/.pvr/firmtrail.json",
                  "{\"settings\":{\"baseurl\":\"http://127.0.0.1:9\",\"http-proxy\":\"http://127.0.0.1:9\",\"pager\":\"touch ../outside/run\"}}");
            })
        .harmlessFor(
            List.of(
                Typed.to(ExitCode.FAILED, "id"),
                Typed.to(ExitCode.NOT_INSPECTED, "inspect", "ada/box")),
            "a workspace may not set");
  }

  private static Hostile neighbourPipe() {
    return Hostile.of(
            "neighbour-is-a-pipe",
            "The state of another directory is a pipe that nobody writes to.",
            scene -> put(scene, "neighbour/.pvr/json", HostileFiles::pipe))
        .refusedBy(Typed.DIRECTORY, "json");
  }
}
