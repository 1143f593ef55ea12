package dev.firmtrail.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of {@link CrashPoint}, each by a trace whose states were written down by hand. */
class CrashStatesTest {
  @TempDir private Path temp;

  private static Recording on(String... paths) {
    TreeMap<String, Tree.Node> nodes = new TreeMap<>();
    for (String path : paths) {
      nodes.put(path, path.endsWith("dir") ? new Tree.Directory() : new Tree.File(Bytes.of("old")));
    }
    return new Recording(new Tree(nodes));
  }

  /** After the last step: each state in one line, such as {@code a=old dir}. */
  private static Set<String> states(Recording recording) {
    CrashPoint last = CrashPoint.of(recording.trace()).getLast();
    Set<String> states = new TreeSet<>();
    for (CrashState state : CrashStates.at(last, 20, new Random(1))) {
      states.add(line(state.tree()));
    }
    return states;
  }

  private static String line(Tree tree) {
    StringBuilder line = new StringBuilder();
    tree.nodes()
        .forEach((path, node) -> {
          line.append(line.isEmpty() ? "" : " ").append(path);
          if (node instanceof Tree.File(Bytes content)) {
            line.append('=').append(content.toString().replace('\0', '0'));
          }
        });
    return line.toString();
  }

  @Test
  void aNewFileIsAbsentEmptyZerosOrWhole() {
    assertThat(states(on().createFile("a").write("a", 0, Bytes.of("new"))))
        .containsExactlyInAnyOrder("", "a=", "a=000", "a=new");
  }

  @Test
  void aSyncOfAFileMakesItsBytesDurableButNotItsName() {
    assertThat(states(on().createFile("a").write("a", 0, Bytes.of("new")).sync("a")))
        .containsExactlyInAnyOrder("", "a=new");
  }

  @Test
  void aSyncOfADirectoryMakesNamesDurableButNotWhatTheyStandFor() {
    assertThat(states(on().createFile("a").write("a", 0, Bytes.of("new")).sync("")))
        .containsExactlyInAnyOrder("a=", "a=000", "a=new");
    assertThat(states(on("dir").createFile("dir/a").sync("")))
        .containsExactlyInAnyOrder("dir", "dir dir/a=");
  }

  @Test
  void aDirectoryThatIsNotDurableTakesWithItWhatIs() {
    assertThat(states(on().createDirectory("dir").createFile("dir/a").sync("dir/a").sync("dir")))
        .containsExactlyInAnyOrder("", "dir dir/a=");
  }

  @Test
  void theRightOrderLeavesTheOldOrTheNew() {
    Recording right =
        on("a").createFile("t").write("t", 0, Bytes.of("new")).sync("t").rename("t", "a");
    assertThat(states(right)).containsExactlyInAnyOrder("a=old", "a=old t=new", "a=new");
    assertThat(states(right.sync(""))).containsExactly("a=new");
  }

  @Test
  void aRenameOfWhatWasNotSyncedLeavesAnEmptyFileUnderTheName() {
    Recording wrong = on("a").createFile("t").write("t", 0, Bytes.of("new")).rename("t", "a");
    assertThat(states(wrong)).contains("a=", "a=000", "a=old", "a=old t=new", "a=new");
    assertThat(states(wrong.sync(""))).containsExactlyInAnyOrder("a=", "a=000", "a=new");
  }

  @Test
  void changesOfNamesComeInAnyOrderButNoneBeforeItsOwnName() {
    assertThat(states(on("a", "b").remove("a").remove("b")))
        .containsExactlyInAnyOrder("a=old b=old", "a=old", "b=old", "");
    assertThat(states(on().createFile("t").rename("t", "a").remove("a")))
        .containsExactlyInAnyOrder("", "t=", "a=");
  }

  @Test
  void aRenameBetweenDirectoriesIsOneChangeAndDurableWithTheNewOne() {
    Recording moved = on("1dir", "1dir/a", "2dir").rename("1dir/a", "2dir/a");
    Set<String> both = Set.of("1dir 1dir/a=old 2dir", "1dir 2dir 2dir/a=old");
    assertThat(states(moved)).isEqualTo(both);
    assertThat(states(moved.sync("1dir"))).isEqualTo(both);
    assertThat(states(moved.sync("2dir"))).containsExactly("1dir 2dir 2dir/a=old");
  }

  @Test
  void writesComeInAnyOrderAndOverWhatWasThere() {
    assertThat(states(on("a").write("a", 0, Bytes.of("N")).write("a", 2, Bytes.of("NN"))))
        .containsExactlyInAnyOrder("a=old", "a=Nld", "a=olNN", "a=NlNN", "a=old0", "a=Nld0");
  }

  @Test
  void aCutIsDoneOrNot() {
    assertThat(states(on("a").resize("a", 1))).containsExactlyInAnyOrder("a=old", "a=o");
    assertThat(states(on("a").resize("a", 5).sync("a"))).containsExactly("a=old00");
  }

  @Test
  void aLongWriteIsTornAtSectors() {
    Bytes sectors = Bytes.of("1".repeat(512) + "2".repeat(512));
    assertThat(states(on("dir").createFile("a").write("a", 0, sectors).sync("")))
        .containsExactlyInAnyOrder(
            "a= dir",
            "a=" + "0".repeat(1024) + " dir",
            "a=" + "1".repeat(512) + " dir",
            "a=" + "1".repeat(512) + "0".repeat(512) + " dir",
            "a=" + "0".repeat(512) + "2".repeat(512) + " dir",
            "a=" + sectors + " dir");
  }

  @Test
  void aSyncCountsForWhatHadEndedWhenItBegan() {
    Recording recording = on().createFile("a");
    recording.between(10, 20).write("a", 0, Bytes.of("x"));
    recording.between(15, 30).sync("a");
    recording.between(40, 50).syncEverything();
    List<CrashPoint> points = CrashPoint.of(recording.trace());
    assertThat(points.get(3).pending()).containsExactly(0, 1);
    assertThat(points.get(4).pending()).isEmpty();
  }

  @Test
  void eachDifferentStateIsRecoveredOnceAndAFailureSaysWhatWasLost() throws Exception {
    Recording recording =
        on("a").createFile("t").write("t", 0, Bytes.of("new")).rename("t", "a").sync("");
    recording.promise("done");
    Set<String> seen = new TreeSet<>();
    Path root = temp.resolve("disk");

    Replay replay = new Replay(1, 0, Integer.MAX_VALUE);
    Replay.Report report =
        replay.run(
            recording.trace(),
            root,
            promises -> assertThat(seen.add(line(Tree.of(root)) + promises)).isTrue());

    assertThat(report.recovered()).isEqualTo(seen.size());
    assertThat(seen).contains("a=old[]", "a=[]", "a=new[]", "a=new[done]", "a=[done]");
    assertThatThrownBy(() ->
            replay.run(
                recording.trace(),
                root,
                promises -> assertThat(Files.readString(root.resolve("a"))).isNotEmpty()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("firmtrail.seed=1")
        .hasMessageContaining("write 3 bytes at 0 to a: lost");
  }
}
