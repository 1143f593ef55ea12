package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {
  @TempDir Path directory;

  private Bench bench() throws Exception {
    return Bench.make(directory, Dialect.EXACT);
  }

  private static ObjectId id(String content) {
    return ObjectId.of(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void reportsWhatItDid() throws Exception {
    Bench bench = bench().write("a", "one").write("c.json", "{\"n\":1}").write("old", "x").addAll();
    CommitReport first = bench.commit();
    assertThat(first.added().keySet()).containsExactly("a", "c.json", "old");
    assertThat(first.added().get("a")).isEqualTo(new StateEntry.ObjectRef(id("one")));
    assertThat(first.added().get("c.json")).isInstanceOf(StateEntry.Inline.class);
    assertThat(first.bytesStored()).isEqualTo(4);
    assertThat(first.id()).isEqualTo(bench.open().pristine().id());
    bench.write("a", "two!").write("c.json", "{\"n\":2}");
    Files.delete(bench.root().resolve("old"));
    assertThat(bench.diff())
        .isEqualTo("{\"a\":\"" + id("two!") + "\",\"c.json\":{\"n\":2},\"old\":null}");
    CommitReport second = bench.commit();
    assertThat(second.added()).isEmpty();
    assertThat(second.changed().keySet()).containsExactly("a", "c.json");
    assertThat(second.removed()).containsExactly("old");
    assertThat(second.bytesStored()).isEqualTo(4);
  }

  @Test
  void readsEachFileOnce() throws Exception {
    Bench bench = bench();
    for (int i = 0; i < 40; i++) {
      bench.write("f" + i, String.valueOf(i).repeat(100_000));
    }
    bench.write("j.json", "[" + "1,".repeat(1000) + "1]").addAll();
    Files.delete(bench.root().resolve(".pvr/" + StatCache.FILE_NAME));
    Bench.Counting progress = new Bench.Counting();
    CommitReport report = bench.open().commit("m", progress);
    long size = 0;
    for (int i = 0; i < 40; i++) {
      size += Files.size(bench.root().resolve("f" + i));
    }
    assertThat(report.bytesStored()).isEqualTo(size);
    assertThat(progress.bytes.get()).isEqualTo(size + Files.size(bench.root().resolve("j.json")));
  }

  @Test
  void readsNothingThatTheStoreHas() throws Exception {
    Bench bench = bench().write("a", "one");
    bench.settle();
    bench.addAll().commit();
    Bench.Counting progress = new Bench.Counting();
    bench.open().commit("again", progress);
    assertThat(progress.bytes.get()).isZero();
  }

  @Test
  void bringsBackAnObjectThatTheStoreLostOrThatHasAnotherSize() throws Exception {
    Bench bench = bench().write("a", "one").write("b", "two");
    bench.settle();
    bench.addAll().commit();
    Files.delete(bench.pool().resolve(id("one").hex()));
    Files.writeString(bench.pool().resolve(id("two").hex()), "longer");
    bench.commit();
    assertThat(bench.pool().resolve(id("one").hex())).hasContent("one");
    assertThat(bench.pool().resolve(id("two").hex())).hasContent("two");
  }

  @Test
  void rewritesTheStateCanonicallyWhenThereIsNothingToCommit() throws Exception {
    Bench bench = bench();
    bench.commit();
    assertThat(bench.json()).isEqualTo("{\"#spec\":\"pantavisor-service-system@1\"}");
  }

  @Test
  void refusesAFileThatKeepsChanging() throws Exception {
    Bench bench = bench().write("busy", "0").addAll();
    String before = bench.json();
    assertThatThrownBy(() -> bench.open().commit("m", new Writer(bench.root().resolve("busy"))))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("busy changes while it is being read");
    assertThat(bench.json()).isEqualTo(before);
    assertThat(bench.poolNames()).isEmpty();
  }

  /** Writes a file whenever some of it was read. */
  private static final class Writer implements Progress {
    private final Path file;
    private long times;

    Writer(Path file) {
      this.file = file;
    }

    @Override
    public void begin(String what, long totalBytes) {}

    @Override
    public void advance(long bytes) {
      try {
        Files.setLastModifiedTime(file, FileTime.fromMillis(++times));
      } catch (IOException cannot) {
        throw new IllegalStateException(cannot);
      }
    }

    @Override
    public void end() {}
  }

  @Test
  void namesTheFileWhoseJsonIsBroken() throws Exception {
    for (String broken :
        List.of("{\"a\":1,\"a\":2}", "{} x", "{\"a\":\"\\ud800\"}", "", "{\"a\":}")) {
      Bench bench = Bench.make(directory.resolve("w" + broken.hashCode()), Dialect.EXACT);
      bench.write("sub/x.json", broken).addAll();
      assertThatThrownBy(bench::commit)
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("sub/x.json")
          .hasMessageContaining("line 1, column")
          .hasMessageContaining("--raw");
      bench.open().add(List.of(), bench.root(), true, Progress.NONE);
      assertThat(bench.commit().added().get("sub/x.json"))
          .isEqualTo(new StateEntry.ObjectRef(id(broken)));
    }
  }

  @Test
  void leavesTheOldStateWhenTheDiskIsFull() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(mount(disk), "needs root, to mount a small tmpfs");
    try {
      Bench bench = Bench.make(disk, Dialect.EXACT).write("a", "one").addAll();
      bench.commit();
      String before = bench.json();
      bench.write("big", "x".repeat(700_000)).addAll();
      assertThatThrownBy(bench::commit)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThat(bench.json()).isEqualTo(before);
      assertThat(bench.poolNames()).containsExactly(id("one").hex());
      assertThat(bench.status().added()).containsExactly("big");
      Files.delete(bench.root().resolve("big"));
      bench.write("big", "x".repeat(1000));
      assertThat(bench.commit().added().keySet()).containsExactly("big");
    } finally {
      Bench.run("umount", disk.toString());
    }
  }

  private static boolean mount(Path disk) throws Exception {
    Process process =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }

  @Test
  void endsRightWhenKilledAfterTheStateWasWritten() throws Exception {
    Bench bench = bench().write("a.json", "{}");
    bench.open().add(List.of(), bench.root(), true, Progress.NONE);
    byte[] added = Files.readAllBytes(bench.root().resolve(".pvr/new"));
    bench.commit();
    String committed = bench.json();
    Files.write(bench.root().resolve(".pvr/new"), added);
    CommitReport again = bench.commit();
    assertThat(again.added()).isEmpty();
    assertThat(again.changed()).isEmpty();
    assertThat(bench.json()).isEqualTo(committed);
    assertThat(bench.root().resolve(".pvr/new")).doesNotExist();
  }

  @Test
  void saysThatATrackedFileBecameALinkToNothing() throws Exception {
    Bench bench = bench().write("a", "one").addAll();
    bench.commit();
    Files.delete(bench.root().resolve("a"));
    Files.createSymbolicLink(bench.root().resolve("a"), Path.of("nowhere"));
    assertThatThrownBy(bench::status)
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("tracked file a");
  }

  @Test
  void tracksABootFileOnlyWhenTheStateHasIt() throws Exception {
    Bench bench = bench().write(".pv/kernel", "k").write("a", "one").addAll();
    bench.commit();
    assertThat(bench.status().untracked()).isEmpty();
    State with =
        State.read(
            ("{\"#spec\":\"pantavisor-service-system@1\",\".pv/kernel\":\""
                    + id("k")
                    + "\",\"a\":\""
                    + id("one")
                    + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    bench.open().adopt(with);
    assertThat(bench.status().isClean()).isTrue();
    bench.write(".pv/kernel", "other").write(".pv/more", "m");
    assertThat(bench.status())
        .isEqualTo(new Status(List.of(), List.of(), List.of(".pv/kernel"), List.of(), List.of()));
  }

  @Test
  void findsABrokenObjectAndTakesAGoodOneFromAnotherStore() throws Exception {
    Bench bench = bench().write("a", "one").write("b", "two").addAll();
    bench.commit();
    Bench other =
        Bench.make(directory.resolve("other"), Dialect.EXACT)
            .write("a", "one")
            .write("b", "two")
            .addAll();
    other.commit();
    Files.writeString(bench.pool().resolve(id("one").hex()), "oNe");
    Files.delete(bench.pool().resolve(id("two").hex()));
    var found = bench.open().fsck(Optional.empty(), Progress.NONE);
    assertThat(found.good()).isFalse();
    assertThat(found.corrupt()).containsExactly(id("one"));
    assertThat(found.missing()).containsExactly(id("two"));
    assertThat(bench.open().fsck(Optional.of(other.open().objects()), Progress.NONE).good())
        .isTrue();
    assertThat(bench.open().fsck(Optional.empty(), Progress.NONE).corrupt()).isEmpty();
  }
}
