package dev.firmtrail.audit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.pins.yaml.StrictYamlException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.StatePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a gate file may say, and that all else is refused with its place. */
class GateFileTest {
  private static final String WHOLE =
      """
      # what the board's build deploys
      files:
        bsp/kernel.img: "Image-*.bin"
        app/run.json: run.json
      ignore: ["*.log", 'sub/**']
      policy:
        signed-by: [roots.pem, "CN=Releases,O=Acme"]
        sources: digests
        secrets: none
        required-parts:
          - bsp
          - app
      """;

  private static GateFile read(String text) throws StrictYamlException {
    return GateFile.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsAllThatThereIs() throws StrictYamlException {
    GateFile file = read(WHOLE);
    assertThat(file.files().keySet())
        .containsExactly(new StatePath("bsp/kernel.img"), new StatePath("app/run.json"));
    assertThat(file.files().firstEntry().getValue().matches("Image-6.bin")).isTrue();
    assertThat(file.ignore()).extracting(Object::toString).containsExactly("*.log", "sub/**");
    assertThat(file.policy())
        .isEqualTo(
            new Policy(
                List.of("roots.pem", "CN=Releases,O=Acme"), true, true, List.of("bsp", "app")));
    assertThat(file.id()).isEqualTo(ObjectId.of(WHOLE.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file: {}|line 1, column 1: there is no key file",
        "files: {../x: y}|line 1, column 9: path with a '..' component",
        "files: {'#spec': y}|line 1, column 9: name that a state keeps",
        "files: {a: b, a: c}|line 1, column 15: the key a stands there a second time",
        "files: {a: '[b'}|line 1, column 12: malformed pattern",
        "files: {a: ''}|line 1, column 12: a pattern is expected",
        "files: {a: &x b}|line 1, column 12: anchors and aliases",
        "files: {a: *x}|line 1, column 12: anchors and aliases",
        "files: {a: !!str b}|line 1, column 12: tags are not taken",
        "files: [a]|line 1, column 8: a map of paths",
        "files: {[a]: b}|line 1, column 9: a key is a text",
        "ignore: a|line 1, column 9: a list of patterns",
        "policy: {secrets: some}|line 1, column 19: the one thing that this can be is none",
        "policy: {sources: none}|line 1, column 19: the one thing that this can be is digests",
        "policy: {signed-by: []}|line 1, column 21: the list is empty",
        "policy: {allow: all}|line 1, column 10: there is no key allow",
        "policy: {required-parts: [[a]]}|line 1, column 27: a text is expected",
        "'a: {b: '|line 1, column",
        "'---'|line 1, column",
        "'# nothing'|there is nothing in it",
        "'[[[[[[[[[[[[[[['|nested deeper than 8",
      })
  void refusesWithItsPlace(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(StrictYamlException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void refusesWhatIsLargeOrNoText() {
    assertThatThrownBy(() -> read("#".repeat(1 << 20) + "\n"))
        .hasMessageContaining("larger than 1048576 bytes");
    assertThatThrownBy(() -> GateFile.read(new byte[] {(byte) 0xC3})).hasMessage("not UTF-8 text");
    assertThatThrownBy(() -> read("ignore:\n" + "- a\n".repeat(5_001)))
        .hasMessageContaining("more than 5000 patterns");
    assertThatThrownBy(() -> read("files: {}\n---\nfiles: {}\n"))
        .hasMessage("line 2, column 1: a second document; one is taken");
    assertThatThrownBy(() -> read("ignore: [\"a\\nb\"]")).hasMessageContaining("several lines");
  }

  /** Whatever stands there, it is read or refused: nothing else is thrown, and it ends. */
  @Test
  void randomBytesAndMutationsAreReadOrRefused() {
    Random random = new Random(20_261_201);
    byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
    byte[] telling = "{}[]:,-&*!|>'\"%@`#?\\\n \t~x".getBytes(StandardCharsets.US_ASCII);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] file = i % 4 == 0 ? new byte[random.nextInt(60)] : whole.clone();
      if (i % 4 == 0) {
        random.nextBytes(file);
      }
      for (int j = random.nextInt(6); j >= 0 && file.length > 0; j--) {
        file[random.nextInt(file.length)] =
            random.nextInt(8) == 0
                ? (byte) random.nextInt(256)
                : telling[random.nextInt(telling.length)];
      }
      try {
        GateFile.read(file);
      } catch (StrictYamlException known) {
        refused++;
        assertThat(known.getMessage()).isNotBlank().doesNotContain("null").doesNotContain("\n");
      }
    }
    assertThat(refused).isBetween(5_000, 19_500);
  }
}
