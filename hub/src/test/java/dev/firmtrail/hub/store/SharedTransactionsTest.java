package dev.firmtrail.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTransactionsTest {
  @TempDir private Path directory;
  private Database schema;
  private Handle writer;
  private Handle reader;
  private SharedTransactions transactions;

  @BeforeEach
  void open() throws IOException {
    Path file = directory.resolve("hub.db");
    schema = Database.open(file);
    writer = Jdbi.create("jdbc:sqlite:" + file).open();
    reader = Jdbi.create("jdbc:sqlite:" + file).open();
    transactions = new SharedTransactions(writer);
  }

  @AfterEach
  void close() {
    writer.close();
    reader.close();
    schema.close();
  }

  private static int insert(Handle handle, String id) {
    return handle.execute("INSERT INTO states (id, bytes) VALUES (?, x'00')", id);
  }

  private static List<String> states(Handle handle) {
    return handle.createQuery("SELECT id FROM states ORDER BY id").mapTo(String.class).list();
  }

  private Future<Integer> adding(String id) {
    return transactions.add(handle -> insert(handle, id));
  }

  private static int refuse(Handle handle, String id) {
    insert(handle, id);
    throw new IllegalStateException("refused " + id);
  }

  @Test
  void makesOneTransactionOfAllThatWait() throws Exception {
    Future<Integer> first = adding("a");
    Future<List<String>> second =
        transactions.add(handle -> {
          assertThat(first).as("answered before it is durable").isNotDone();
          assertThat(states(reader)).as("committed for itself").isEmpty();
          return states(handle);
        });
    transactions.runWaiting();
    assertThat(first.get()).isOne();
    assertThat(second.get()).containsExactly("a");
    assertThat(states(reader)).containsExactly("a");
  }

  @Test
  void doesNotWaitForCompany() {
    Future<Integer> alone = adding("a");
    transactions.runWaiting();
    assertThat(alone).isDone();
    transactions.runWaiting();
    assertThat(states(reader)).containsExactly("a");
  }

  @Test
  void undoesOnlyTheOneThatFails() throws Exception {
    Future<Integer> before = adding("a");
    Future<Integer> refused = transactions.add(handle -> refuse(handle, "b"));
    Future<Integer> after = adding("c");
    transactions.runWaiting();
    assertThat(before.get()).isOne();
    assertThat(after.get()).isOne();
    assertThatThrownBy(refused::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("refused b");
    assertThat(states(reader)).containsExactly("a", "c");
  }

  @Test
  void failsAllOfATransactionThatBreaksAndGoesOnAfterIt() throws Exception {
    // What SQLite does by itself when a disk is full.
    Future<Integer> before = adding("a");
    Future<Integer> breaking = transactions.add(handle -> handle.execute("ROLLBACK"));
    Future<Integer> after = adding("c");
    transactions.runWaiting();
    for (Future<Integer> each : List.of(before, breaking, after)) {
      assertThatThrownBy(each::get).isInstanceOf(ExecutionException.class);
    }
    assertThat(states(reader)).isEmpty();

    Future<Integer> next = adding("d");
    transactions.runWaiting();
    assertThat(next.get()).isOne();
    assertThat(states(reader)).containsExactly("d");
  }

  @Test
  void runsWhatWasLeftForAfterwardsOnceBetweenCommitAndAnswer() {
    List<String> seen = new ArrayList<>();
    List<Future<Integer>> works = new ArrayList<>();
    works.add(
        transactions.add(handle -> {
          transactions.afterwards(() -> seen.add(states(reader) + " " + works.getFirst().isDone()));
          return insert(handle, "a");
        }));
    transactions.runWaiting();
    assertThat(seen).containsExactly("[a] false");
    assertThat(works.getFirst()).isDone();

    works.add(adding("b"));
    transactions.runWaiting();
    assertThat(seen).hasSize(1);
  }

  /** Nobody knows how far a commit came that failed. */
  @Test
  void runsWhatWasLeftForAfterwardsAlsoWhenTheTransactionBreaks() {
    List<String> seen = new ArrayList<>();
    Future<Integer> breaking =
        transactions.add(handle -> {
          transactions.afterwards(() -> seen.add("ran"));
          return handle.execute("ROLLBACK");
        });
    transactions.runWaiting();
    assertThat(breaking).isDone();
    assertThat(seen).containsExactly("ran");
  }

  @Test
  void whatIsAnsweredIsThereWhenTheDiskIsFull() throws Exception {
    int pages = writer.createQuery("PRAGMA page_count").mapTo(Integer.class).one();
    writer.execute("PRAGMA max_page_count = " + (pages + 4));
    Future<Integer> small = adding("a");
    Future<Integer> large =
        transactions.add(handle ->
            handle.execute("INSERT INTO states (id, bytes) VALUES ('b', zeroblob(1000000))"));
    Future<Integer> last = adding("c");
    transactions.runWaiting();
    List<String> answered = new ArrayList<>();
    if (small.state() == Future.State.SUCCESS) {
      answered.add("a");
    }
    if (last.state() == Future.State.SUCCESS) {
      answered.add("c");
    }
    assertThatThrownBy(large::get).hasStackTraceContaining("full");
    assertThat(states(reader)).isEqualTo(answered);
  }

  @Test
  void losesAndDoublesNothingOfManyWriters() throws Exception {
    int writers = 32;
    int each = 20;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        int number = w;
        running.add(
            threads.submit(() -> {
              for (int i = 0; i < each; i++) {
                String id = number + "-" + i;
                schema.write(handle -> insert(handle, id));
                assertThat(schema.<List<String>>read(SharedTransactionsTest::states)).contains(id);
              }
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    assertThat(states(reader)).hasSize(writers * each);
  }
}
