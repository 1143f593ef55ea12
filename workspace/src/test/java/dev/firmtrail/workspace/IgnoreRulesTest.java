package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoreRulesTest {
  /**
   * Git's manual says that these are plain stars; git itself takes them for directories, because it
   * compares the text before the first star apart. And nobody writes a backslash before a slash.
   */
  private static final Pattern ODD = Pattern.compile(".*\\\\/|!?[^*?\\[\\\\]*[^/!*?\\[\\\\]\\*\\*");

  private static final List<String> TREE =
      List.of(
          "a", "b", "ab", "A", "d/a", "d/b", "d/ab", "d/e/a", "d/e/f/b", "e/a", "e/d/a", "f/g",
          "x y", "end ", "#h", "!n", "[", "b]", "*", "a\\b", "d/*", "a.json", "d/.a");

  @TempDir Path directory;

  private static boolean ignores(String lines, String key) {
    return IgnoreRules.parse(lines).ignores(key);
  }

  @Test
  void standsForANameAnywhereOrAPathFromTheRoot() {
    assertThat(ignores("a", "d/a")).isTrue();
    assertThat(ignores("/a", "d/a")).isFalse();
    assertThat(ignores("/a", "a")).isTrue();
    assertThat(ignores("d/a", "e/d/a")).isFalse();
    assertThat(ignores("**/a", "d/e/a")).isTrue();
    assertThat(ignores("d/**/b", "d/b")).isTrue();
    assertThat(ignores("d/**", "d")).isFalse();
    assertThat(ignores("?", "\u00E9")).as("one character, where git counts bytes").isTrue();
  }

  @Test
  void takesADirectoryWithAllThatIsInIt() {
    assertThat(ignores("d/", "d/e/f/b")).isTrue();
    assertThat(ignores("d/", "d")).isFalse();
    assertThat(ignores("d", "d")).isTrue();
    assertThat(ignores("d/\n!d/a", "d/a")).isTrue();
    assertThat(ignores("d/*\n!d/a", "d/a")).isFalse();
    assertThat(ignores("*\n!a", "a")).isFalse();
  }

  @Test
  void passesOverCommentsBlanksAndWhatNothingCanMatch() {
    assertThat(ignores("# a\n\n/\n!\n[\n", "# a")).isFalse();
    assertThat(ignores("[", "[")).isFalse();
    assertThat(ignores("\\#h", "#h")).isTrue();
    assertThat(ignores("\\!n", "!n")).isTrue();
    assertThat(ignores("a  ", "a")).isTrue();
    assertThat(ignores("a\\ ", "a ")).isTrue();
    assertThat(ignores("a\r\nb\r", "a")).isTrue();
    assertThat(ignores("a\r\nb\r", "b")).isTrue();
    assertThat(ignores("\uFEFFa", "a")).isTrue();
  }

  @Test
  void agreesWithGitOnRandomPatterns() throws Exception {
    Path root = Files.createDirectory(directory.resolve("tree"));
    for (String file : TREE) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.createFile(root.resolve(file));
    }
    Bench.run("git", "init", "-q", root.toString());
    Gen<String> pieces =
        Gen.of(
            List.of(
                "a", "b", "d", "e", "/", "*", "?", "!", "#", " ", "\\", "[", "]", "^", "-", "**",
                "/**", "**/", "/**/", "[ab]", "[!a]", "[^b]", "[]b]", "[a-e]", ".json"));
    Gen<String> lines =
        Gen.lists(pieces, 6)
            .map(row -> String.join("", row))
            .map(line -> ODD.matcher(line).lookingAt() ? "" : line);
    Gen<List<String>> files = Gen.lists(lines, 6);
    Property.forAll(
        files,
        400,
        rows -> {
          String text = String.join("\n", rows) + "\n";
          assertThat(ours(text)).as(text).isEqualTo(gits(root, text));
        });
  }

  private static Set<String> ours(String text) {
    IgnoreRules rules = IgnoreRules.parse(text);
    Set<String> ignored = new TreeSet<>();
    for (String file : TREE) {
      if (rules.ignores(file)) {
        ignored.add(file);
      }
    }
    return ignored;
  }

  private static Set<String> gits(Path root, String text) throws IOException, InterruptedException {
    Files.writeString(root.resolve(".gitignore"), text);
    Process git =
        new ProcessBuilder("git", "check-ignore", "--no-index", "-z", "--stdin")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = git.getOutputStream()) {
      in.write((String.join("\0", TREE) + "\0").getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).isIn(0, 1);
    List<String> names = new ArrayList<>(List.of(said.split("\0", -1)));
    names.removeIf(String::isEmpty);
    return new TreeSet<>(names);
  }
}
