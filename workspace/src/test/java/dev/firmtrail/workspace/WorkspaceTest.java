package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.State;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {
  @TempDir Path directory;

  @Test
  void isFoundFromBelow() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT).write("d/e/f", "x");
    assertThat(Workspace.find(bench.root().resolve("d/e"))).contains(bench.root());
    assertThat(Workspace.find(bench.root())).contains(bench.root());
    assertThat(Workspace.find(directory)).isEmpty();
  }

  @Test
  void isNotMadeTwice() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT).write("a", "x").addAll();
    bench.commit();
    String before = bench.json();
    assertThat(Workspace.init(bench.root(), bench.pool(), "other@1", Dialect.EXACT)).isEmpty();
    assertThat(bench.json()).isEqualTo(before);
  }

  @Test
  void leavesNothingBesideItselfWhenItIsMade() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    try (var names = Files.list(bench.root())) {
      assertThat(names).containsExactly(bench.root().resolve(".pvr"));
    }
    assertThat(bench.pool()).isEmptyDirectory();
  }

  @Test
  void escapesTheSpec() throws Exception {
    Path root = directory.resolve("odd");
    assertThat(Workspace.init(root, directory.resolve("pool"), "weird\"spec", Dialect.EXACT))
        .isPresent();
    assertThat(Files.readString(root.resolve(".pvr/json")))
        .isEqualTo("{ \"#spec\": \"weird\\\"spec\" }");
    assertThat(Workspace.open(root, Dialect.EXACT).pristine().spec()).contains("weird\"spec");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "", "{\"#spec\":1}", "{\"#spec\":\"s\",\"../x\":{}}"})
  void refusesABrokenState(String json) throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    Files.writeString(bench.root().resolve(".pvr/json"), json);
    assertThatThrownBy(bench::open)
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining(".pvr/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "config"})
  void refusesABrokenFileOfItsOwn(String name) throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    Files.writeString(bench.root().resolve(".pvr").resolve(name), "garbage");
    assertThatThrownBy(bench::open)
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining(".pvr/" + name);
  }

  @Test
  void refusesADirectoryInPlaceOfTheState() throws Exception {
    Path root = directory.resolve("bad");
    Files.createDirectories(root.resolve(".pvr/json"));
    assertThat(Workspace.find(root)).contains(root);
    assertThatThrownBy(() -> Workspace.open(root, Dialect.EXACT))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("repo is in bad state");
  }

  @Test
  void takesAStateWithoutSpecAsThePublishedProgramShowsIt() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT).write("x", "x");
    Files.writeString(bench.root().resolve(".pvr/json"), "{}");
    assertThat(bench.status().added()).containsExactly("#spec");
    assertThat(bench.status().untracked()).containsExactly("x");
    bench.addAll().commit();
    assertThat(bench.open().pristine().spec()).contains(State.DEFAULT_SPEC);
  }

  @Test
  void saysWhatItToleratedInAnOldState() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    assertThat(bench.open().tolerated()).isEmpty();
    Files.writeString(
        bench.root().resolve(".pvr/json"),
        "{\"#spec\":\"s\",\"a.json\":{\"k\":1,\"k\":2}} trailing");
    Workspace open = bench.open();
    assertThat(open.tolerated()).hasSize(2);
    assertThat(open.pristine().json().object("a.json").orElseThrow().integer("k")).contains(2L);
  }

  @Test
  void findsObjectsWhereTheConfigurationSays() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    Path config = bench.root().resolve(".pvr/config");
    Files.writeString(config, "{\"objectsdir\": \"../elsewhere\"}");
    assertThat(bench.open().objects().directory().normalize())
        .isEqualTo(directory.resolve("elsewhere"));
    Files.writeString(config, "{}");
    assertThat(bench.open().objects().directory()).isEqualTo(bench.root().resolve(".pvr/objects"));
    Files.delete(config);
    assertThat(bench.open().objects().directory()).isEqualTo(bench.root().resolve(".pvr/objects"));
  }

  /** Found in review: a path with a NUL ended the program with a stack trace. */
  @Test
  void refusesAConfigurationWhoseObjectsHaveNoPath() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    Files.writeString(bench.root().resolve(".pvr/config"), "{\"ObjectsDir\":\"a\\u0000b\"}");
    assertThatThrownBy(bench::open)
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("ObjectsDir is no path");
  }

  @Test
  void keepsSettingsThatItDoesNotKnow() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    Path config = bench.root().resolve(".pvr/config");
    Files.writeString(config, "{\"Later\":{\"b\":1,\"a\":[]},\"defaultposturl\":\"x\"}");
    Workspace open = bench.open();
    open.configure(open.config().with(WorkspaceConfig.Url.POST, "https://hub/u/d"));
    assertThat(Files.readString(config))
        .isEqualTo(
            "{\n\t\"Later\": {\n\t\t\"b\": 1,\n\t\t\"a\": []\n\t},\n\t\"defaultposturl\": \"https://hub/u/d\"\n}");
    assertThat(bench.open().config().url(WorkspaceConfig.Url.POST)).contains("https://hub/u/d");
    assertThat(bench.open().config().url(WorkspaceConfig.Url.GET)).isEmpty();
  }
}
