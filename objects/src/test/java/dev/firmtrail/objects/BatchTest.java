package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(
    value = 60,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // A lock that is not given back.
class BatchTest {
  @TempDir Path pool;
  private ObjectStore store;

  @BeforeEach
  void openStore() throws IOException {
    store = ObjectStore.open(pool);
  }

  private static byte[] content(int i) {
    return ("object " + i).getBytes(StandardCharsets.UTF_8);
  }

  private static Stored put(Batch batch, byte[] content) throws IOException {
    return batch.put(new ByteArrayInputStream(content));
  }

  @Test
  void nothingIsVisibleBeforeTheFlushAndAllIsAfter() throws IOException {
    for (int count : new int[] {1, Batch.FEW_FILES, Batch.FEW_FILES + 1, 100}) {
      List<ObjectId> ids = new ArrayList<>();
      try (Batch batch = store.batch()) {
        for (int i = 0; i < count; i++) {
          Stored stored = put(batch, content(count * 1000 + i));
          assertThat(stored.result()).isEqualTo(PutResult.INSERTED);
          assertThat(stored.size()).isEqualTo(content(count * 1000 + i).length);
          assertThat(store.contains(stored.id())).isFalse();
          ids.add(stored.id());
        }
        batch.flush();
        for (ObjectId id : ids) {
          assertThat(store.verify(id)).isTrue();
        }
      }
    }
    assertThat(ObjectStoreTest.names(pool))
        .noneMatch(name -> name.startsWith(DurableFile.TEMPORARY_PREFIX));
  }

  @Test
  void manyThreadsMayPutIntoOneBatchBetweenFlushes() throws Exception {
    int rounds = 3;
    int perRound = 40;
    try (Batch batch = store.batch();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < rounds; round++) {
        List<Future<Stored>> all = new ArrayList<>();
        for (int i = 0; i < perRound; i++) {
          byte[] content = content(round * perRound + i);
          all.add(threads.submit(() -> put(batch, content)));
          all.add(threads.submit(() -> put(batch, content)));
        }
        int inserted = 0;
        for (Future<Stored> each : all) {
          inserted += each.get().result() == PutResult.INSERTED ? 1 : 0;
        }
        assertThat(inserted).isEqualTo(perRound);
        batch.flush();
      }
    }
    assertThat(ObjectStoreTest.names(pool)).hasSize(rounds * perRound);
    for (ObjectId id : store.ids()) {
      assertThat(store.verify(id)).isTrue();
    }
  }

  @Test
  void mayBeClosedAgainByAnyThread() throws Exception {
    Batch batch = store.batch();
    put(batch, content(1));
    batch.close();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<List<String>> left =
          other.submit(() -> {
            batch.close();
            return ObjectStoreTest.names(pool);
          });
      assertThat(left.get()).isEmpty();
    }
  }

  @Test
  void whatTurnsUpUnderAnIdAndIsNoObjectIsNamedByThePut() throws IOException {
    Files.createDirectory(store.path(ObjectId.of(content(1))));
    try (Batch batch = store.batch()) {
      assertThatThrownBy(() -> put(batch, content(1))).hasMessageContaining("move it away");
      put(batch, content(2));
      batch.flush();
    }
    assertThat(store.verify(ObjectId.of(content(2)))).isTrue();
  }

  @Test
  void whatWasNotFlushedLeavesNoTrace() throws IOException {
    try (Batch batch = store.batch()) {
      for (int i = 0; i < 20; i++) {
        put(batch, content(i));
      }
    }
    assertThat(ObjectStoreTest.names(pool)).isEmpty();
  }

  @Test
  void theSameBytesTwiceAreOneObject() throws IOException {
    try (Batch batch = store.batch()) {
      assertThat(put(batch, content(1)).result()).isEqualTo(PutResult.INSERTED);
      assertThat(put(batch, content(1)).result()).isEqualTo(PutResult.ALREADY_THERE);
      assertThat(ObjectStoreTest.names(pool)).hasSize(1);
      batch.flush();
      assertThat(put(batch, content(1)).result()).isEqualTo(PutResult.ALREADY_THERE);
      batch.flush();
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(ObjectId.of(content(1)).hex());
  }

  @Test
  void anObjectOfAnotherSizeIsReplacedAtTheFlush() throws IOException {
    ObjectId id = ObjectId.of(content(1));
    Files.write(store.path(id), new byte[] {1});
    try (Batch batch = store.batch()) {
      assertThat(put(batch, content(1)).result()).isEqualTo(PutResult.INSERTED);
      assertThat(store.verify(id)).isFalse();
      batch.flush();
    }
    assertThat(store.verify(id)).isTrue();
  }

  @Test
  void aFileIsReadAndAMissingOneIsNamed(@TempDir Path work) throws IOException {
    Path file = Files.write(work.resolve("kernel.img"), content(7));
    try (Batch batch = store.batch()) {
      assertThat(batch.put(file))
          .isEqualTo(new Stored(ObjectId.of(content(7)), 8, PutResult.INSERTED));
      assertThatThrownBy(() -> batch.put(work.resolve("gone")))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("gone");
      assertThatThrownBy(() -> batch.put(work))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(work.toString());
      batch.flush();
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(ObjectId.of(content(7)).hex());
  }

  @Test
  void aPutThatFailsLeavesTheOthersOfTheBatch() throws IOException {
    try (Batch batch = store.batch()) {
      put(batch, content(1));
      assertThatThrownBy(() -> batch.put(new BreakingStream(content(2))))
          .hasMessage("the line is down");
      batch.flush();
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(ObjectId.of(content(1)).hex());
  }

  @Test
  void aBatchWhoseFlushFailedCannotFlushAgain() throws IOException {
    ObjectId taken = ObjectId.of(content(1));
    try (Batch batch = store.batch()) {
      put(batch, content(1));
      Files.createDirectory(store.path(taken));
      assertThatThrownBy(batch::flush).hasMessageContaining(store.path(taken).toString());
      assertThatThrownBy(batch::flush).isInstanceOf(IllegalStateException.class);
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(taken.hex());
  }
}
