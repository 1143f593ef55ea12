package dev.firmtrail.objects;

import static dev.firmtrail.objects.WatchedDisk.Kind.CLOSE;
import static dev.firmtrail.objects.WatchedDisk.Kind.DELETE;
import static dev.firmtrail.objects.WatchedDisk.Kind.LOCK;
import static dev.firmtrail.objects.WatchedDisk.Kind.MODE;
import static dev.firmtrail.objects.WatchedDisk.Kind.MOVE;
import static dev.firmtrail.objects.WatchedDisk.Kind.OPEN;
import static dev.firmtrail.objects.WatchedDisk.Kind.SYNC;
import static dev.firmtrail.objects.WatchedDisk.Kind.TRUNCATE;
import static dev.firmtrail.objects.WatchedDisk.Kind.WRITE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails at one step: what is said, what is left, and that no file stays open. */
class BrokenDiskTest {
  private static final byte[] CONTENT = "the bytes of an object".getBytes(UTF_8);
  private static final ObjectId ID = ObjectId.of(CONTENT);

  @TempDir Path temp;
  private final WatchedDisk disk = WatchedDisk.withoutSyncOfAll();
  private Path pool;
  private ObjectStore store;

  @BeforeEach
  void openStore() throws IOException {
    pool = temp.resolve("pool");
    store = ObjectStore.open(disk.at(pool));
  }

  @AfterEach
  void noChannelIsLeftOpen() {
    assertThat(disk.openChannels()).isZero();
  }

  private static InputStream bytes() {
    return new ByteArrayInputStream(CONTENT);
  }

  private static InputStream bytes(int number) {
    return new ByteArrayInputStream(("object " + number).getBytes(UTF_8));
  }

  private PutResult put() throws IOException {
    return store.put(bytes(), ID, CONTENT.length);
  }

  private PartialObject resume() throws IOException {
    return store.resume(ID, CONTENT.length);
  }

  @Test
  void aPutWhoseBytesCannotBeWrittenSyncedOrNamedLeavesNothing() throws IOException {
    for (WatchedDisk.Kind kind : List.of(WRITE, SYNC, MOVE)) {
      disk.breakAt(kind, "");
      assertThatThrownBy(this::put)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(pool.toString())
          .hasMessageEndingWith(": the disk is broken");
      disk.mend();
      assertThat(ObjectStoreTest.names(pool)).isEmpty();
    }
    assertThat(put()).isEqualTo(PutResult.INSERTED);
  }

  @Test
  void aFileThatCannotBeClosedIsNotNamedAndDoesNotStay() throws IOException {
    disk.before(step -> {
      if (step.is(CLOSE) && step.isOfATemporary()) {
        throw new IOException("the disk is broken");
      }
    });
    assertThatThrownBy(this::put).hasMessageStartingWith("cannot write");
    assertThatThrownBy(() -> store.put(new BreakingStream(CONTENT), ID, 100))
        .hasMessage("the line is down");
    assertThat(ObjectStoreTest.names(pool)).isEmpty();
  }

  @Test
  void aPutWhoseDirectoryCannotBeSyncedIsNotAcknowledged() {
    disk.breakAt(SYNC, "pool");
    assertThatThrownBy(this::put)
        .hasMessageStartingWith("cannot sync the directory")
        .hasMessageContaining(pool.toString());
    try (SharedPuts puts = store.sharedPuts()) {
      assertThatThrownBy(() -> puts.put(bytes(1), ObjectId.of(text(1)), text(1).length))
          .hasMessageStartingWith("cannot sync the directory");
    }
  }

  private static byte[] text(int number) {
    return ("object " + number).getBytes(UTF_8);
  }

  @Test
  void anObjectThatIsThereAndCannotBeSyncedIsNotAcknowledged() throws IOException {
    put();
    disk.breakAt(SYNC, ID.hex());
    assertThatThrownBy(this::put).hasMessageStartingWith("cannot sync " + store.path(ID));
  }

  @Test
  void aBatchThatCannotSyncOneFileNamesNone() throws IOException {
    try (Batch batch = store.batch()) {
      for (int i = 0; i < 2 * Batch.FEW_FILES; i++) {
        batch.put(bytes(i));
      }
      disk.breakAt(SYNC, "");
      assertThatThrownBy(batch::flush).hasMessageStartingWith("cannot sync");
      disk.mend();
    }
    assertThat(ObjectStoreTest.names(pool)).isEmpty();
  }

  @Test
  void aBatchKeepsFewFilesOpenAndNoneAfterTheFlush() throws IOException {
    try (Batch batch = store.batch()) {
      for (int i = 0; i < 3 * Batch.FEW_FILES; i++) {
        batch.put(bytes(i));
      }
      assertThat(disk.openChannels()).isEqualTo(Batch.FEW_FILES);
      batch.flush();
      assertThat(disk.openChannels()).isZero();
    }
  }

  @Test
  void aBatchThatCannotRemoveOneFileRemovesTheOthersAndSaysSo() throws IOException {
    Batch batch = store.batch();
    for (int i = 0; i < 3; i++) {
      batch.put(bytes(i));
    }
    String stays = ObjectStoreTest.names(pool).get(1);
    disk.breakAt(DELETE, stays);
    assertThatThrownBy(batch::close).hasMessage("the disk is broken");
    assertThat(ObjectStoreTest.names(pool)).containsExactly(stays);
    batch.close();
  }

  @Test
  void aDurableFileWhoseModeCannotBeSetIsNotWritten() throws IOException {
    Path file = disk.at(temp.resolve("secret"));
    disk.breakAt(MODE, "");
    assertThatThrownBy(() -> DurableFile.write(file, CONTENT, "rw-------"))
        .hasMessageStartingWith("cannot set the mode of")
        .hasMessageEndingWith(": the disk is broken");
    assertThat(ObjectStoreTest.names(temp)).containsExactly("pool");
  }

  @Test
  void aPartThatCouldNotBeWrittenMustBeResumed() throws IOException {
    Path part = pool.resolve(ID.hex() + ".part");
    try (PartialObject object = resume()) {
      disk.breakAt(WRITE, ".part");
      assertThatThrownBy(() -> object.append(bytes()))
          .hasMessageEndingWith(part + ": the disk is broken");
      disk.mend();
      assertThatThrownBy(() -> object.append(bytes()))
          .hasMessageContaining(part.toString())
          .hasMessageContaining("resume");
      assertThatThrownBy(object::finish).hasMessageContaining("resume");
      object.restart();
      object.append(bytes());
      assertThat(object.finish()).isEqualTo(PutResult.INSERTED);
    }
    assertThat(store.verify(ID)).isTrue();
  }

  @Test
  void aPartThatCannotBeEmptiedIsNamedAndLetGo() throws IOException {
    Path part = Files.write(pool.resolve(ID.hex() + ".part"), new byte[CONTENT.length + 1]);
    disk.breakAt(TRUNCATE, ".part");
    assertThatThrownBy(this::resume)
        .hasMessageStartingWith("cannot empty")
        .hasMessageContaining(part.toString());
    disk.mend();
    try (PartialObject object = resume()) {
      object.append(bytes());
      object.finish();
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(ID.hex());
  }

  @Test
  void aPartThatCannotBeSyncedStaysForTheNextAttempt() throws IOException {
    try (PartialObject object = resume()) {
      object.append(bytes());
      disk.breakAt(SYNC, ".part");
      assertThatThrownBy(object::finish).hasMessageStartingWith("cannot sync");
      disk.mend();
    }
    try (PartialObject object = resume()) {
      assertThat(object.length()).isEqualTo(CONTENT.length);
      assertThat(object.finish()).isEqualTo(PutResult.INSERTED);
    }
  }

  @Test
  void aPartThatIsReplacedWhileItIsOpenedIsNotOwned() throws IOException {
    Path part = pool.resolve(ID.hex() + ".part");
    disk.before(step -> {
      if (step.is(LOCK) && step.file().endsWith(".part")) {
        Files.move(
            Files.write(temp.resolve("other"), CONTENT),
            part,
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    });
    try (PartialObject object = resume()) {
      assertThat(object.length()).isZero();
      assertThat(disk.openChannels()).isEqualTo(1);
      disk.mend();
      try (PartialObject other = resume()) {
        assertThat(other.length()).isEqualTo(CONTENT.length);
      }
    }
  }

  @Test
  void aPartThatIsFinishedWhileItIsOpenedIsNotOwned() throws IOException {
    Path part = pool.resolve(ID.hex() + ".part");
    disk.before(step -> {
      if (step.is(CLOSE) && step.file().endsWith(".part")) {
        Files.delete(part);
      }
    });
    try (PartialObject object = resume()) {
      disk.mend();
      object.append(bytes());
      assertThat(object.finish()).isEqualTo(PutResult.INSERTED);
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(ID.hex());
  }

  @Test
  void aDirectoryInWhichNoPartCanBeOwnedIsNamed() {
    disk.before(step -> {
      if (step.is(LOCK)) {
        Files.delete(pool.resolve(step.file()));
      }
    });
    assertThatThrownBy(this::resume)
        .hasMessageStartingWith("cannot lock")
        .hasMessageContaining(pool.toString());
  }

  @Test
  void aPartInADirectoryThatIsGoneIsNamed() throws IOException {
    Files.delete(pool);
    assertThatThrownBy(this::resume).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void readersCloseTheirFiles() throws IOException {
    put();
    try (InputStream in = store.openVerified(ID)) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
    assertThat(store.verify(ID)).isTrue();
    store.copyTo(ID, disk.at(temp.resolve("copy")));
    try (Batch batch = store.batch()) {
      batch.put(disk.at(temp.resolve("copy")));
    }
    assertThat(PlainFile.read(disk.at(temp.resolve("copy")))).isEqualTo(CONTENT);
  }

  @Test
  void anObjectThatCannotBeOpenedIsUnreadableAndRepaired() throws IOException {
    put();
    ObjectStore good = ObjectStore.open(temp.resolve("good"));
    good.put(bytes(), ID, CONTENT.length);
    disk.breakAt(OPEN, ID.hex());

    FsckReport report = store.fsck(List.of(), Optional.empty(), Progress.NONE);
    assertThat(report.unreadable()).containsExactly(ID);
    assertThat(report.good()).isFalse();
    assertThat(report.checked()).isZero();

    FsckReport repaired = store.fsck(List.of(), Optional.of(good), Progress.NONE);
    assertThat(repaired.repaired()).containsExactly(ID);
    assertThat(repaired.good()).isTrue();
  }

  @Test
  void aDirectoryThatCannotBeListedIsNamed() {
    disk.breakAt(OPEN, "pool");
    assertThatThrownBy(store::ids)
        .hasMessageStartingWith("cannot list")
        .hasMessageContaining(pool.toString());
  }

  @Test
  void anInterruptIsPassedOnAsWhatItIs() throws IOException {
    Path file = Files.write(temp.resolve("file"), CONTENT);
    try (Batch batch = store.batch()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> batch.put(file)).isInstanceOf(ClosedByInterruptException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(ObjectStoreTest.names(pool)).isEmpty();
  }

  @Test
  void aPoolThatWasRemovedIsNamedWithTheReason() throws IOException {
    Files.delete(pool);
    assertThatThrownBy(this::put)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(pool.toString())
        .hasMessageEndingWith("no such file or directory");
  }
}
