package dev.firmtrail.dist;

import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A command that writes, and the scene in which it has something to write. */
enum FaultedOperation {
  INIT("init") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      Firmware.write(scene.workspace(), 1, 0);
    }
  },
  ADD("add", ".") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      Firmware.write(scene.workspace(), 1, 0);
      pvr(scene, "init");
    }
  },
  COMMIT("commit", "-m", "second") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      committed(scene);
      Firmware.write(scene.workspace(), 2, 1);
      Files.writeString(scene.workspace().resolve("app/more.json"), "{\"more\":true}");
      pvr(scene, "add", ".");
    }
  },
  CHECKOUT("checkout") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      committed(scene);
      Files.delete(scene.workspace().resolve("app/lib/part-3.jar"));
      Files.writeString(scene.workspace().resolve("app/run.json"), "{\"changed\":1}");
      Files.writeString(scene.workspace().resolve("app/lib/part-4.jar"), "changed");
    }
  },
  EXPORT("export", "../firmware.tgz") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      committed(scene);
    }
  },
  IMPORT("import", "../firmware.tgz") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      committed(scene);
      pvr(scene, "export", "../firmware.tgz");
      emptyWorkspace(scene);
    }
  },
  GET("get", "../other#app") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      other(scene);
      emptyWorkspace(scene);
    }
  },
  MERGE("merge", "../other") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      other(scene);
      emptyWorkspace(scene);
    }
  },
  CLONE_OF_A_DIRECTORY("clone", "../other", "target") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      other(scene);
      Files.createDirectories(scene.workspace());
    }
  },
  PUT("put", "../other") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      committed(scene);
      scene
          .person()
          .quickly(Files.createDirectories(scene.place().resolve("other")), "init")
          .done();
    }
  },
  CONFIG("config", "compat", "true") {
    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      committed(scene);
    }
  },
  CLONE_OF_A_STEP("clone") {
    @Override
    List<String> command(URI hub) {
      return List.of("clone", hub + "/ada/box/steps/1", "target");
    }

    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      Files.createDirectories(scene.workspace());
      scene.person().logsIn(hub);
    }
  },
  POST("post") {
    @Override
    List<String> command(URI hub) {
      return List.of("post", hub + "/ada/box");
    }

    @Override
    void prepare(Scene scene, URI hub) throws IOException {
      committed(scene);
      scene.person().logsIn(hub);
    }
  };

  /** The words of the command, a blank between. */
  private final String command;

  FaultedOperation(String... command) {
    this.command = String.join(" ", command);
  }

  abstract void prepare(Scene scene, URI hub) throws IOException;

  List<String> command(URI hub) {
    return List.of(command.split(" "));
  }

  /** Whether docs/exit-codes.md has this code for the command, other than for a defect. */
  boolean documents(int number) {
    return Stream.of(ExitCode.values())
        .filter(code -> code != ExitCode.DEFECT)
        .anyMatch(code ->
            code.number() == number
                && (code.commands().isEmpty()
                    || code.commands().contains(command.replaceFirst(" .*", ""))));
  }

  private static void pvr(Scene scene, String... arguments) {
    scene.person().quickly(scene.workspace(), arguments).done();
  }

  private static void committed(Scene scene) throws IOException {
    Firmware.write(scene.workspace(), 1, 0);
    pvr(scene, "init");
    pvr(scene, "add", ".");
    pvr(scene, "commit");
  }

  /** An empty workspace whose pool has nothing. */
  private static void emptyWorkspace(Scene scene) throws IOException {
    Directories.remove(scene.workspace());
    Directories.remove(scene.person().pool());
    Files.createDirectories(scene.workspace());
    pvr(scene, "init");
  }

  /** A workspace with a pool of its own. */
  private static void other(Scene scene) throws IOException {
    Path other = Firmware.write(scene.place().resolve("other"), 1, 0);
    Person bob = new Person("bob", scene.place().resolve("bob"));
    bob.quickly(other, "init").done();
    bob.quickly(other, "add", ".").done();
    bob.quickly(other, "commit").done();
  }
}
