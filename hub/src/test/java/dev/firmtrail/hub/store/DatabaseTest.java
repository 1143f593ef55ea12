package dev.firmtrail.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final int FULL = 2;

  private static int pragma(Handle handle, String name) {
    return handle.createQuery("PRAGMA " + name).mapTo(Integer.class).one();
  }

  @Test
  void syncsEveryCommitAndAsksTheTriggersOfReplacedRows(@TempDir Path directory)
      throws IOException {
    try (Database database = Database.open(directory.resolve("hub.db"))) {
      assertThat(database.<Integer>write(handle -> pragma(handle, "synchronous"))).isEqualTo(FULL);
      assertThat(database.<Integer>write(handle -> pragma(handle, "recursive_triggers"))).isOne();
      assertThat(database.<Integer>write(handle -> pragma(handle, "foreign_keys"))).isOne();
      assertThat(
              database.<String>write(
                  handle -> handle.createQuery("PRAGMA journal_mode").mapTo(String.class).one()))
          .isEqualTo("wal");
    }
  }

  @Test
  void forgetsWhatAFailedTransactionDid(@TempDir Path directory) throws IOException {
    try (Database database = Database.open(directory.resolve("hub.db"))) {
      assertThatThrownBy(() ->
              database.write(handle -> {
                handle.execute("INSERT INTO states (id, bytes) VALUES ('a', x'00')");
                throw new IllegalStateException("on purpose");
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("on purpose");
      assertThat(database.<Integer>read(DatabaseTest::countStates)).isZero();
    }
  }

  private static int countStates(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM states").mapTo(Integer.class).one();
  }

  @Test
  void writesNothingThroughAReader(@TempDir Path directory) throws IOException {
    try (Database database = Database.open(directory.resolve("hub.db"))) {
      assertThatThrownBy(() ->
              database.read(
                  handle -> handle.execute("INSERT INTO states (id, bytes) VALUES ('a', x'00')")))
          .hasStackTraceContaining("readonly");
    }
  }

  @Test
  void refusesTheFileOfANewerProgram(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("hub.db");
    try (Database database = Database.open(file)) {
      database.write(handle -> handle.execute("PRAGMA user_version = 99"));
    }
    assertThatThrownBy(() -> Database.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("99");
  }

  @Test
  void writesTimesAsThePublishedServerDoes() {
    assertThat(Times.wire(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(Times.wire(Instant.parse("2026-01-02T03:04:05.120Z")))
        .isEqualTo("2026-01-02T03:04:05.12Z");
    assertThat(Times.wire(Times.ofMicros(1_700_000_000_000_001L)))
        .isEqualTo("2023-11-14T22:13:20.000001Z");
  }
}
