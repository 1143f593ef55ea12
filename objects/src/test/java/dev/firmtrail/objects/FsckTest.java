package dev.firmtrail.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FsckTest {
  private static final List<byte[]> CONTENTS =
      List.of(
          "kernel".getBytes(UTF_8),
          "root".getBytes(UTF_8),
          "modules".getBytes(UTF_8),
          new byte[600_000]);
  private static final List<ObjectId> IDS = CONTENTS.stream().map(ObjectId::of).toList();

  @TempDir Path temp;
  private ObjectStore store;
  private ObjectStore good;

  @BeforeEach
  void fillTwoStores() throws IOException {
    store = ObjectStore.open(temp.resolve("store"));
    good = ObjectStore.open(temp.resolve("good"));
    for (byte[] content : CONTENTS) {
      store.put(new ByteArrayInputStream(content), ObjectId.of(content), content.length);
      good.put(new ByteArrayInputStream(content), ObjectId.of(content), content.length);
    }
  }

  private void flipOneBit(ObjectId id) throws IOException {
    byte[] bytes = Files.readAllBytes(store.path(id));
    bytes[bytes.length - 1] ^= 1;
    Files.write(store.path(id), bytes);
  }

  private FsckReport check() throws IOException {
    return store.fsck(IDS, Optional.empty(), Progress.NONE);
  }

  @Test
  void aGoodStoreIsGoodAndEveryByteWasRead() throws IOException {
    AtomicLong told = new AtomicLong();
    AtomicLong promised = new AtomicLong();
    Progress progress =
        new Progress() {
          @Override
          public void begin(String what, long totalBytes) {
            promised.set(totalBytes);
          }

          @Override
          public void advance(long bytes) {
            told.addAndGet(bytes);
          }

          @Override
          public void end() {}
        };

    FsckReport report = store.fsck(IDS, Optional.empty(), progress);

    assertThat(report.good()).isTrue();
    assertThat(report.checked()).isEqualTo(4);
    assertThat(report.bytes()).isEqualTo(600_017);
    assertThat(told).hasValue(600_017);
    assertThat(promised).hasValue(600_017);
  }

  @Test
  void everyPhaseThatBeganEndsAlsoWhenTheRepairFails() throws IOException {
    flipOneBit(IDS.get(3));
    WatchedDisk disk = WatchedDisk.whole();
    disk.breakAt(WatchedDisk.Kind.WRITE, "");
    ObjectStore broken = ObjectStore.open(disk.at(store.directory()));
    List<String> phases = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void begin(String what, long totalBytes) {
            phases.add("begin " + what);
          }

          @Override
          public void advance(long bytes) {}

          @Override
          public void end() {
            phases.add("end");
          }
        };

    assertThatThrownBy(() -> broken.fsck(List.of(), Optional.of(good), progress))
        .hasMessageEndingWith(": the disk is broken");
    store.fsck(List.of(), Optional.of(good), progress);

    assertThat(phases).containsExactly("begin checking", "end", "begin checking", "end");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anInterruptStopsTheCheckAndIsPassedOn() {
    Thread checking = Thread.currentThread();
    Progress untilItIsNoticed =
        new Progress() {
          @Override
          public void begin(String what, long totalBytes) {}

          @Override
          public void advance(long bytes) {
            while (checking.isInterrupted()) {
              Thread.onSpinWait();
            }
          }

          @Override
          public void end() {}
        };
    checking.interrupt();
    assertThatThrownBy(() -> store.fsck(List.of(), Optional.empty(), untilItIsNoticed))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining(store.directory().toString());
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void allListsAreSorted() throws IOException {
    List<Path> leftovers = new ArrayList<>();
    List<Path> strangers = new ArrayList<>();
    for (int i = 10; i < 60; i++) {
      leftovers.add(Files.createFile(store.directory().resolve(DurableFile.TEMPORARY_PREFIX + i)));
      strangers.add(Files.createFile(store.directory().resolve("stranger" + i)));
    }
    List<ObjectId> absent =
        IntStream.range(0, 50).mapToObj(i -> ObjectId.of(new byte[] {(byte) i})).toList();

    FsckReport report = store.fsck(absent, Optional.empty(), Progress.NONE);

    assertThat(report.leftovers()).containsExactlyElementsOf(leftovers);
    assertThat(report.strangers()).containsExactlyElementsOf(strangers);
    assertThat(report.missing()).containsExactlyElementsOf(absent.stream().sorted().toList());
  }

  @Test
  void namesWhatIsCorruptAndMissingAndTouchesNothing() throws IOException {
    flipOneBit(IDS.get(3));
    Files.delete(store.path(IDS.get(1)));

    FsckReport report = check();

    assertThat(report.corrupt()).containsExactly(IDS.get(3));
    assertThat(report.missing()).containsExactly(IDS.get(1));
    assertThat(report.repaired()).isEmpty();
    assertThat(report.good()).isFalse();
    assertThat(store.verify(IDS.get(3))).isFalse();
  }

  @Test
  void repairsFromAnotherStore() throws IOException {
    flipOneBit(IDS.get(3));
    Files.writeString(store.path(IDS.get(0)), "short");
    Files.delete(store.path(IDS.get(1)));

    FsckReport report = store.fsck(IDS, Optional.of(good), Progress.NONE);

    assertThat(report.repaired()).containsExactlyInAnyOrder(IDS.get(0), IDS.get(1), IDS.get(3));
    assertThat(report.good()).isTrue();
    assertThat(check())
        .extracting(FsckReport::good, FsckReport::corrupt, FsckReport::leftovers)
        .containsExactly(true, List.of(), List.of());
    assertThat(ObjectStoreTest.names(store.directory())).hasSize(4);
  }

  @Test
  void aCorruptSourceRepairsNothing() throws IOException {
    flipOneBit(IDS.get(3));
    byte[] damaged = Files.readAllBytes(store.path(IDS.get(3)));
    Files.write(good.path(IDS.get(3)), damaged);

    FsckReport report = store.fsck(IDS, Optional.of(good), Progress.NONE);

    assertThat(report.corrupt()).containsExactly(IDS.get(3));
    assertThat(report.repaired()).isEmpty();
    assertThat(report.good()).isFalse();
    assertThat(ObjectStoreTest.names(store.directory())).hasSize(4);
  }

  @Test
  void tellsLeftoversFromStrangers() throws IOException {
    Path pool = store.directory();
    String id = IDS.get(0).hex();
    Path temporary = Files.createFile(pool.resolve(DurableFile.TEMPORARY_PREFIX + "0011"));
    Path part = Files.createFile(pool.resolve(id + ".part"));
    Path aside = Files.createFile(pool.resolve(id + ".corrupt"));
    Path published = Files.createFile(pool.resolve(id + ".new"));
    Path note = Files.createFile(pool.resolve("README.new"));
    Path upper = Files.createFile(pool.resolve("A".repeat(64)));
    Path directory = Files.createDirectory(pool.resolve("b".repeat(64)));
    Path link = Files.createSymbolicLink(pool.resolve("c".repeat(64)), note);

    FsckReport report = check();

    assertThat(report.leftovers()).containsExactlyInAnyOrder(temporary, part, aside, published);
    assertThat(report.strangers()).containsExactlyInAnyOrder(note, upper, directory, link);
    assertThat(report.checked()).isEqualTo(4);
    assertThat(report.good()).isTrue();
  }

  @Test
  void aStrangerUnderAWantedIdIsReportedAndNotReplaced() throws IOException {
    Files.delete(store.path(IDS.get(0)));
    Files.createDirectory(store.path(IDS.get(0)));

    FsckReport report = store.fsck(IDS, Optional.of(good), Progress.NONE);

    assertThat(report.missing()).containsExactly(IDS.get(0));
    assertThat(report.strangers()).containsExactly(store.path(IDS.get(0)));
    assertThat(report.good()).isFalse();
    assertThat(store.path(IDS.get(0))).isDirectory();
  }

  @Test
  void reachabilityTellsMissingAndUnreferenced() throws Exception {
    ObjectId absent = ObjectId.of(new byte[] {42});
    State first = State.read(state("a", IDS.get(0), "b", IDS.get(1)));
    State second = State.read(state("a", IDS.get(0), "b", absent));

    Reachability walk = Reachability.of(List.of(first, second), store);

    assertThat(walk.reachable()).containsExactlyInAnyOrder(IDS.get(0), IDS.get(1), absent);
    assertThat(walk.missing()).containsExactly(absent);
    assertThat(walk.unreferenced()).containsExactlyInAnyOrder(IDS.get(2), IDS.get(3));
  }

  private static byte[] state(String a, ObjectId ofA, String b, ObjectId ofB) {
    return "{\"#spec\":\"pantavisor-service-system@1\",\"%s\":\"%s\",\"%s\":\"%s\"}"
        .formatted(a, ofA, b, ofB)
        .getBytes(UTF_8);
  }
}
