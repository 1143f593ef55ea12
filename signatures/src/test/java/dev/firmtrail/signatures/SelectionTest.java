package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which keys patterns take: as the published program does, wherever all agree on how to read. */
class SelectionTest {
  /**
   * What programs and devices read differently is refused; the published program's word is not
   * asked.
   */
  private static final Pattern UNCLEAR = Pattern.compile("[{}]|\\[!|\\[\\[|^\\[$|\\\\$|\\*\\*\\*");

  private record Pair(String pattern, String path) {}

  @TestFactory
  Stream<DynamicTest> eachRecordedPairIsAsThePublishedProgramHasIt() throws IOException {
    List<String> lines = Files.readAllLines(Cases.DIRECTORY.resolve("glob-matrix.tsv"));
    assertThat(lines).hasSize(70);
    return lines.stream()
        .skip(1)
        .map(line -> List.of(line.split("\t", -1)))
        .map(row ->
            DynamicTest.dynamicTest(
                "[%s] [%s]".formatted(row.get(0), row.get(1)),
                () -> check(row.get(0), row.get(1), row.get(2))));
  }

  private static void check(String pattern, String key, String published)
      throws InvalidGlobException {
    check(pattern, key);
    if (!UNCLEAR.matcher(pattern).find()) {
      assertThat(NaiveGlob.matches(pattern, key)).isEqualTo(published.equals("true"));
    }
  }

  /** Another matcher, which tries one way after the other, is of the same opinion. */
  @Test
  void aNaiveMatcherAgrees() {
    Gen<String> pieces =
        Gen.of(List.of("a", "b", "/", "*", "?", "**", "/**", "**/", "/**/", "[ab]", "[^a]", "."));
    Gen<String> characters = Gen.of(List.of("a", "b", "/", ".", "c", "\u00e9", "\ud83d\ude00"));
    Gen<Pair> pairs =
        draws ->
            new Pair(
                String.join("", Gen.lists(pieces, 6).from(draws)),
                String.join("", Gen.lists(characters, 8).from(draws)));
    Property.forAll(pairs, 20_000, pair -> check(pair.pattern(), pair.path()));
  }

  private static void check(String pattern, String path) throws InvalidGlobException {
    if (UNCLEAR.matcher(pattern).find()) {
      assertThatThrownBy(() -> Glob.parseSelection(pattern))
          .isInstanceOf(InvalidGlobException.class);
    } else {
      assertThat(Glob.parseSelection(pattern).matches(path))
          .isEqualTo(NaiveGlob.matches(pattern, path));
    }
  }

  @Test
  void whatIsLeftOutIsNotTakenWhateverTheOrder() throws InvalidGlobException {
    JsonObject.Builder state = JsonObject.builder();
    for (String key : List.of("z", "app/b", "#spec", "app/src.json", "app/a")) {
      state.put(key, key);
    }
    Selection selection =
        new Selection(List.of("app/a", "app/**", "#spec"), List.of("app/src.json", "nothing"));
    Selection.Split split = selection.of(state.build());
    assertThat(split.selected().members().keySet()).containsExactly("app/b", "#spec", "app/a");
    assertThat(split.selected().get("app/a")).contains(Json.of("app/a"));
    assertThat(split.excluded()).containsExactly("app/src.json");
    assertThat(new Selection(List.of(), List.of("z")).of(state.build()).selected().isEmpty())
        .isTrue();
    assertThat(selection.include()).containsExactly("app/a", "app/**", "#spec");
    assertThat(selection.exclude()).containsExactly("app/src.json", "nothing");
    assertThat(selection.toString()).contains("app/a", "nothing");
  }

  @Test
  void patternsAreCountedAndBounded() throws InvalidGlobException {
    List<String> half = Collections.nCopies(512, "a");
    assertThat(new Selection(half, half).of(JsonObject.EMPTY).excluded()).isEmpty();
    List<String> more = Collections.nCopies(513, "a");
    assertThatThrownBy(() -> new Selection(half, more))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Selection(more, half))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Selection(List.of("x".repeat(5000)), List.of()))
        .isInstanceOf(InvalidGlobException.class);
  }
}
