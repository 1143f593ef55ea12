package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPutsTest {
  private static final int MANY = 64;

  @TempDir Path directory;
  private ObjectStore store;
  private SharedPuts puts;

  @BeforeEach
  void open() throws IOException {
    store = ObjectStore.open(directory.resolve("pool"));
    puts = store.sharedPuts();
  }

  @AfterEach
  void close() {
    puts.close();
  }

  private static byte[] content(int number) {
    return ("content " + number).getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectId id(int number) {
    return ObjectId.of(content(number));
  }

  private PutResult put(int number) throws IOException {
    byte[] content = content(number);
    return puts.put(new ByteArrayInputStream(content), id(number), content.length);
  }

  /** All at the same moment, so that rounds of many come to be. */
  private List<Future<PutResult>> putTogether() {
    CountDownLatch begin = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PutResult>> running = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        int number = i;
        running.add(
            threads.submit(() -> {
              begin.await();
              return put(number);
            }));
      }
      begin.countDown();
      return running;
    }
  }

  @Test
  void storesEachOfManyThatComeTogether() throws Exception {
    for (Future<PutResult> each : putTogether()) {
      assertThat(each.get()).isEqualTo(PutResult.INSERTED);
    }
    assertThat(ObjectStoreTest.names(store.directory())).hasSize(MANY);
    for (int i = 0; i < MANY; i++) {
      assertThat(store.verify(id(i))).isTrue();
    }
    assertThat(put(0)).isEqualTo(PutResult.ALREADY_THERE);
  }

  @Test
  void whatFailsForOneFailsForThatOneAlone() throws Exception {
    Files.createDirectory(store.path(id(7)));
    List<Future<PutResult>> all = putTogether();
    for (int i = 0; i < MANY; i++) {
      if (i == 7) {
        assertThatThrownBy(all.get(i)::get)
            .isInstanceOf(ExecutionException.class)
            .hasMessageContaining("has the name of an object");
      } else {
        assertThat(all.get(i).get()).isEqualTo(PutResult.INSERTED);
        assertThat(store.verify(id(i))).isTrue();
      }
    }
    assertThat(ObjectStoreTest.names(store.directory())).hasSize(MANY);
  }

  @Test
  void storesNothingButTheBytesThatWerePromised() throws IOException {
    byte[] content = content(1);
    assertThatThrownBy(() -> puts.put(new ByteArrayInputStream(content), id(2), content.length))
        .isInstanceOf(WrongContentException.class);
    assertThatThrownBy(() -> puts.put(new ByteArrayInputStream(content), id(1), content.length - 1))
        .isInstanceOf(WrongContentException.class);
    assertThat(ObjectStoreTest.names(store.directory())).isEmpty();
  }
}
