package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pool that somebody else writes to, here and in the directory that is taken from. */
final class HostilePools {
  private static final List<Typed> READ =
      List.of(
          Typed.to(ExitCode.FAILED, "checkout"),
          Typed.to(ExitCode.FAILED, "export", "../own.tar"),
          Typed.to(ExitCode.NOT_PUT, "put", Scene.NEIGHBOUR),
          Typed.to(ExitCode.NOT_TAKEN, "deploy", "../deployed"));

  private static final Typed FSCK = Typed.to(ExitCode.DAMAGED, "fsck");

  private HostilePools() {}

  /** Puts something in an object's place. */
  @FunctionalInterface
  private interface Thing {
    void at(Path place) throws IOException;
  }

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    all.add(
        pool(
            "object-other-bytes",
            "holds other bytes",
            at -> Files.writeString(at, "the Root file system")));
    all.add(pool("object-truncated", "was cut", at -> Files.writeString(at, "the")));
    all.add(pool("object-is-gone", "was removed", at -> {}));
    all.add(pool("object-is-a-directory", "is a directory", Files::createDirectory));
    all.add(
        pool(
            "object-is-a-link",
            "is a link to the same bytes elsewhere",
            at -> Files.createSymbolicLink(at, Path.of("../../../ws/app/root"))));
    all.add(pool("object-is-a-pipe", "is a pipe that nobody writes to", HostileFiles::pipe));
    all.add(
        pool(
            "object-is-endless",
            "is a link to /dev/zero",
            at -> Files.createSymbolicLink(at, Path.of("/dev/zero"))));
    all.addAll(edited());
    all.addAll(places());
    return all;
  }

  private static Hostile pool(String name, String what, Thing thing) {
    return Hostile.of(
            "pool-" + name,
            "An object of the pool " + what + ".",
            scene -> {
              for (String pool : List.of("home/.pvr/objects", "neighbour/.pvr/objects")) {
                Path object = scene.at(pool).resolve(LyingHub.ROOT_ID);
                Files.delete(object);
                thing.at(object);
              }
              Files.delete(scene.at("ws/app/root"));
              // Damaged ones are set aside where they are to be replaced; that keeps their bytes.
              scene.mayChange("home/.pvr/objects/" + LyingHub.ROOT_ID);
              scene.mayChange("neighbour/.pvr/objects/" + LyingHub.ROOT_ID);
            })
        .refusedBy(READ, LyingHub.ROOT_ID)
        .ends(ExitCode.DAMAGED, LyingHub.ROOT_ID, FSCK);
  }

  private static List<Hostile> edited() {
    return List.of(
        Hostile.of(
                "pool-linked-and-edited",
                "A file of the work tree is a hard link of its object, and was edited: the object too.",
                scene -> {
                  Path file = scene.at("ws/app/root");
                  Files.delete(file);
                  Files.createLink(file, scene.pool().resolve(LyingHub.ROOT_ID));
                  Files.writeString(file, "edited");
                })
            .ends(ExitCode.DAMAGED, LyingHub.ROOT_ID, FSCK)
            .harmlessFor(List.of(Typed.to(ExitCode.FAILED, "status")), "app/root")
            .refusedBy(Typed.only(READ, "checkout", "export"), LyingHub.ROOT_ID),
        Hostile.of(
                "pool-foreign-names",
                "Foreign names lie in the pool: long ones, with escapes, directories, pipes.",
                scene -> {
                  Path pool = scene.pool();
                  Files.createDirectory(pool.resolve("..."));
                  Files.writeString(pool.resolve("\u001b[31m"), "x");
                  Files.writeString(pool.resolve("A".repeat(64)), "x");
                  HostileFiles.pipe(pool.resolve("pipe"));
                  Files.createSymbolicLink(pool.resolve("loop"), Path.of("loop"));
                })
            .harmlessFor(
                List.of(
                    Typed.to(ExitCode.FAILED, "fsck"),
                    Typed.to(ExitCode.FAILED, "status"),
                    Typed.to(ExitCode.COMMIT_FAILED, "commit"),
                    Typed.to(ExitCode.FAILED, "checkout"),
                    Typed.to(ExitCode.NOT_CLONED, "clone", Scene.REPOSITORY, "../got")),
                ""));
  }

  private static List<Hostile> places() {
    List<Typed> open =
        Typed.only(Typed.OWN, "status", "commit", "checkout", "fsck", "get", "export");
    return List.of(
        Hostile.of("pool-is-a-file", "The pool is a file.", scene -> move(scene, "outside/mine"))
            .refusedBy(open, "outside/mine"),
        Hostile.of(
                "pool-is-a-loop",
                "The pool is a symbolic link to itself.",
                scene -> {
                  Files.createSymbolicLink(scene.at("outside/loop"), Path.of("loop"));
                  move(scene, "outside/loop");
                })
            .refusedBy(open, "outside/loop"));
  }

  private static void move(Scene scene, String pool) throws IOException {
    scene.write("ws/.pvr/config", Scene.config(scene.hub().url() + "/ada/box", scene.at(pool)));
  }
}
