package dev.firmtrail.testkit.programs;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A script of a test that answers each line with a line. */
public final class Python {
  private Python() {}

  /**
   * Runs a script; skips the test aloud where there is no Python.
   *
   * @param directory where questions and answers may lie meanwhile
   * @param asker beside whose class the script lies
   * @param questions without line ends
   * @return one answer each
   */
  public static List<String> answers(
      Path directory, Class<?> asker, String script, List<String> questions, String... arguments)
      throws IOException, InterruptedException {
    Path in = Files.writeString(directory.resolve("in"), String.join("\n", questions) + "\n");
    Path out = directory.resolve("out");
    List<String> command = new ArrayList<>(List.of("python3", "-B", file(asker, script)));
    command.addAll(Arrays.asList(arguments));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException notThere) {
      System.out.println("SKIPPED: python3 is not installed");
      return abort("python3 is not installed");
    }
    if (process.waitFor() != 0) {
      throw new AssertionError(script + " ended with " + process.exitValue());
    }
    List<String> answers = List.of(Files.readString(out).split("\n"));
    if (answers.size() != questions.size()) {
      throw new AssertionError(answers.size() + " answers to " + questions.size() + " questions");
    }
    return answers;
  }

  private static String file(Class<?> asker, String script) {
    try {
      return Path.of(Objects.requireNonNull(asker.getResource(script), script).toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
