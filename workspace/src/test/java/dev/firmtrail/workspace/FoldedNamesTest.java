package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.StatePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which names the file system is asked about. That a real one folds them is proved where a kernel
 * has one, through the commands.
 */
class FoldedNamesTest {
  @TempDir Path root;
  private final List<String> asked = new ArrayList<>();

  private void refuseTwins(boolean folds, String... paths) throws Exception {
    FoldedNames.refuseTwins(
        root,
        Stream.of(paths).map(StatePath::new).toList(),
        (directory, name, other) -> {
          asked.add(root.relativize(directory) + ":" + name + "=" + other);
          return folds;
        });
  }

  @Test
  void asksAboutNamesThatDifferInCaseOrAccent() throws Exception {
    refuseTwins(false, "App/x", "app/x", "caf\u00e9", "cafe\u0301", "stra\u00dfe", "STRASSE");
    assertThat(asked)
        .containsExactly(":App=app", ":x=x", ":caf\u00e9=cafe\u0301", ":stra\u00dfe=STRASSE");
  }

  @Test
  void asksWhereTheTwoWillLie() throws Exception {
    Files.createDirectories(root.resolve("a/b"));
    refuseTwins(false, "a/b/c/X", "a/b/c/x");
    assertThat(asked).containsExactly("a/b:X=x");
  }

  @Test
  void asksNothingWhereAllNamesDiffer() throws Exception {
    refuseTwins(true, "a/x", "a/y", "b/x", "x");
    assertThat(asked).isEmpty();
  }

  @Test
  void namesBothWhereTheyAreOne() {
    assertThatThrownBy(() -> refuseTwins(true, "App/x", "app/y"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("App and app are one name on the file system of " + root)
        .hasMessageContaining("nothing was written");
  }

  @Test
  void leavesNothingBehindOnARealFileSystem() throws Exception {
    FoldedNames.refuseTwins(
        root, Stream.of("Twin", "twin", "d/E", "d/e").map(StatePath::new).toList());
    assertThat(root).isEmptyDirectory();
  }
}
