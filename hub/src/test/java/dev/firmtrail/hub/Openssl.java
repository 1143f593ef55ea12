package dev.firmtrail.hub;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The system's {@code openssl}: another program's eyes on TLS, and a maker of certificates. */
final class Openssl {
  private Openssl() {}

  /** Skips a test aloud where a program is not installed. */
  static void needs(String program) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    if (!there) {
      System.out.println("SKIPPED: " + program + " is not installed");
    }
    assumeTrue(there, program + " is not installed");
  }

  /** How a run ended, and all that it said. */
  record Run(int code, String said) {}

  /** Runs it with a text on its standard input, which then ends. */
  static Run run(String input, List<String> arguments) throws IOException {
    return program("openssl", input, arguments);
  }

  static Run program(String name, String input, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException leftBefore) {
      // What it said tells why.
    }
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), said);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
