package dev.firmtrail.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc abc true",
        "* abc true",
        "*c abc true",
        "a* a true",
        "a* abc true",
        "a* ab/c false",
        "a*/b abc/b true",
        "a*/b a/c/b false",
        "a*b*c*d*e*/f axbxcxdxe/f true",
        "a*b*c*d*e*/f axbxcxdxexxx/f true",
        "a*b*c*d*e*/f axbxcxdxe/xxx/f false",
        "a*b?c*x abxbbxdbxebxczzx true",
        "a*b?c*x abxbbxdbxebxczzy false",
        "ab[c] abc true",
        "ab[b-d] abc true",
        "ab[e-g] abc false",
        "ab[^c] abc false",
        "ab[^b-d] abc false",
        "ab[^e-g] abc true",
        "a\\*b a*b true",
        "a\\*b ab false",
        "a?b a☺b true",
        "a[^a]b a☺b true",
        "a???b a☺b false",
        "[a-ζ]* α true",
        "*[a-ζ] A false",
        "a?b a/b false",
        "a*b a/b false",
        "[\\]a] ] true",
        "[\\-] - true",
        "[x\\-] x true",
        "[x\\-] - true",
        "[x\\-] z false",
        "[\\-x] x true",
        "[\\-x] a false",
        "*x xxx true",
        "d/* d/a true",
        "d/* d/a/b false",
        "d/* d false",
        "d d/a false",
        "d/ d/a false",
        "./a a false",
        "**/c a/c true",
        "**/c a/b/c false",
        "** abc true",
        "*.json .json true",
        ".* .hidden true",
        "* .hidden true",
        "b[1] b[1] false",
        "b\\[1\\] b[1] true",
        "[!a] ! true",
        "[!a] b false",
        "{a,b} a false",
        "😀? 😀é true",
        "[^a] / true",
        "*[^x]*c ab/c false",
        "a*? a false",
        "? '' false",
        "* '' true"
      },
      quoteCharacter = '\'')
  void matchesAsTheAddCommandAlwaysDid(String pattern, String path, boolean matches)
      throws InvalidGlobException {
    assertThat(Glob.parse(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[", "[a", "[]a]", "[-]", "[x-]", "[-x]", "[a-b-c]", "[^", "[^bc", "a[", "a[b-", "\\",
        "a\\", "[\\", "[a\\", "[]", "[^]", "*[", "xyz[", "[a-"
      })
  void refusesAMalformedPatternWhereverTheFaultIs(String pattern) {
    assertThatThrownBy(() -> Glob.parse(pattern))
        .isInstanceOf(InvalidGlobException.class)
        .hasMessageContaining("malformed pattern " + pattern + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "** a/b/c true",
        "a/** a false",
        "a/** a/b/c true",
        "**/c c true",
        "**/c a/b/c true",
        "**/c a/bc false",
        "a/**/b a/b true",
        "a/**/b a/x/y/b true",
        "a/**/b a/xb false",
        "a**b a/b false",
        "a**b axxb true",
        "[!a] b true",
        "[!a] a false",
        "a[!x]b a/b false",
        "[]a] ] true",
        "[a-] - true",
        "[-a] - true",
        "\\! ! true",
        "{a,b} a false",
      },
      quoteCharacter = '\'')
  void matchesAsGitignoreDoes(String pattern, String path, boolean matches)
      throws InvalidGlobException {
    assertThat(Glob.parseIgnore(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[]", "a[", "[!", "a\\", "[a-", "[\\"})
  void refusesAnIgnorePatternThatNothingCouldMatch(String pattern) {
    assertThatThrownBy(() -> Glob.parseIgnore(pattern)).isInstanceOf(InvalidGlobException.class);
  }

  @Test
  void knowsWhatLiesBelowADirectory() throws InvalidGlobException {
    Glob glob = Glob.parse("a/b*");
    assertThat(glob.matchesAbove("a/bc/d")).isTrue();
    assertThat(glob.matchesAbove("a/bc")).isFalse();
    assertThat(glob.matchesAbove("a/c/b/d")).isFalse();
    assertThat(glob.isLiteral()).isFalse();
    assertThat(Glob.parse("a\\*").isLiteral()).isTrue();
  }

  @Test
  @Timeout(60)
  void hostilePatternsTakeBoundedTime() throws InvalidGlobException {
    Glob glob = Glob.parse("a*".repeat(500) + "b");
    assertThat(glob.matches("a".repeat(20_000))).isFalse();
    Glob ignore = Glob.parseIgnore("**/a*".repeat(200) + "b");
    assertThat(ignore.matches("a".repeat(20_000))).isFalse();
  }

  @Test
  void agreesWithARegularExpressionOnPatternsOfStars() {
    Gen<String> patterns =
        Gen.lists(Gen.of(List.of("a", "b", "/", "*", "?")), 7).map(list -> String.join("", list));
    Gen<String> paths =
        Gen.lists(Gen.of(List.of("a", "b", "/")), 8).map(list -> String.join("", list));
    Gen<List<String>> pairs = draws -> List.of(patterns.from(draws), paths.from(draws));
    Property.forAll(
        pairs,
        50_000,
        pair -> {
          Pattern oracle = Pattern.compile(pair.get(0).replace("?", "[^/]").replace("*", "[^/]*"));
          assertThat(Glob.parse(pair.get(0)).matches(pair.get(1)))
              .isEqualTo(oracle.matcher(pair.get(1)).matches());
          assertThat(Glob.parseIgnore(pair.get(0).replaceAll("\\*+", "*")).matches(pair.get(1)))
              .isEqualTo(oracle.matcher(pair.get(1)).matches());
        });
  }
}
