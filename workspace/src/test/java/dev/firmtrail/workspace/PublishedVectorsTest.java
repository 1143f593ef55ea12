package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.StateId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the published program made of recorded trees, made again. */
class PublishedVectorsTest {
  private static final String SPEC = "\"#spec\":\"pantavisor-service-system@1\"";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-plain-files",
        "02-nested-json",
        "06-symlinks",
        "08-empty",
        "09-odd-names",
        "11-config-overlay"
      })
  void commitsARecordedTreeToTheSameBytes(String scenario) throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT).unpack(scenario, "input.tar").addAll();
    bench.commit();
    assertThat(bench.json()).isEqualTo(Bench.recorded(scenario, "1-committed.pvr-json"));
    assertThat(bench.status().isClean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-plain-files",
        "02-nested-json",
        "03-json-numbers",
        "04-json-strings",
        "06-symlinks",
        "08-empty",
        "09-odd-names",
        "11-config-overlay",
        "16-null-merge"
      })
  void commitsARecordedTreeToTheSameBytesInThePublishedDialect(String scenario) throws Exception {
    Bench bench = Bench.make(directory, Dialect.PUBLISHED).unpack(scenario, "input.tar").addAll();
    bench.commit();
    assertThat(bench.json()).isEqualTo(Bench.recorded(scenario, "1-committed.pvr-json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-plain-files",
        "02-nested-json",
        "03-json-numbers",
        "06-symlinks",
        "08-empty",
        "09-odd-names",
        "11-config-overlay",
        "16-null-merge"
      })
  void findsNoChangeInATreeThatThePublishedProgramCommitted(String scenario) throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT).unpack(scenario, "input.tar");
    Files.writeString(
        bench.root().resolve(".pvr/json"), Bench.recorded(scenario, "1-committed.pvr-json"));
    assertThat(bench.status().isClean()).isTrue();
    CommitReport report = bench.commit();
    assertThat(report.added()).isEmpty();
    assertThat(report.changed()).isEmpty();
    assertThat(bench.json())
        .as("no new revision")
        .isEqualTo(Bench.recorded(scenario, "1-committed.pvr-json"));
  }

  @Test
  void writesTheSameFilesThroughALifeCycle() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    assertThat(bench.json()).isEqualTo(Bench.recorded("01-plain-files", "0-init.pvr-json"));
    assertThat(bench.pvr("config"))
        .isEqualTo(
            "{\n\t\"DefaultGetUrl\": \"\",\n\t\"DefaultPutUrl\": \"\",\n\t\"DefaultPostUrl\": \"\",\n\t\"ObjectsDir\": \""
                + bench.pool()
                + "\",\n\t\"AccessTokens\": {},\n\t\"RefreshTokens\": {}\n}");
    bench.unpack("01-plain-files", "input.tar");
    assertThat(bench.status().untracked())
        .containsExactly("README", "a.txt", "dir/b.bin", "dir/sub/c", "dir/sub/dup");
    bench.addAll();
    assertThat(bench.pvr("new"))
        .startsWith(
            "{\"README\":{\"ForceObject\":false,\"Sha\":\"00d75b5176b48ccc71d91bcc1d7b90fc2820429b1629b77fd1d5f4c5dcee4f6d\"},\"a.txt\":");
    bench.open().commit("golden commit 1", Progress.NONE);
    assertThat(bench.pvr("commitmsg")).isEqualTo("golden commit 1");
    assertThat(bench.root().resolve(".pvr/new")).doesNotExist();
    bench.unpack("01-plain-files", "tree2.tar");
    assertThat(bench.status())
        .isEqualTo(
            new Status(
                List.of(), List.of(), List.of("a.txt"), List.of("dir/new-untracked"), List.of()));
    bench.commit();
    assertThat(bench.json()).isEqualTo(Bench.recorded("01-plain-files", "2-committed.pvr-json"));
    bench.open().add(List.of("dir/new-untracked"), bench.root(), false, Progress.NONE);
    bench.commit();
    assertThat(bench.json()).isEqualTo(Bench.recorded("01-plain-files", "3-committed.pvr-json"));
    CommitReport nothing = bench.commit();
    assertThat(nothing.bytesStored()).isZero();
    assertThat(bench.json()).isEqualTo(Bench.recorded("01-plain-files", "4-committed.pvr-json"));
  }

  @Test
  void showsNullsAsThePublishedProgramDoes() throws Exception {
    Bench bench =
        Bench.make(directory, Dialect.PUBLISHED).unpack("16-null-merge", "input.tar").addAll();
    bench.commit();
    assertThat(bench.status().changed()).containsExactly("a.json");
    assertThat(bench.diff())
        .isEqualTo("{\"a.json\":{\"arr\":[null,{\"z\":null}],\"n\":null,\"o\":{\"x\":null}}}");
    bench.unpack("16-null-merge", "tree2.tar");
    bench.commit();
    assertThat(bench.json()).isEqualTo(Bench.recorded("16-null-merge", "2-committed.pvr-json"));
    bench.write("b.json", "null");
    bench.open().add(List.of("b.json"), bench.root(), false, Progress.NONE);
    assertThat(bench.status().removed()).containsExactly("b.json");
    assertThat(bench.commit().removed()).containsExactly("b.json");
  }

  @Test
  void keepsNullsAndDigitsInTheExactDialect() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    bench.write("a.json", "{\"n\":null,\"id\":9007199254740993}").write("b.json", "null").addAll();
    bench.commit();
    assertThat(bench.json())
        .isEqualTo(
            "{" + SPEC + ",\"a.json\":{\"id\":9007199254740993,\"n\":null},\"b.json\":null}");
    assertThat(bench.status().isClean()).isTrue();
  }

  @Test
  void makesTheStateIdsOfBigNumbersAndNullsInThePublishedDialect() throws Exception {
    Bench bench = Bench.make(directory, Dialect.PUBLISHED);
    bench
        .write(
            "app/n.json",
            "{\"rev\":12345678901234567890,\"id\":9007199254740993,\"f\":0.30000000000000004,\"pi\":3.141592653589793238462643383279}")
        .write("app/dup.json", "{\"a\":1,\"b\":2,\"a\":3}{\"ignored\":true}")
        .write("app/arr.json", "[1,null,{\"x\":null,\"y\":[]}]")
        .addAll();
    assertThat(bench.working())
        .isEqualTo(
            "{"
                + SPEC
                + ",\"app/arr.json\":[1,null,{\"x\":null,\"y\":[]}],\"app/dup.json\":{\"a\":3,\"b\":2},"
                + "\"app/n.json\":{\"f\":3.0000000000000004E-1,\"id\":9007199254740993,"
                + "\"pi\":3.141592653589793238462643383279E0,\"rev\":12345678901234567890}}");
    assertThat(bench.commit().id().hex())
        .isEqualTo("56cb7ce256fc3c5a2088287d64747ff004059ce23846ede0ab99487abae55ae9");
    assertThat(bench.status().changed()).containsExactly("app/arr.json");
  }

  @Test
  void sortsKeysByCodePoint() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    for (String key :
        List.of(
            "b.txt",
            "B.txt",
            "_x",
            "é.txt",
            "\uFB00.txt",
            "\uD83D\uDE00.txt",
            ".h",
            "a-b",
            "a/c")) {
      bench.write(key, "x");
    }
    assertThat(bench.addAll().commit().id().hex())
        .isEqualTo("fe40ad6dc6496582b66ca1dcb024f9f23383f32d1267695d10223dec636685f1");
    assertThat(bench.json()).hasSizeLessThan(710);
    assertThat(bench.json().getBytes(StandardCharsets.UTF_8)).hasSize(710);
  }

  @Test
  void tellsInlineFromRaw() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT);
    bench.write("i.json", "{\"b\":1,\"a\":2}\n").write("r.json", "{\"b\":1,\"a\":2}\n");
    bench.open().add(List.of("i.json"), bench.root(), false, Progress.NONE);
    bench.open().add(List.of("r.json"), bench.root(), true, Progress.NONE);
    assertThat(bench.commit().id().hex())
        .isEqualTo("ca88150214299d389732b5bed7488fed0bfe32c4601e9e1bbb596c83242190ed");
    assertThat(bench.poolNames())
        .containsExactly("26054ae3bdcb4745ef543c102bb85406bace1b3ca5b039a93f82b0ac5c3c3ecb");
    bench.open().add(List.of("r.json"), bench.root(), false, Progress.NONE);
    assertThat(bench.status().isClean()).as("what was committed raw stays raw").isTrue();
  }

  @Test
  void storesATextThatLooksLikeAnIdAsAnObject() throws Exception {
    String content = "\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"";
    Bench bench = Bench.make(directory, Dialect.EXACT).write("q.json", content).addAll();
    bench.commit();
    assertThat(bench.json())
        .isEqualTo(
            "{"
                + SPEC
                + ",\"q.json\":\"0bc5eff17bdb58985197dde8c7dbc8ea45ff278cb40c17bea62328fb23893b33\"}");
    assertThat(bench.poolNames())
        .containsExactly("0bc5eff17bdb58985197dde8c7dbc8ea45ff278cb40c17bea62328fb23893b33");
    assertThat(bench.status().isClean()).isTrue();
  }

  @Test
  void takesATextThatLooksLikeAnIdForOneInThePublishedDialect() throws Exception {
    String content = "\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"";
    Bench bench = Bench.make(directory, Dialect.PUBLISHED);
    bench.write("q.json", content).write("t", "t\n").write("sub/s", "s").write("z.bin", "");
    Files.createSymbolicLink(bench.root().resolve("l"), Path.of("t"));
    Files.createSymbolicLink(bench.root().resolve("dang"), Path.of("nowhere"));
    Files.createSymbolicLink(bench.root().resolve("dl"), Path.of("sub"));
    Files.createDirectory(bench.root().resolve("empty"));
    AddReport report = bench.open().add(List.of(), bench.root(), false, Progress.NONE);
    assertThat(report.followedLinks()).containsExactly("l");
    assertThat(report.skippedLinks()).containsExactly("dang", "dl");
    assertThat(report.emptyDirectories()).containsExactly("empty");
    assertThat(bench.commit().id().hex())
        .isEqualTo("77c16debcc3bd3f5005c6fea5588779a8eb81538ce9fa3fc19f89fd2833027f1");
    assertThat(bench.status().changed()).containsExactly("q.json");
  }

  @ParameterizedTest
  @CsvSource({
    "pantavisor-multi-platform@1, 499bcf5a45f5b16405055a0f0f1d0fa1a4d98963c37c856bb5af7819848bda04",
  })
  void keepsALegacySpec(String spec, String id) throws Exception {
    Path root = directory.resolve("legacy");
    assertThat(Workspace.init(root, directory.resolve("pool"), spec, Dialect.EXACT)).isPresent();
    Bench bench =
        new Bench(root, directory.resolve("pool"), Dialect.EXACT).write("kernel.img", "k");
    assertThat(bench.json()).isEqualTo("{ \"#spec\": \"" + spec + "\" }");
    assertThat(bench.addAll().commit().id()).isEqualTo(new StateId(id));
  }
}
