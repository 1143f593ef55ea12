package dev.firmtrail.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
  private static final byte[] HELLO = "hello\n".getBytes(UTF_8);
  private static final ObjectId HELLO_ID =
      new ObjectId("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");

  @TempDir Path temp;
  private Path pool;
  private ObjectStore store;

  @BeforeEach
  void openStore() throws IOException {
    pool = temp.resolve("made/on/the/way");
    store = ObjectStore.open(pool);
  }

  private static InputStream bytes(byte[] content) {
    return new ByteArrayInputStream(content);
  }

  private List<String> names() throws IOException {
    return names(pool);
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aPutObjectStandsUnderItsIdAndNothingElseIsLeft() throws IOException {
    assertThat(store.put(bytes(HELLO), HELLO_ID, HELLO.length)).isEqualTo(PutResult.INSERTED);

    assertThat(names()).containsExactly(HELLO_ID.hex());
    assertThat(store.path(HELLO_ID)).hasBinaryContent(HELLO);
    assertThat(store.contains(HELLO_ID)).isTrue();
    assertThat(store.size(HELLO_ID)).hasValue(HELLO.length);
    assertThat(store.verify(HELLO_ID)).isTrue();
  }

  @Test
  void newObjectsHaveTheModeOfTheFilesTheUserMakes() throws IOException {
    Path usual = Files.createFile(temp.resolve("usual"));
    store.put(bytes(HELLO), HELLO_ID, HELLO.length);

    assertThat(Files.getPosixFilePermissions(store.path(HELLO_ID)))
        .isEqualTo(Files.getPosixFilePermissions(usual));
  }

  @Test
  void aSecondPutSaysAlreadyThereAndLeavesTheFirstFile() throws IOException {
    store.put(bytes(HELLO), HELLO_ID, HELLO.length);
    Object inode = Files.getAttribute(store.path(HELLO_ID), "unix:ino");

    assertThat(store.put(bytes(HELLO), HELLO_ID, HELLO.length)).isEqualTo(PutResult.ALREADY_THERE);
    assertThat(Files.getAttribute(store.path(HELLO_ID), "unix:ino")).isEqualTo(inode);
    assertThat(names()).containsExactly(HELLO_ID.hex());
  }

  @Test
  void anObjectOfAnotherSizeIsCorruptAndReplaced() throws IOException {
    Files.writeString(store.path(HELLO_ID), "hell");

    assertThat(store.put(bytes(HELLO), HELLO_ID, HELLO.length)).isEqualTo(PutResult.INSERTED);
    assertThat(store.verify(HELLO_ID)).isTrue();
  }

  @Test
  void otherBytesThanPromisedAreRefusedAndLeaveNothing() throws IOException {
    assertThatThrownBy(() -> store.put(bytes("jello\n".getBytes(UTF_8)), HELLO_ID, 6))
        .isInstanceOf(WrongContentException.class)
        .hasMessageContaining(HELLO_ID.hex());
    assertThat(names()).isEmpty();
  }

  @Test
  void fewerBytesThanPromisedAreRefusedAndLeaveNothing() throws IOException {
    assertThatThrownBy(() -> store.put(bytes(HELLO), HELLO_ID, 7))
        .isInstanceOf(WrongContentException.class)
        .hasMessageContaining("fewer bytes than the promised 7");
    assertThat(names()).isEmpty();
  }

  @Test
  void readsOneByteMoreThanPromisedAndNoFurther() throws IOException {
    byte[] endless = new byte[1 << 20];
    System.arraycopy(HELLO, 0, endless, 0, HELLO.length);
    InputStream in = bytes(endless);

    assertThatThrownBy(() -> store.put(in, HELLO_ID, HELLO.length))
        .isInstanceOf(WrongContentException.class)
        .hasMessageContaining("more bytes than the promised 6");
    assertThat(in.available()).isEqualTo(endless.length - HELLO.length - 1);
    assertThat(names()).isEmpty();
  }

  @Test
  void anEmptyObjectIsAnObject() throws IOException {
    ObjectId empty = ObjectId.of(new byte[0]);

    assertThat(store.put(bytes(new byte[0]), empty, 0)).isEqualTo(PutResult.INSERTED);
    assertThat(store.verify(empty)).isTrue();
    try (InputStream in = store.openVerified(empty)) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aStreamThatBreaksLeavesNothing() throws IOException {
    InputStream breaks = new BreakingStream(new byte[] {'h', 'e'});

    assertThatThrownBy(() -> store.put(breaks, HELLO_ID, 6)).hasMessage("the line is down");
    assertThat(names()).isEmpty();
  }

  @Test
  void verifiedReadGivesTheBytesAndThrowsAtTheEndOfACorruptObject() throws IOException {
    store.put(bytes(HELLO), HELLO_ID, HELLO.length);
    try (InputStream in = store.openVerified(HELLO_ID)) {
      assertThat(in.readAllBytes()).isEqualTo(HELLO);
    }

    Files.writeString(store.path(HELLO_ID), "jello\n");
    try (InputStream in = store.openVerified(HELLO_ID)) {
      assertThat(in.readNBytes(6)).hasSize(6);
      assertThatThrownBy(in::read)
          .isInstanceOf(CorruptObjectException.class)
          .hasMessageContaining(pool.toString());
      assertThatThrownBy(in::read).isInstanceOf(CorruptObjectException.class);
    }
  }

  @Test
  void aVerifiedStreamGivesEveryByteAsANumberFromNothingTo255() throws IOException {
    byte[] content = {0, 127, (byte) 128, (byte) 255};
    ObjectId id = ObjectId.of(content);
    store.put(bytes(content), id, content.length);
    try (InputStream in = store.openVerified(id)) {
      assertThat(new int[] {in.read(), in.read(), in.read(), in.read(), in.read()})
          .containsExactly(0, 127, 128, 255, -1);
    }
  }

  @Test
  void aVerifiedStreamThatIsAskedForNothingGoesOn() throws IOException {
    store.put(bytes(HELLO), HELLO_ID, HELLO.length);
    try (InputStream in = store.openVerified(HELLO_ID)) {
      assertThat(in.read(new byte[1], 0, 0)).isZero();
      assertThat(in.readAllBytes()).isEqualTo(HELLO);
    }
  }

  @Test
  void aStreamThatGivesNothingForOnceIsReadToItsEnd() throws IOException {
    InputStream pausing =
        new FilterInputStream(bytes(HELLO)) {
          private boolean pause = true;

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            pause = !pause;
            return pause ? 0 : super.read(buffer, offset, 1);
          }
        };
    assertThat(store.put(pausing, HELLO_ID, HELLO.length)).isEqualTo(PutResult.INSERTED);
  }

  @Test
  void nothingIsReplacedByBytesOfAnotherObject() throws IOException {
    store.put(bytes(HELLO), HELLO_ID, HELLO.length);

    assertThatThrownBy(() -> store.replace(bytes("jello\n".getBytes(UTF_8)), HELLO_ID))
        .isInstanceOf(WrongContentException.class);
    assertThat(store.verify(HELLO_ID)).isTrue();
    assertThat(names()).containsExactly(HELLO_ID.hex());
  }

  @Test
  void idsAreAllObjectsInOrder() throws IOException {
    List<ObjectId> put = new ArrayList<>();
    for (byte i = 0; i < 50; i++) {
      byte[] content = {i};
      put.add(ObjectId.of(content));
      store.put(bytes(content), ObjectId.of(content), 1);
    }
    assertThat(store.ids()).containsExactlyElementsOf(put.stream().sorted().toList());
  }

  @Test
  void copyToReplacesTheTargetWithAFileOfItsOwn() throws IOException {
    store.put(bytes(HELLO), HELLO_ID, HELLO.length);
    Path target = Files.writeString(temp.resolve("out"), "old");

    store.copyTo(HELLO_ID, target);

    assertThat(target).hasBinaryContent(HELLO);
    assertThat(Files.getAttribute(target, "unix:nlink")).isEqualTo(1);
    assertThat(Files.getAttribute(target, "unix:ino"))
        .isNotEqualTo(Files.getAttribute(store.path(HELLO_ID), "unix:ino"));
  }

  @Test
  void copyToOfACorruptObjectLeavesTheTargetAsItWas() throws IOException {
    Files.writeString(store.path(HELLO_ID), "jello\n");
    Path work = Files.createDirectory(temp.resolve("work"));
    Path target = Files.writeString(work.resolve("out"), "old");

    assertThatThrownBy(() -> store.copyTo(HELLO_ID, target))
        .isInstanceOfSatisfying(
            CorruptObjectException.class, corrupt -> assertThat(corrupt.id()).isEqualTo(HELLO_ID));
    assertThat(target).hasContent("old");
    assertThat(names(work)).containsExactly("out");
  }

  @Test
  void copyToOverADirectorySaysWhatIsInTheWay() throws IOException {
    store.put(bytes(HELLO), HELLO_ID, HELLO.length);
    Path work = Files.createDirectory(temp.resolve("work"));
    Path target = Files.createDirectory(work.resolve("out"));

    assertThatThrownBy(() -> store.copyTo(HELLO_ID, target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(target.toString())
        .hasMessageContaining("directory");
    assertThat(names(work)).containsExactly("out");
  }

  @Test
  void aMissingObjectIsNamed() {
    assertThatThrownBy(() -> store.open(HELLO_ID))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(HELLO_ID.hex());
    assertThatThrownBy(() -> store.openVerified(HELLO_ID)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store.verify(HELLO_ID)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store.copyTo(HELLO_ID, temp.resolve("out")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store.setAside(HELLO_ID)).isInstanceOf(NoSuchFileException.class);
    assertThat(store.size(HELLO_ID)).isEmpty();
  }

  @Test
  void aCorruptObjectSetAsideGivesItsNameFree() throws IOException {
    Files.writeString(store.path(HELLO_ID), "jello\n");
    assertThat(store.verify(HELLO_ID)).isFalse();

    store.setAside(HELLO_ID);

    assertThat(store.contains(HELLO_ID)).isFalse();
    assertThat(names()).containsExactly(HELLO_ID.hex() + ".corrupt");
    assertThat(store.put(bytes(HELLO), HELLO_ID, 6)).isEqualTo(PutResult.INSERTED);
    assertThat(store.verify(HELLO_ID)).isTrue();
  }

  @Test
  void aDirectoryOrALinkUnderAnIdIsNoObjectAndIsNotTouched() throws IOException {
    ObjectId linked = ObjectId.of(new byte[] {1});
    Files.createDirectory(store.path(HELLO_ID));
    Files.createSymbolicLink(
        store.path(linked), Files.write(temp.resolve("elsewhere"), new byte[] {1}));

    for (ObjectId id : List.of(HELLO_ID, linked)) {
      assertThat(store.contains(id)).isFalse();
      assertThatThrownBy(() -> store.open(id)).hasMessageContaining("move it away");
      assertThatThrownBy(() -> store.setAside(id)).hasMessageContaining("move it away");
    }
    assertThatThrownBy(() -> store.put(bytes(HELLO), HELLO_ID, 6))
        .hasMessageContaining(store.path(HELLO_ID).toString());
    assertThatThrownBy(() -> store.put(bytes(new byte[] {1}), linked, 1))
        .hasMessageContaining("move it away");
    assertThat(names()).containsExactlyInAnyOrder(HELLO_ID.hex(), linked.hex());
    assertThat(store.path(linked)).isSymbolicLink();
  }

  @Test
  void linksThatLeadToNoFileAreNotReplacedEither() throws IOException {
    for (Path target : List.of(Path.of("nowhere"), Path.of(HELLO_ID.hex()))) {
      Path link = Files.createSymbolicLink(store.path(HELLO_ID), target);

      assertThat(store.contains(HELLO_ID)).isFalse();
      assertThatThrownBy(() -> store.put(bytes(HELLO), HELLO_ID, 6))
          .hasMessageContaining("move it away");
      try (Batch batch = store.batch()) {
        assertThatThrownBy(
                () -> {
                  batch.put(bytes(HELLO));
                  batch.flush();
                })
            .hasMessageContaining("move it away");
      }

      assertThat(names()).containsExactly(HELLO_ID.hex());
      assertThat(Files.readSymbolicLink(link)).isEqualTo(target);
      Files.delete(link);
    }
  }

  @Test
  void thePoolMayBeASymbolicLink() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), pool);

    ObjectStore.open(link).put(bytes(HELLO), HELLO_ID, 6);

    assertThat(store.verify(HELLO_ID)).isTrue();
  }

  @Test
  void aFileInThePlaceOfThePoolIsRefused() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> ObjectStore.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("file");
  }

  @Test
  void temporariesPartsAndSetAsideFilesAreNoObjects() throws IOException {
    for (String name :
        List.of(
            DurableFile.TEMPORARY_PREFIX + "1",
            HELLO_ID + ".part",
            HELLO_ID + ".corrupt",
            HELLO_ID + ".new")) {
      Files.write(pool.resolve(name), HELLO);
    }
    assertThat(store.contains(HELLO_ID)).isFalse();
  }
}
