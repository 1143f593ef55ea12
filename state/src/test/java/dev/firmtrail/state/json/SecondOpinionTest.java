package dev.firmtrail.state.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.firmtrail.testkit.gen.Property;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program, in another language, finds the same canonical form. */
class SecondOpinionTest {
  private static final int DOCUMENTS = 2_000;

  @TempDir Path directory;

  @Test
  void pythonWritesTheSameCanonicalForm() throws Exception {
    List<String> documents = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    Property.forAll(
        JsonGen.documents(),
        DOCUMENTS,
        document -> {
          // Spelled in another way than the canonical one, numbers as they were drawn.
          String text = JsonWriter.COMPACT.text(document);
          documents.add(text);
          ours.add(JsonWriter.CANONICAL.text(JsonReader.read(text.getBytes(UTF_8))));
        });
    List<String> theirs = python(documents);
    assertThat(theirs).hasSameSizeAs(ours);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i)).as(documents.get(i)).isEqualTo(theirs.get(i));
    }
  }

  private List<String> python(List<String> documents) throws IOException, InterruptedException {
    Path in = Files.writeString(directory.resolve("in"), String.join("\n", documents) + "\n");
    Path out = directory.resolve("out");
    Process process;
    try {
      process =
          new ProcessBuilder("python3", script().toString())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException notThere) {
      System.out.println("SKIPPED: python3 is not installed");
      return abort("python3 is not installed");
    }
    assertThat(process.waitFor()).as("how python3 ended").isZero();
    return List.of(Files.readString(out).split("\n"));
  }

  private static Path script() {
    try {
      return Path.of(
          Objects.requireNonNull(SecondOpinionTest.class.getResource("canonical.py")).toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
