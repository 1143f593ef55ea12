package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddTest {
  @TempDir Path directory;
  private Bench bench;

  @BeforeEach
  void makeTree() throws Exception {
    bench = Bench.make(directory, Dialect.EXACT);
    bench
        .write("a.txt", "a")
        .write("b.txt", "b")
        .write("c.json", "{}")
        .write("d/e.txt", "e")
        .write("d/f/g.txt", "g");
  }

  private List<String> add(String... patterns) throws Exception {
    return bench.open().add(List.of(patterns), bench.root(), false, Progress.NONE).tracked();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "*.txt, a.txt b.txt",
        "d, d/e.txt d/f/g.txt",
        "d/, d/e.txt d/f/g.txt",
        "d/., d/e.txt d/f/g.txt",
        "d/f/../f, d/f/g.txt",
        "d*, none",
        "d*/, d/e.txt d/f/g.txt",
        "*/f/, d/f/g.txt",
        "a.txt/, none",
        "d/*, d/e.txt",
        "nope, none",
        "d/f/g.txt, d/f/g.txt",
        "./a.txt, a.txt",
        "../ws/a.txt, a.txt",
        "../ws, a.txt b.txt c.json d/e.txt d/f/g.txt",
        "./, a.txt b.txt c.json d/e.txt d/f/g.txt",
        "../*/a.txt, none",
        "d/../../ws/b*, b.txt",
        ".., none",
        "../.., none",
        "../../../../../../../../.., none",
        "**, a.txt b.txt c.json",
        "., a.txt b.txt c.json d/e.txt d/f/g.txt",
      })
  void takesPatternsAsThePublishedProgramDoesAndDirectoriesToo(String pattern, String expected)
      throws Exception {
    assertThat(add(pattern)).isEqualTo(expected == null ? List.of() : List.of(expected.split(" ")));
  }

  @Test
  void passesOverNamesAtTheRootThatThePublishedProgramNeverAddsAndSaysSo() throws Exception {
    bench.write(".pvfoo", "x").write(".pvrignore", "x").write("d/.pvrc", "x");
    AddReport report = bench.open().add(List.of(), bench.root(), false, Progress.NONE);
    assertThat(report.reservedNames()).containsExactly(".pvfoo", ".pvrignore");
    assertThat(report.tracked()).contains("d/.pvrc").doesNotContain(".pvfoo", ".pvrignore");
  }

  @Test
  void takesAnAbsolutePattern() throws Exception {
    assertThat(add(bench.root() + "/b.*")).containsExactly("b.txt");
    assertThat(add("/elsewhere/*")).isEmpty();
  }

  @Test
  void takesPatternsFromADirectoryBelowTheRoot() throws Exception {
    Path below = bench.root().resolve("d");
    assertThat(bench.open().add(List.of("*"), below, false, Progress.NONE).tracked())
        .containsExactly("d/e.txt");
    assertThat(bench.open().add(List.of(), below, false, Progress.NONE).tracked())
        .containsExactly("d/e.txt", "d/f/g.txt");
    assertThat(
            bench
                .open()
                .add(List.of(bench.root() + "/a.txt"), below, false, Progress.NONE)
                .tracked())
        .containsExactly("a.txt");
  }

  @Test
  void takesTheWayUpFromADirectoryBelowTheRoot() throws Exception {
    Path below = bench.root().resolve("d");
    assertThat(bench.open().add(List.of("../a.txt", "f"), below, false, Progress.NONE).tracked())
        .containsExactly("a.txt", "d/f/g.txt");
    assertThat(bench.open().add(List.of(".."), below, false, Progress.NONE).tracked())
        .containsExactly("a.txt", "b.txt", "c.json", "d/e.txt", "d/f/g.txt");
  }

  @Test
  void takesADirectoryWhoseNameLooksLikeAPattern() throws Exception {
    bench.write("x[1]*/in", "x").write("x1/out", "x");
    Path below = bench.root().resolve("x[1]*");
    assertThat(bench.open().add(List.of("*"), below, false, Progress.NONE).tracked())
        .containsExactly("x[1]*/in");
    assertThat(add("x\\[1]\\*")).containsExactly("x[1]*/in");
  }

  @Test
  void namesTheArgumentsThatMeanNothing() throws Exception {
    AddReport report =
        bench
            .open()
            .add(List.of("nope", "*.txt", "..", "d/x*"), bench.root(), false, Progress.NONE);
    assertThat(report.unmatched()).containsExactly("nope", "..", "d/x*");
    assertThat(report.tracked()).containsExactly("a.txt", "b.txt");
  }

  @Test
  void passesOverWhatIsIgnoredUnlessItIsNamed() throws Exception {
    bench.write(".pvrignore", "d/\n*.json\n");
    AddReport all = bench.open().add(List.of(), bench.root(), false, Progress.NONE);
    assertThat(all.tracked()).containsExactly("a.txt", "b.txt");
    assertThat(all.ignored()).containsExactly("c.json", "d/e.txt", "d/f/g.txt");
    AddReport directory = bench.open().add(List.of("d", "c.*"), bench.root(), false, Progress.NONE);
    assertThat(directory.tracked()).isEmpty();
    AddReport named =
        bench.open().add(List.of("d/e.txt", "*.txt"), bench.root(), false, Progress.NONE);
    assertThat(named.tracked()).containsExactly("a.txt", "b.txt", "d/e.txt");
    assertThat(named.tracksIgnored()).containsExactly("d/e.txt");
    AddReport forced =
        bench.open().add(List.of("d"), bench.root(), EnumSet.of(AddOption.IGNORED), Progress.NONE);
    assertThat(forced.tracked()).containsExactly("d/e.txt", "d/f/g.txt");
    assertThat(forced.tracksIgnored()).containsExactly("d/f/g.txt");
  }

  @Test
  void keepsTrackingWhatIsCommittedAndIgnoredLater() throws Exception {
    bench.addAll().commit();
    bench.write(".pvrignore", "*").write("d/e.txt", "edited").write("new", "x");
    Status status = bench.status();
    assertThat(status.changed()).containsExactly("d/e.txt");
    assertThat(status.removed()).isEmpty();
    assertThat(status.untracked()).isEmpty();
    assertThat(status.ignored()).containsExactly(".pvrignore", "new");
    assertThat(add(".")).containsExactly("a.txt", "b.txt", "c.json", "d/e.txt", "d/f/g.txt");
  }

  @Test
  void forgetsAdditionsAndNothingElse() throws Exception {
    add("a.txt");
    bench.commit();
    bench.open().add(List.of("."), bench.root(), true, Progress.NONE);
    String json = bench.json();
    assertThat(bench.status().added()).containsExactly("b.txt", "c.json", "d/e.txt", "d/f/g.txt");
    UnaddReport some = bench.open().unadd(List.of("d", "nope"), bench.root());
    assertThat(some.forgotten()).containsExactly("d/e.txt", "d/f/g.txt");
    assertThat(some.unmatched()).containsExactly("nope");
    Files.delete(bench.root().resolve("b.txt"));
    assertThat(bench.open().unadd(List.of("b*"), bench.root()).forgotten())
        .containsExactly("b.txt");
    assertThat(bench.status().added()).containsExactly("c.json");
    assertThat(bench.open().unadd(List.of(), bench.root()).forgotten())
        .containsExactly("a.txt", "c.json");
    assertThat(bench.root().resolve(".pvr/new")).doesNotExist();
    assertThat(bench.json()).isEqualTo(json);
    assertThat(bench.status().isClean()).isTrue();
    assertThat(bench.root().resolve("d/e.txt")).hasContent("e");
  }

  @Test
  void refusesAnEmptyAndAMalformedPattern() {
    assertThatThrownBy(() -> add(""))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("empty pattern");
    assertThatThrownBy(() -> add("["))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("pattern [");
  }

  @Test
  void keepsWhatWasAddedBefore() throws Exception {
    add("a.txt");
    add("b.txt");
    assertThat(bench.status().added()).containsExactly("a.txt", "b.txt");
  }

  @Test
  void namesWhatAStateCannotHold() throws Exception {
    Files.setPosixFilePermissions(
        bench.root().resolve("a.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(bench.root().resolve("x/empty"));
    Files.createSymbolicLink(bench.root().resolve("to-file"), Path.of("b.txt"));
    Files.createSymbolicLink(bench.root().resolve("to-directory"), Path.of("d"));
    Files.createSymbolicLink(bench.root().resolve("loop"), Path.of("loop"));
    Bench.run("mkfifo", bench.root().resolve("pipe").toString());
    AddReport report = bench.open().add(List.of(), bench.root(), false, Progress.NONE);
    assertThat(report.lostModes()).containsExactly("a.txt");
    assertThat(report.emptyDirectories()).containsExactly("x/empty");
    assertThat(report.followedLinks()).containsExactly("to-file");
    assertThat(report.skippedLinks()).containsExactly("loop", "to-directory");
    assertThat(report.specialFiles()).containsExactly("pipe");
    assertThat(bench.commit().added().keySet())
        .containsExactly("a.txt", "b.txt", "c.json", "d/e.txt", "d/f/g.txt", "to-file");
    assertThat(bench.status().untracked()).containsExactly("loop", "pipe", "to-directory");
  }

  @Test
  void passesOverWhatAKilledCheckoutLeft() throws Exception {
    bench.write("d/" + DurableFile.TEMPORARY_PREFIX + "1", "half");
    assertThat(add()).doesNotContain("d/" + DurableFile.TEMPORARY_PREFIX + "1").contains("d/e.txt");
    assertThat(bench.status().untracked()).isEmpty();
  }

  @Test
  void addsNothingWhenOneNameIsNotText() throws Exception {
    Bench.run("sh", "-c", "printf x > \"" + bench.root() + "/$(printf 'bad\\377.json')\"");
    assertThatThrownBy(this::add)
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("bad\uFFFD.json")
        .hasMessageContaining("nothing was added");
    assertThat(bench.root().resolve(".pvr/new")).doesNotExist();
    assertThat(bench.status().untracked()).contains("bad\uFFFD.json");
  }

  @Test
  void addsAFileWhoseNameHoldsTheReplacementCharacter() throws Exception {
    bench.write("odd\uFFFD", "x");
    assertThat(add()).contains("odd\uFFFD");
  }

  @Test
  void refusesADirectoryOutside() {
    assertThatThrownBy(() -> bench.open().add(List.of(), directory, false, Progress.NONE))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("not inside the workspace");
  }
}
