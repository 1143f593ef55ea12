package dev.firmtrail.dist;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of others, as a second opinion. */
final class Tool {
  private Tool() {}

  /** Skips the test, aloud, where a program is not installed. */
  static void needs(String program) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    if (!there) {
      System.out.println("SKIPPED: " + program + " is not installed");
    }
    assumeTrue(there, program + " is not installed");
  }

  /** Runs a program; gives what it prints. */
  static String says(Path directory, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + said);
    }
    return said;
  }
}
