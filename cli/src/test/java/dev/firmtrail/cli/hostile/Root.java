package dev.firmtrail.cli.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What root alone can do to a machine. */
final class Root {
  private Root() {}

  static boolean isMe() {
    return System.getProperty("user.name").equals("root");
  }

  /** A small file system in memory, until it is closed. */
  static AutoCloseable smallDisk(Path directory, String size) throws Exception {
    require("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString());
    return () -> require("umount", directory.toString());
  }

  private static void require(String... command) throws IOException, InterruptedException {
    Outcome outcome = run(command);
    if (outcome.code != 0) {
      throw new IOException(String.join(" ", command) + ": " + outcome.said);
    }
  }

  /** How a program ended. */
  record Outcome(int code, String said) {}

  static Outcome run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1, said);
  }
}
