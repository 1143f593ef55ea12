package dev.firmtrail.objects;

import static dev.firmtrail.objects.WatchedDisk.Kind.MOVE;
import static dev.firmtrail.objects.WatchedDisk.Kind.SYNC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.objects.WatchedDisk.Step;
import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each way in syncs the bytes, then gives the name, then syncs the directory; and no more. */
class SyncOrderTest {
  private static final Step POOL = new Step(SYNC, "pool");

  @TempDir Path temp;
  private WatchedDisk disk = WatchedDisk.withoutSyncOfAll();

  private ObjectStore store() throws IOException {
    ObjectStore store = ObjectStore.open(disk.at(temp.resolve("pool")));
    disk.forget();
    return store;
  }

  private static byte[] content(int number) {
    return ("content " + number).getBytes(UTF_8);
  }

  private static ObjectId id(int number) {
    return ObjectId.of(content(number));
  }

  private static ByteArrayInputStream bytes(int number) {
    return new ByteArrayInputStream(content(number));
  }

  private void leaveUnsynced(int number) throws IOException {
    Files.write(temp.resolve("pool").resolve(id(number).hex()), content(number));
  }

  /** Syncs and renames; the names of temporaries, which are random, left out. */
  private List<Step> order() {
    return disk.steps(SYNC, MOVE).stream()
        .map(step -> step.isOfATemporary() ? new Step(step.kind(), "temporary") : step)
        .toList();
  }

  private static Step sync(String file) {
    return new Step(SYNC, file);
  }

  private static Step named(int number) {
    return new Step(MOVE, id(number).hex());
  }

  @Test
  void ofAPut() throws IOException {
    ObjectStore store = store();
    store.put(bytes(1), id(1), content(1).length);
    assertThat(order()).containsExactly(sync("temporary"), named(1), POOL);
  }

  @Test
  void ofAPutThatFindsAnObjectSomebodyMayNotHaveSynced() throws IOException {
    ObjectStore store = store();
    leaveUnsynced(1);
    store.put(bytes(1), id(1), content(1).length);
    assertThat(order()).containsExactly(sync(id(1).hex()), POOL);
  }

  @Test
  void ofARepair() throws IOException {
    ObjectStore store = store();
    ObjectStore good = ObjectStore.open(temp.resolve("good"));
    good.put(bytes(1), id(1), content(1).length);
    store.fsck(List.of(id(1)), Optional.of(good), Progress.NONE);
    assertThat(order()).containsExactly(sync("temporary"), named(1), POOL);
  }

  @Test
  void ofAnObjectSetAside() throws IOException {
    ObjectStore store = store();
    leaveUnsynced(1);
    store.setAside(id(1));
    assertThat(order()).containsExactly(new Step(MOVE, id(1).hex() + ".corrupt"), POOL);
  }

  @Test
  void ofAFinishedPart() throws IOException {
    ObjectStore store = store();
    try (PartialObject object = store.resume(id(1), content(1).length)) {
      object.append(bytes(1));
      object.finish();
    }
    assertThat(order()).containsExactly(sync(id(1).hex() + ".part"), named(1), POOL);
  }

  @Test
  void ofAPartThatFindsItsObjectThere() throws IOException {
    ObjectStore store = store();
    try (PartialObject object = store.resume(id(1), content(1).length)) {
      object.append(bytes(1));
      leaveUnsynced(1);
      assertThat(object.finish()).isEqualTo(PutResult.ALREADY_THERE);
    }
    assertThat(order()).containsExactly(sync(id(1).hex()), POOL);
  }

  @Test
  void ofABatchOfAnySizeWhereTheFileSystemHasNoSyncOfItsOwn() throws IOException {
    ObjectStore store = store();
    for (int count : new int[] {1, Batch.FEW_FILES, Batch.FEW_FILES + 1, 3 * Batch.FEW_FILES}) {
      List<Step> expected = new ArrayList<>();
      try (Batch batch = store.batch()) {
        for (int i = 0; i < count; i++) {
          batch.put(bytes(count * 100 + i));
          expected.add(sync("temporary"));
        }
        disk.forget();
        batch.flush();
      }
      for (int i = 0; i < count; i++) {
        expected.add(named(count * 100 + i));
      }
      expected.add(POOL);
      assertThat(order()).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void ofAFewFilesOneByOneEvenWhereAllCanBeSyncedAtOnce() throws IOException {
    disk = WatchedDisk.whole();
    ObjectStore store = store();
    try (Batch batch = store.batch()) {
      for (int i = 0; i < Batch.FEW_FILES - 1; i++) {
        batch.put(bytes(i));
      }
      leaveUnsynced(100);
      batch.put(bytes(100));
      batch.flush();
    }
    assertThat(disk.steps(SYNC)).filteredOn(Step::isOfATemporary).hasSize(Batch.FEW_FILES - 1);
    assertThat(disk.steps(SYNC)).contains(sync(id(100).hex())).endsWith(POOL);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ofManyByOneSyncOfTheFileSystem() throws IOException {
    disk = WatchedDisk.whole();
    ObjectStore store = store();
    try (Batch batch = store.batch()) {
      for (int i = 0; i < Batch.FEW_FILES; i++) {
        batch.put(bytes(i));
      }
      leaveUnsynced(100);
      batch.put(bytes(100));
      batch.flush();
    }
    assertThat(disk.steps(SYNC)).containsExactly(POOL);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ofManyThatWereThereByOneSyncOfTheFileSystem() throws IOException {
    disk = WatchedDisk.whole();
    ObjectStore store = store();
    try (Batch batch = store.batch()) {
      for (int i = 0; i <= Batch.FEW_FILES; i++) {
        leaveUnsynced(i);
        batch.put(bytes(i));
      }
      batch.flush();
    }
    assertThat(disk.steps(SYNC)).containsExactly(POOL);
  }

  @Test
  void ofABatchThatFindsAnObjectOnce() throws IOException {
    ObjectStore store = store();
    leaveUnsynced(1);
    try (Batch batch = store.batch()) {
      batch.put(bytes(1));
      batch.flush();
      assertThat(order()).startsWith(sync(id(1).hex())).endsWith(POOL);
      disk.forget();
      batch.flush();
      assertThat(order()).isEmpty();
    }
  }

  @Test
  void ofABatchOfNothing() throws IOException {
    try (Batch batch = store().batch()) {
      batch.flush();
    }
    assertThat(order()).isEmpty();
  }

  @Test
  void ofAPutThatMightBeSharedAndComesAlone() throws IOException {
    ObjectStore store = store();
    try (SharedPuts puts = store.sharedPuts()) {
      puts.put(bytes(1), id(1), content(1).length);
      assertThat(order()).containsExactly(sync("temporary"), named(1), POOL);
      disk.forget();
      puts.put(bytes(1), id(1), content(1).length);
      assertThat(order()).containsExactly(sync(id(1).hex()), POOL);
    }
  }

  @Test
  void ofALargeObjectThatMightShareItsSync() throws IOException {
    byte[] large = new byte[(1 << 20) + 1];
    ObjectId id = ObjectId.of(large);
    ObjectStore store = store();
    try (SharedPuts puts = store.sharedPuts()) {
      puts.put(new ByteArrayInputStream(large), id, large.length);
    }
    assertThat(order()).containsExactly(sync("temporary"), new Step(MOVE, id.hex()), POOL);
  }

  @Test
  void ofADurableFile() throws IOException {
    Path target = disk.at(temp.resolve("file"));
    String directory = temp.getFileName().toString();
    DurableFile.write(target, content(1));
    assertThat(order()).containsExactly(sync("temporary"), new Step(MOVE, "file"), sync(directory));

    disk.forget();
    DurableFile.delete(target);
    assertThat(order()).containsExactly(sync(directory));
  }

  @Test
  void ofEachDirectoryThatWasMade() throws IOException {
    Path made = temp.resolve("there");
    Files.createDirectory(made);
    DurableFile.createDirectories(disk.at(made.resolve("a/b/c")));
    assertThat(order()).containsExactly(sync("there"), sync("a"), sync("b"));

    disk.forget();
    DurableFile.createDirectories(disk.at(made.resolve("a/b/c")));
    assertThat(order()).isEmpty();
  }

  @Test
  void ofATreeFileByFileWhereTheFileSystemHasNoSyncOfItsOwn() throws IOException {
    Path inside = Files.createDirectories(temp.resolve("tree/inner"));
    Files.write(inside.resolve("file"), content(1));
    Files.createSymbolicLink(inside.resolve("link"), Path.of("nowhere"));

    DurableFile.syncTree(disk.at(temp.resolve("tree")));

    assertThat(order()).containsExactly(sync("file"), sync("inner"), sync("tree"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ofATreeAtOnceWhereThatCanBe() throws IOException {
    disk = WatchedDisk.whole();
    Files.write(Files.createDirectories(temp.resolve("tree")).resolve("file"), content(1));
    DurableFile.syncTree(disk.at(temp.resolve("tree")));
    assertThat(order()).isEmpty();
  }
}
