package dev.firmtrail.state.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.testkit.gen.Property;
import dev.firmtrail.testkit.programs.Python;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<String> theirs =
        Python.answers(directory, SecondOpinionTest.class, "canonical.py", documents);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i)).as(documents.get(i)).isEqualTo(theirs.get(i));
    }
  }
}
