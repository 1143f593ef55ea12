package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Runs what people run most and wait for, so that the virtual machine can note what a start needs.
 * Commands that talk to a hub are left out: every start brings in the whole cache, and they have a
 * network to wait for. Run by the build, never by {@code pvr}.
 */
public final class StartUpTraining {
  private static final int FILES = 10;
  private static final int ROUNDS = 1;
  private static final int BUILDS = 50;

  private StartUpTraining() {}

  /** Works in the empty directory that is its one argument. */
  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    Path tree = Files.createDirectories(home.resolve("tree/app"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(tree.resolve(i % 4 == 0 ? i + ".json" : i + ".bin"), "{\"n\": " + i + "}");
    }
    // What main does besides; to end the process is not for here.
    Interruption.watch(Thread.currentThread()).finish();
    ThisProcess.canNameFiles();
    ThisProcess.session();
    pvr(home, "init");
    for (int round = 0; round < ROUNDS; round++) {
      Files.writeString(tree.resolve("0.bin"), "round " + round);
      pvr(home, "add");
      pvr(home, "status");
      pvr(home, "commit", "-m", "round");
      pvr(home, "status");
    }
    for (String command : List.of("diff", "json", "id", "checkout")) {
      pvr(home, command);
    }
    pvr(home, "export", home.resolve("trained.tar").toString());
    build(home.resolve("build"));
    pvr(home, "pins", "check", home.resolve("build").toString());
  }

  /**
   * A file of each kind that most builds have, many times: what is run often is compiled sooner.
   */
  private static void build(Path build) throws IOException {
    String commit = "4f1d2a6b8c3e5d7f9a0b1c2d3e4f5a6b7c8d9e0f";
    Map<String, String> files =
        Map.of(
            "a_1.bb", "SRC_URI = \"git://a.example.org/a;branch=b\"\nSRCREV = \"" + commit + "\"\n",
            "a.yml", "header:\n  version: 16\nrepos:\n  a:\n    url: https://a.example.org/a\n",
            "Dockerfile", "FROM debian:12\nRUN make && make install\n",
            "a.sh", "docker run debian:12\n",
            "a.c", "int a;\n");
    for (int i = 0; i < BUILDS; i++) {
      Path place = Files.createDirectories(build.resolve(String.valueOf(i)));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(place.resolve(file.getKey()), file.getValue());
      }
    }
  }

  private static void pvr(Path home, String... words) {
    ByteArrayOutputStream unread = new ByteArrayOutputStream();
    Pvr.run(
        List.of(words),
        new Session(
            home.resolve("tree"),
            home,
            Map.of("HOME", home.toString()),
            InputStream.nullInputStream(),
            unread,
            unread,
            Clock.systemUTC(),
            Session.Terminals.NONE));
  }
}
