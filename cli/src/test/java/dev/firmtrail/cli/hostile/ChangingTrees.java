package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Work trees, pools and targets that somebody changes while a command is at work on them. */
final class ChangingTrees {
  private static final Typed COMMIT = Typed.to(ExitCode.COMMIT_FAILED, "commit");

  private static final List<Typed> READ_TREE =
      List.of(
          COMMIT,
          Typed.to(ExitCode.FAILED, "status"),
          Typed.to(ExitCode.FAILED, "diff"),
          Typed.to(ExitCode.FAILED, "json"),
          Typed.to(ExitCode.FAILED, "id", "@work"));

  private static final List<Typed> WRITE_TREE = List.of(Typed.to(ExitCode.FAILED, "checkout"));

  /** Large enough that it is read in several pieces. */
  private static final int LARGE = 2 << 20;

  private ChangingTrees() {}

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    all.add(reading("tree-file-vanishes", "A file is deleted before it is read.", Files::delete));
    all.add(
        reading(
            "tree-file-becomes-a-pipe",
            "A file becomes a pipe that nobody writes to, before it is read.",
            at -> replace(at, HostileFiles::pipe)));
    all.add(
        reading(
            "tree-file-becomes-a-directory",
            "A file becomes a directory before it is read.",
            at -> replace(at, Files::createDirectory)));
    all.add(
        reading(
            "tree-file-becomes-a-loop",
            "A file becomes a symbolic link to itself.",
            at -> replace(at, link -> Files.createSymbolicLink(link, Path.of("root")))));
    all.add(
        reading(
            "tree-file-becomes-endless",
            "A file becomes a link to /dev/zero before it is read.",
            at -> replace(at, link -> Files.createSymbolicLink(link, Path.of("/dev/zero")))));
    all.add(
        whileReading(
            "tree-file-grows",
            "A file grows while it is read, and while it is read again.",
            at -> Files.write(at, new byte[1], StandardOpenOption.APPEND)));
    all.add(
        whileReading(
            "tree-file-shrinks",
            "A file is cut while it is read, and while it is read again.",
            at -> Files.write(at, new byte[(int) (Files.size(at) - 1)])));
    all.addAll(links());
    all.addAll(writing());
    all.addAll(pools());
    return all;
  }

  @FunctionalInterface
  private interface Change {
    void of(Path file) throws IOException;
  }

  private static void replace(Path at, Change change) throws IOException {
    Files.delete(at);
    change.of(at);
  }

  private static Hostile reading(String name, String what, Change change) {
    return Hostile.of(
            name,
            what,
            scene -> {
              Path file = scene.at("ws/app/root");
              Files.writeString(file, "changed, so that it must be read");
              scene.mayChange("ws/app/root");
              scene.when(Hooks.atBegin(1, () -> change.of(file)));
            })
        .refusedBy(READ_TREE, "app/root");
  }

  private static Hostile whileReading(String name, String what, Change change) {
    return Hostile.of(
            name,
            what,
            scene -> {
              Path file = scene.at("ws/app/root");
              Files.write(file, new byte[LARGE]);
              scene.mayChange("ws/app/root");
              scene.when(Hooks.nowAndThen(() -> change.of(file)));
            })
        .refusedBy(READ_TREE, "app/root changes while it is being read");
  }

  private static List<Hostile> links() {
    return List.of(
        Hostile.of(
                "tree-parent-is-a-link",
                "A directory of the work tree is a symbolic link that leads outside; checkout would write there.",
                scene -> {
                  move(scene);
                  Files.createSymbolicLink(scene.at("ws/app"), scene.at("outside"));
                })
            .refusedBy(WRITE_TREE, "app is a symbolic link"),
        Hostile.of(
                "tree-file-is-a-link",
                "A file of the work tree is a symbolic link to a file outside; checkout would write through it.",
                scene -> {
                  Files.delete(scene.at("ws/app/root"));
                  Files.createSymbolicLink(scene.at("ws/app/root"), scene.at("outside/mine"));
                })
            .harmlessFor(WRITE_TREE, ""),
        Hostile.of(
                "target-is-a-link",
                "The target of a clone is a symbolic link to a directory outside.",
                scene -> Files.createSymbolicLink(scene.at("got"), scene.at("outside")))
            .ends(ExitCode.TARGET_TAKEN, "not an empty directory", Typed.CLONE_AND_GET.getFirst()),
        Hostile.of(
                "deployment-is-a-link",
                "`.pvr` of a deployment is a symbolic link to a directory outside.",
                scene -> {
                  Files.createDirectory(scene.at("deployed"));
                  Files.createSymbolicLink(scene.at("deployed/.pvr"), scene.at("outside"));
                })
            .ends(
                ExitCode.NO_DEPLOYMENT,
                "symbolic link",
                Typed.to(ExitCode.NO_DEPLOYMENT, "deploy", "../deployed", Scene.REPOSITORY)),
        Hostile.of(
                "export-target-is-a-directory",
                "The place of an export is a directory.",
                scene -> Files.createDirectory(scene.at("own.tar")))
            .refusedBy(
                List.of(Typed.to(ExitCode.FAILED, "export", "../own.tar")), "is a directory"));
  }

  private static void move(Scene scene) throws IOException {
    Files.createDirectories(scene.at("away"));
    Files.move(scene.at("ws/app"), scene.at("away/app"));
  }

  private static List<Hostile> writing() {
    return List.of(
        Hostile.of(
                "parent-swapped-for-a-link",
                "While files are written, a directory is replaced by a link that leads outside.",
                scene -> {
                  Files.delete(scene.at("ws/app/root"));
                  scene.mayChange("ws/app");
                  scene.mayChange("away/");
                  scene.when(
                      Hooks.atBegin(
                          1,
                          () -> {
                            move(scene);
                            Files.createSymbolicLink(scene.at("ws/app"), scene.at("outside"));
                          }));
                })
            .refusedBy(WRITE_TREE, "the directory app was replaced"),
        Hostile.of(
                "parent-removed",
                "While files are written, a directory is removed.",
                scene -> {
                  Files.delete(scene.at("ws/app/root"));
                  scene.mayChange("ws/app");
                  scene.mayChange("away/");
                  scene.when(Hooks.atBegin(1, () -> move(scene)));
                })
            .refusedBy(WRITE_TREE, "app"),
        Hostile.of(
                "target-appears",
                "While a clone is made, somebody else makes its target.",
                scene -> {
                  scene.mayChange("got/");
                  scene.when(Hooks.atBegin(1, () -> scene.write("got/mine", "mine")));
                })
            .ends(ExitCode.TARGET_TAKEN, "not an empty directory", Typed.CLONE_AND_GET.getFirst()));
  }

  private static List<Hostile> pools() {
    List<Hostile> all = new ArrayList<>();
    all.add(
        pool(
            "pool-object-goes-while-exported",
            "An object is removed while an archive is written.",
            Files::delete,
            "export"));
    all.add(
        pool(
            "pool-object-changes-while-exported",
            "An object gets other bytes while an archive is written.",
            at -> Files.write(at, LyingHub.KERNEL),
            "export"));
    all.add(
        pool(
            "pool-object-goes-while-checked-out",
            "An object is removed while files are written.",
            Files::delete,
            "checkout"));
    all.add(
        pool(
            "pool-object-becomes-a-link",
            "An object becomes a link to the right bytes elsewhere while files are written.",
            at ->
                replace(
                    at,
                    link -> Files.createSymbolicLink(link, Path.of("../../../neighbour/app/root"))),
            "checkout"));
    return all;
  }

  private static Hostile pool(String name, String what, Change change, String command) {
    List<Typed> commands =
        command.equals("export")
            ? List.of(Typed.to(ExitCode.FAILED, "export", "../own.tar"))
            : WRITE_TREE;
    return Hostile.of(
            name,
            what,
            scene -> {
              Path object = scene.pool().resolve(LyingHub.ROOT_ID);
              Files.delete(scene.at("ws/app/root"));
              scene.mayChange("home/.pvr/objects/" + LyingHub.ROOT_ID);
              scene.when(Hooks.atBegin(1, () -> change.of(object)));
            })
        .refusedBy(commands, LyingHub.ROOT_ID);
  }
}
