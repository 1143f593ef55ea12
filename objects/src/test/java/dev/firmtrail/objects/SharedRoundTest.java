package dev.firmtrail.objects;

import static dev.firmtrail.objects.WatchedDisk.Kind.MOVE;
import static dev.firmtrail.objects.WatchedDisk.Kind.SYNC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.objects.WatchedDisk.Step;
import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What objects share that become ready while another one is being made durable. */
@Timeout(60) // A thread whose turn never comes.
class SharedRoundTest {
  private static final Step POOL = new Step(SYNC, "pool");

  @TempDir Path temp;
  private final Map<Integer, String> failures = new ConcurrentHashMap<>();

  private static byte[] content(int number) {
    return ("content " + number).getBytes(UTF_8);
  }

  private static ObjectId id(int number) {
    return ObjectId.of(content(number));
  }

  private Thread put(SharedPuts puts, int number) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            puts.put(new ByteArrayInputStream(content(number)), id(number), content(number).length);
          } catch (IOException cannot) {
            failures.put(number, String.valueOf(cannot.getMessage()));
          }
        });
  }

  /** Object 0 is held at its sync until objects 1 to {@code count} wait; their steps are seen. */
  private ObjectStore putInOneRound(WatchedDisk disk, int count, WatchedDisk.Before inTheRound)
      throws Exception {
    ObjectStore store = ObjectStore.open(disk.at(temp.resolve("pool")));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    disk.before(step -> {
      if (step.is(SYNC) && first.getAndSet(false)) {
        held.countDown();
        awaitUninterrupted(goOn);
      }
    });
    try (SharedPuts puts = store.sharedPuts()) {
      List<Thread> threads = new ArrayList<>();
      threads.add(put(puts, 0));
      held.await();
      for (int i = 1; i <= count; i++) {
        threads.add(put(puts, i));
      }
      for (Thread each : threads) {
        awaitItsTurn(each);
      }
      AtomicBoolean firstIsDone = new AtomicBoolean();
      disk.before(step -> {
        if (firstIsDone.get()) {
          inTheRound.step(step);
        } else if (step.equals(POOL)) {
          disk.forget();
          firstIsDone.set(true);
        }
      });
      goOn.countDown();
      for (Thread each : threads) {
        each.join();
      }
    }
    return store;
  }

  private static void awaitItsTurn(Thread putting) throws InterruptedException {
    while (Arrays.stream(putting.getStackTrace())
            .noneMatch(frame -> frame.getMethodName().equals("publish"))
        || putting.getState() != Thread.State.WAITING) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Thread.onSpinWait();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new UncheckedIOException(new IOException(stopped));
    }
  }

  private void assertAllAreGood(ObjectStore store, int count) throws IOException {
    assertThat(failures).isEmpty();
    for (int i = 0; i <= count; i++) {
      assertThat(store.verify(id(i))).isTrue();
    }
    assertThat(ObjectStoreTest.names(temp.resolve("pool"))).hasSize(count + 1);
  }

  @Test
  void aFewAreSyncedOneByOneAndShareTheSyncOfTheDirectory() throws Exception {
    WatchedDisk disk = WatchedDisk.whole();
    ObjectStore store = putInOneRound(disk, Batch.FEW_FILES, step -> {});

    assertAllAreGood(store, Batch.FEW_FILES);
    assertThat(disk.steps(SYNC)).hasSize(Batch.FEW_FILES + 1).endsWith(POOL);
    assertThat(disk.steps(MOVE)).hasSize(Batch.FEW_FILES);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void manyShareOneSyncOfTheFileSystemToo() throws Exception {
    WatchedDisk disk = WatchedDisk.whole();
    ObjectStore store = putInOneRound(disk, Batch.FEW_FILES + 1, step -> {});

    assertAllAreGood(store, Batch.FEW_FILES + 1);
    assertThat(disk.steps(SYNC)).containsExactly(POOL);
  }

  @Test
  void manyAreSyncedOneByOneWhereTheFileSystemHasNoSyncOfItsOwn() throws Exception {
    WatchedDisk disk = WatchedDisk.withoutSyncOfAll();
    ObjectStore store = putInOneRound(disk, Batch.FEW_FILES + 1, step -> {});

    assertAllAreGood(store, Batch.FEW_FILES + 1);
    assertThat(disk.steps(SYNC)).hasSize(Batch.FEW_FILES + 2).endsWith(POOL);
  }

  @Test
  void oneWhoseSyncFailsFailsAlone() throws Exception {
    WatchedDisk disk = WatchedDisk.withoutSyncOfAll();
    AtomicBoolean broken = new AtomicBoolean();
    ObjectStore store =
        putInOneRound(
            disk,
            3,
            step -> {
              if (step.is(SYNC) && !broken.getAndSet(true)) {
                throw new IOException("the disk is broken");
              }
            });

    assertThat(failures)
        .hasSize(1)
        .allSatisfy((number, said) -> {
          assertThat(said).startsWith("cannot sync").endsWith("the disk is broken");
          assertThat(store.contains(id(number))).isFalse();
        });
    assertThat(ObjectStoreTest.names(temp.resolve("pool"))).hasSize(3);
  }

  @Test
  void noneIsAcknowledgedWhenTheirDirectoryCannotBeSynced() throws Exception {
    WatchedDisk disk = WatchedDisk.whole();
    putInOneRound(
        disk,
        3,
        step -> {
          if (step.equals(POOL)) {
            throw new IOException("the disk is broken");
          }
        });

    assertThat(failures.keySet()).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(failures.values()).allMatch(said -> said.startsWith("cannot sync the directory"));
  }
}
