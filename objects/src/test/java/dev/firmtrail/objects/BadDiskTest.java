package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full and a read-only file system, real ones; only root may mount them. */
class BadDiskTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path temp;
  private Path disk;
  private ObjectStore store;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    disk = Files.createDirectory(temp.resolve("disk"));
    String said = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
    if (!said.isEmpty()) {
      System.out.println("SKIPPED BadDiskTest: cannot mount a tmpfs: " + said);
    }
    assumeTrue(said.isEmpty(), () -> "cannot mount a tmpfs: " + said);
    store = ObjectStore.open(disk.resolve("pool"));
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  /** What the command complained of; empty when it worked. */
  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
    int status = process.waitFor();
    return status == 0 ? "" : command[0] + " ended with " + status + ": " + said.strip();
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private PutResult put(byte[] content) throws IOException {
    return store.put(new ByteArrayInputStream(content), ObjectId.of(content), content.length);
  }

  @Test
  void aFullDiskStoresNothingAndTheStoreGoesOnWhenThereIsSpace() throws IOException {
    byte[] first = random(MEGABYTE);
    byte[] second = random(MEGABYTE + 1);
    put(first);

    assertThatThrownBy(() -> put(second))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(store.directory().toString())
        .hasMessageContaining("No space left on device");
    assertThat(ObjectStoreTest.names(store.directory())).containsExactly(ObjectId.of(first).hex());

    Files.delete(store.path(ObjectId.of(first)));
    assertThat(put(second)).isEqualTo(PutResult.INSERTED);
    assertThat(store.verify(ObjectId.of(second))).isTrue();
  }

  @Test
  void aFullDiskInABatchLeavesWhatFitted() throws IOException {
    byte[] small = random(1000);
    try (Batch batch = store.batch()) {
      batch.put(new ByteArrayInputStream(small));
      assertThatThrownBy(() -> batch.put(new ByteArrayInputStream(random(3 * MEGABYTE))))
          .hasMessageContaining("No space left on device");
      batch.flush();
    }
    assertThat(ObjectStoreTest.names(store.directory())).containsExactly(ObjectId.of(small).hex());
  }

  @Test
  void aFullDiskFailsOnlyThePutsThatDidNotFit() throws Exception {
    List<byte[]> contents = List.of(random(700_000), random(700_001), random(700_002));
    try (SharedPuts puts = store.sharedPuts();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PutResult>> all = new ArrayList<>();
      for (byte[] content : contents) {
        all.add(
            threads.submit(() ->
                puts.put(new ByteArrayInputStream(content), ObjectId.of(content), content.length)));
      }
      threads.shutdown();
      threads.awaitTermination(1, TimeUnit.MINUTES);
      assertThat(all).anyMatch(put -> put.state() == Future.State.FAILED);
      for (int i = 0; i < all.size(); i++) {
        ObjectId id = ObjectId.of(contents.get(i));
        assertThat(store.contains(id)).isEqualTo(all.get(i).state() == Future.State.SUCCESS);
        assertThat(!store.contains(id) || store.verify(id)).isTrue();
      }
    }
  }

  @Test
  void aFullDiskKeepsThePartThatCameAndItGoesOnLater() throws IOException {
    byte[] content = random(MEGABYTE + MEGABYTE / 2);
    byte[] inTheWay = random(MEGABYTE);
    ObjectId id = ObjectId.of(content);
    try (PartialObject object = store.resume(id, content.length)) {
      put(inTheWay);
      assertThatThrownBy(() -> object.append(new ByteArrayInputStream(content)))
          .hasMessageContaining("No space left on device");
      assertThatThrownBy(object::finish)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("resume");
    }
    assertThat(store.contains(id)).isFalse();
    assertThatThrownBy(() -> store.resume(id, content.length))
        .hasMessageContaining("no room for object " + id);

    Files.delete(store.path(ObjectId.of(inTheWay)));
    try (PartialObject object = store.resume(id, content.length)) {
      int here = (int) object.length();
      assertThat(here).isPositive();
      object.append(new ByteArrayInputStream(content, here, content.length - here));
      assertThat(object.finish()).isEqualTo(PutResult.INSERTED);
    }
    assertThat(store.verify(id)).isTrue();
  }

  @Test
  void aFullDiskLeavesTheOldDurableFileAndTheOldCopy() throws IOException {
    byte[] object = random(MEGABYTE + MEGABYTE / 2);
    put(object);
    Path file = Files.writeString(disk.resolve("file"), "old");

    assertThatThrownBy(() -> DurableFile.write(file, random(MEGABYTE)))
        .hasMessageContaining("No space left");
    assertThatThrownBy(() -> store.copyTo(ObjectId.of(object), file))
        .hasMessageContaining("No space left");

    assertThat(file).hasContent("old");
    assertThat(ObjectStoreTest.names(disk)).containsExactly("file", "pool");
  }

  @Test
  void aReadOnlyDiskIsNamedAndItsObjectsCanBeRead() throws Exception {
    byte[] there = random(1000);
    put(there);
    assertThat(run("mount", "-o", "remount,ro", disk.toString())).isEmpty();

    ObjectStore readOnly = ObjectStore.open(store.directory());
    assertThat(readOnly.verify(ObjectId.of(there))).isTrue();
    assertThatThrownBy(() -> put(random(2000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Read-only file system")
        .hasMessageContaining(store.directory().toString());
    assertThatThrownBy(() -> DurableFile.write(disk.resolve("file"), there))
        .hasMessageContaining("Read-only");
    assertThatThrownBy(() -> store.resume(ObjectId.of(random(9)), 9))
        .hasMessageContaining("Read-only");
    assertThatThrownBy(() -> store.setAside(ObjectId.of(there))).hasMessageContaining("Read-only");
  }
}
