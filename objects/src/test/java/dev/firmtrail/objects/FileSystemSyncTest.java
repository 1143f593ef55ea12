package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class FileSystemSyncTest {
  @TempDir Path temp;
  private ObjectStore store;

  @BeforeEach
  void openStore() throws IOException {
    store = ObjectStore.open(temp.resolve("pool"));
  }

  /** How often this process has the pool's directory open. */
  private long descriptors() throws IOException {
    Path pool = store.directory().toRealPath();
    long count = 0;
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : open.toList()) {
        try {
          count += Files.readSymbolicLink(each).equals(pool) ? 1 : 0;
        } catch (NoSuchFileException closedMeanwhile) {
          // It was the one that listed them.
        }
      }
    }
    return count;
  }

  private static void put(Batch batch, int number) throws IOException {
    batch.put(new ByteArrayInputStream(("object " + number).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void syncsWhileItIsOpenAndSaysWhenItCannot() throws IOException {
    FileSystemSync sync = FileSystemSync.of(store.directory()).orElseThrow();
    assertThat(descriptors()).isEqualTo(1);
    assertThat(sync.sync()).isTrue();
    sync.close();
    assertThat(descriptors()).isZero();
    assertThat(sync.sync()).isFalse();
  }

  @Test
  void isNotToBeHadWhereThereIsNoDirectory() {
    assertThat(FileSystemSync.of(temp.resolve("none"))).isEmpty();
  }

  @Test
  void aBatchOpensItBeforeItsManyFilesAreWrittenAndClosesIt() throws IOException {
    try (Batch batch = store.batch()) {
      for (int i = 0; i < Batch.FEW_FILES - 1; i++) {
        put(batch, i);
      }
      assertThat(descriptors()).isZero();
      put(batch, Batch.FEW_FILES);
      assertThat(descriptors()).isEqualTo(1);
      for (int i = 100; i < 120; i++) {
        put(batch, i);
      }
      batch.flush();
      assertThat(descriptors()).isEqualTo(1);
    }
    assertThat(descriptors()).isZero();
  }

  @Test
  void sharedPutsKeepItOpenUntilTheyAreClosed() throws IOException {
    SharedPuts puts = store.sharedPuts();
    assertThat(descriptors()).isEqualTo(1);
    puts.close();
    assertThat(descriptors()).isZero();
  }

  @Test
  void aTreeIsSyncedWithoutLeavingItOpen() throws IOException {
    DurableFile.syncTree(store.directory());
    assertThat(descriptors()).isZero();
  }
}
