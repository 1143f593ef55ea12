package dev.firmtrail.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.firmtrail.state.json.RawText;
import dev.firmtrail.state.json.RecordedJson;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceGlobTest {
  private static final int PATTERN = 0;
  private static final int KEY = 1;
  private static final int DEVICE = 3;

  @TestFactory
  Stream<DynamicTest> matchesAsTheDeviceWasSeenTo() {
    String table = new String(RecordedJson.bytes("pvs/glob-matrix.tsv"), StandardCharsets.UTF_8);
    return table
        .lines()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(row ->
            dynamicTest(
                row[PATTERN] + " on " + row[KEY],
                () ->
                    assertThat(matches(row[PATTERN], row[KEY]))
                        .isEqualTo(Boolean.parseBoolean(row[DEVICE]))));
  }

  // Seen of fnmatch in musl 1.2.3, which is the device's.
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "[]a] ] true",
        "[]] ] true",
        "[]-a] _ true",
        "[!]] ] false",
        "[-a] - true",
        "[a-] - true",
        "[--/]x .x true",
        "[c-a] a true",
        "[c-a] c true",
        "[c-a] b false",
        "[a-c-e] d true",
        "[a-c-e] - false",
        "[\\]] \\ false",
        "[\\] \\ true",
        "[a/b] a true",
        "[a/b] / false",
        "[!a] / false",
        "[[:digit:][:upper:]] A true",
        "[[:digit:][:upper:]] a false",
        "[![:punct:]] # false",
        "[[:nothing:]] n false",
        "[[.a.]] a false",
        "[[:a] : false",
        "[[:a] [a true",
        "a\\/b a/b true",
        "a\\**/** a*b/c true",
        "*a/b xaaa/b true",
        "*/b a/b/b false",
        "*a*b aabab true",
        "a/**/** a false",
        "a/**/** a/b/c/d true",
        "'' a false",
        "** '' true",
        "a/b a\\/b false"
      },
      quoteCharacter = '\'')
  void matchesAsTheLibraryOfTheDeviceDoes(String pattern, String key, boolean matches) {
    assertThat(matches(pattern, key)).isEqualTo(matches);
  }

  @Test
  void agreesWithARegularExpressionOnPatternsOfStars() {
    Gen<String> patterns =
        Gen.lists(Gen.of(List.of("a", "b", "/", "*", "?", "/**")), 7)
            .map(list -> String.join("", list));
    Gen<String> keys =
        Gen.lists(Gen.of(List.of("a", "b", "/")), 8).map(list -> String.join("", list));
    Gen<List<String>> pairs = draws -> List.of(patterns.from(draws), keys.from(draws));
    Property.forAll(
        pairs,
        50_000,
        pair -> {
          String pattern = pair.get(0).equals("**") ? "/**" : pair.get(0);
          boolean below = pattern.endsWith("/**");
          String above = below ? pattern.substring(0, pattern.length() - 3) : pattern;
          String oracle =
              above.replace("?", "[^/]").replace("*", "[^/]*").replaceAll("(\\[\\^/\\]\\*)+", "$1")
                  + (below ? "(/.*)?" : "");
          assertThat(matches(pair.get(0), pair.get(1)))
              .isEqualTo(Pattern.matches(oracle, pair.get(1)));
        });
  }

  @Test
  void readsEveryTextAsAPattern() {
    Gen<List<String>> texts =
        Gen.lists(
            Gen.of(List.of("[", "]", "!", "-", "\\", "[:", ":]", "alpha", "/", "**", "é", "*")),
            10);
    Property.forAll(
        texts,
        50_000,
        text -> {
          String pattern = String.join("", text);
          matches(pattern, pattern);
          assertThat(matches(pattern.replaceAll("([*?\\[\\\\])", "\\\\$1"), pattern)).isTrue();
        });
  }

  @Test
  @Timeout(60)
  void hostilePatternsTakeBoundedTime() {
    assertThat(matches("a*".repeat(500) + "b", "a".repeat(20_000))).isFalse();
    assertThat(matches("*/".repeat(2_000) + "**", "a/".repeat(20_000))).isTrue();
    assertThat(matches("[".repeat(3_000), "[".repeat(3_000))).isTrue();
    assertThat(matches("[[:".repeat(3_000), "a")).isFalse();
  }

  private static boolean matches(String pattern, String key) {
    return DeviceGlob.parse(RawText.utf8(pattern)).matches(RawText.utf8(key));
  }
}
