package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManyWritersTest {
  private static final int WRITERS = 16;

  @TempDir Path pool;

  private static <T> List<T> allAtOnce(Callable<T> work) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<T> results = new ArrayList<>();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        running.add(
            writers.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      start.countDown();
      for (Future<T> each : running) {
        results.add(each.get());
      }
    }
    return results;
  }

  private void assertOnlyGoodObjects(ObjectStore store, int count) throws IOException {
    FsckReport report = store.fsck(List.of(), Optional.empty(), Progress.NONE);
    assertThat(report.good()).isTrue();
    assertThat(report.checked()).isEqualTo(count);
    assertThat(report.leftovers()).isEmpty();
    assertThat(report.strangers()).isEmpty();
  }

  @Test
  void threadsThatPutOneObjectLeaveOneObject() throws Exception {
    ObjectStore store = ObjectStore.open(pool);
    for (int seed = 0; seed < 20; seed++) {
      long same = seed;
      allAtOnce(() -> Child.put(store, same));
    }
    assertOnlyGoodObjects(store, 20);
  }

  @Test
  void threadsThatShareABatchLoseNothing() throws Exception {
    ObjectStore store = ObjectStore.open(pool);
    try (Batch batch = store.batch()) {
      List<PutResult> results =
          allAtOnce(() -> {
            for (int seed = 0; seed < 20; seed++) {
              batch.put(new ByteArrayInputStream(Child.content(seed)));
            }
            return batch.put(new ByteArrayInputStream(Child.content(20))).result();
          });
      assertThat(results).containsOnlyOnce(PutResult.INSERTED);
      batch.flush();
    }
    assertOnlyGoodObjects(store, 21);
  }

  @Test
  void threadsThatResumeOneObjectNeverMixTheirBytes() throws Exception {
    ObjectStore store = ObjectStore.open(pool);
    for (int seed = 0; seed < 20; seed++) {
      byte[] content = Child.content(seed);
      ObjectId id = ObjectId.of(content);
      allAtOnce(() -> {
        try (PartialObject object = store.resume(id, content.length)) {
          int here = (int) object.length();
          object.append(
              new ByteArrayInputStream(Arrays.copyOfRange(content, here, content.length)));
          return object.finish();
        }
      });
    }
    assertOnlyGoodObjects(store, 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"same-again", "same-parts-again"})
  void processesThatBringTheSameObjectsLeaveOneOfEach(String what) throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(
          new ProcessBuilder(Child.command(what, pool, 1))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }
    assertOnlyGoodObjects(ObjectStore.open(pool), 50);
  }
}
