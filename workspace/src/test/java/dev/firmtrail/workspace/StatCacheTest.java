package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.ObjectId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/formats/workspace.md, Stat cache. */
class StatCacheTest {
  private static final ObjectId CONTENT = ObjectId.of("content".getBytes(StandardCharsets.UTF_8));
  private static final ObjectId JSON = ObjectId.of("json".getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;

  @Test
  void readsNothingWhenNothingChanged() throws Exception {
    Bench bench = settledBench();
    assertThat(bench.bytesReadByStatus()).isZero();
  }

  @Test
  void readsNothingAfterACommitOfSettledFiles() throws Exception {
    Bench bench =
        Bench.make(directory, Dialect.EXACT).write("a", "one").write("c.json", "{\"n\":1.0}");
    bench.settle();
    bench.addAll().commit();
    assertThat(bench.bytesReadByStatus()).isZero();
    assertThat(bench.status().isClean()).isTrue();
  }

  @Test
  void readsAFileAgainAsLongAsItsStampIsNotSettled() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT).write("a", "one").addAll();
    bench.commit();
    Files.setLastModifiedTime(
        bench.root().resolve("a"), FileTime.from(Instant.parse("2100-01-01T00:00:00.5Z")));
    assertThat(bench.status().isClean()).isTrue();
    assertThat(bench.bytesReadByStatus()).isEqualTo(3);
    bench.settle();
    assertThat(bench.status().isClean()).isTrue();
    assertThat(bench.bytesReadByStatus()).isZero();
  }

  @Test
  void seesAChangeOfTheSameSizeAtOnceAfterTheFirstWasRead() throws Exception {
    Bench bench = Bench.make(directory, Dialect.EXACT).write("a", "one").addAll();
    bench.commit();
    for (int i = 0; i < 50; i++) {
      Path file = bench.root().resolve("a");
      FileTime before = Files.getLastModifiedTime(file);
      Files.writeString(file, i % 2 == 0 ? "two" : "one");
      Files.setLastModifiedTime(file, before);
      assertThat(bench.status().changed().isEmpty()).as("write number " + i).isEqualTo(i % 2 != 0);
    }
  }

  @Test
  void readsAFileAgainWhoseTimeOfWritingWasSetBack() throws Exception {
    Bench bench = settledBench();
    Path file = bench.root().resolve("a");
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, before);
    assertThat(bench.status().changed()).containsExactly("a");
  }

  @Test
  void findsNoChangeInAFileThatWasOnlyTouched() throws Exception {
    Bench bench = settledBench();
    Files.setLastModifiedTime(bench.root().resolve("a"), FileTime.fromMillis(1_650_000_000_123L));
    assertThat(bench.bytesReadByStatus()).isEqualTo(3);
    assertThat(bench.status().isClean()).isTrue();
  }

  @Test
  void doesNotTrustAStampThatAWriteInTheSameInstantWouldLeave() {
    long second = 1_000_000_000L;
    FileStamp fine = new FileStamp(1, 100 * second + 1, 100 * second + 1, 1, 1);
    assertThat(fine.isSettledAt(100 * second + 1)).isFalse();
    assertThat(fine.isSettledAt(100 * second + 1 + FileStamp.FINE_GRANULARITY_NANOS)).isFalse();
    assertThat(fine.isSettledAt(100 * second + 2 + FileStamp.FINE_GRANULARITY_NANOS)).isTrue();
    FileStamp coarse = new FileStamp(1, 100 * second, 100 * second, 1, 1);
    assertThat(coarse.isSettledAt(101 * second)).isFalse();
    assertThat(coarse.isSettledAt(103 * second)).isTrue();
    FileStamp written = new FileStamp(1, 3, 100 * second + 1, 1, 1);
    assertThat(written.isSettledAt(100 * second + 2)).as("the kernel's time counts too").isFalse();
  }

  @Test
  void keepsWhatItKnowsOnDisk() throws Exception {
    FileStamp stamp = new FileStamp(3, 4, 5, 6, 7);
    StatCache cache = StatCache.load(directory);
    cache.remember("ä/b", stamp, CONTENT, Optional.of(JSON), Long.MAX_VALUE);
    cache.remember("fresh", stamp, CONTENT, Optional.empty(), 0);
    cache.remember("gone", stamp, CONTENT, Optional.empty(), Long.MAX_VALUE);
    cache.save(Set.of("ä/b", "fresh")::contains);
    StatCache again = StatCache.load(directory);
    assertThat(again.known("ä/b", stamp)).contains(new StatCache.Known(CONTENT, Optional.of(JSON)));
    assertThat(again.known("fresh", stamp)).isEmpty();
    assertThat(again.known("gone", stamp)).isEmpty();
    assertThat(again.known("ä/b", new FileStamp(3, 4, 6, 6, 7))).isEmpty();
    assertThat(again.wasTouched("fresh", stamp)).isFalse();
    assertThat(again.wasTouched("fresh", new FileStamp(3, 5, 5, 6, 7))).isTrue();
  }

  @Test
  void takesADamagedFileForNone() throws Exception {
    Bench bench = settledBench();
    Path file = bench.root().resolve(".pvr/" + StatCache.FILE_NAME);
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(
          file, i % 4 == 0 ? java.util.Arrays.copyOf(good, random.nextInt(good.length)) : bad);
      FileStamp stamp = FileFacts.following(bench.root().resolve("a")).stamp();
      assertThat(StatCache.load(bench.root().resolve(".pvr")).known("a", stamp)).isEmpty();
    }
    assertThat(bench.status().isClean()).isTrue();
    assertThat(bench.bytesReadByStatus()).as("written anew").isZero();
  }

  @Test
  void worksWhereTheCacheCannotBeWritten() throws Exception {
    Bench bench = settledBench();
    Path file = bench.root().resolve(".pvr/" + StatCache.FILE_NAME);
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(bench.status().isClean()).isTrue();
    assertThat(bench.bytesReadByStatus()).isPositive();
  }

  private Bench settledBench() throws Exception {
    Bench bench =
        Bench.make(directory, Dialect.EXACT)
            .write("a", "one")
            .write("d/c.json", "{\"n\":1.0}")
            .addAll();
    bench.commit();
    bench.settle();
    assertThat(bench.status().isClean()).isTrue();
    return bench;
  }
}
