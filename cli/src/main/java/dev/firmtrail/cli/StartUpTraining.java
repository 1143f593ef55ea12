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
