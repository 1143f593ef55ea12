package dev.firmtrail.cli.process;

import dev.firmtrail.cli.Pvr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts {@code pvr} in a process of its own, as the launcher does.
 *
 * @param directory where it stands
 * @param home its HOME
 * @param environment more environment; overrules the launcher's locale
 * @param before a command that runs it, such as one that changes the user; may be empty
 */
record PvrProcess(Path directory, Path home, Map<String, String> environment, List<String> before) {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  PvrProcess(Path directory, Path home) {
    this(directory, home, Map.of(), List.of());
  }

  Process start(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(before);
    line.addAll(
        List.of(
            JAVA.toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Pvr.class.getName()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "HOME", home.toString()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs to the end; fails unless it ends well. */
  String out(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(
          String.join(" ", arguments) + " ended with " + process.exitValue() + ": " + err);
    }
    return out;
  }
}
