package dev.firmtrail.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialObjectTest {
  private static final byte[] CONTENT = "a kernel, in the mind of the reader".getBytes(UTF_8);
  private static final ObjectId ID = ObjectId.of(CONTENT);

  @TempDir Path pool;
  private ObjectStore store;
  private Path part;

  @BeforeEach
  void openStore() throws IOException {
    store = ObjectStore.open(pool);
    part = pool.resolve(ID.hex() + ".part");
  }

  private PartialObject resume() throws IOException {
    return store.resume(ID, CONTENT.length);
  }

  private static InputStream bytes(int from, int to) {
    return new ByteArrayInputStream(CONTENT, from, to - from);
  }

  @Test
  void goesOnWhereTheLastAttemptStopped() throws IOException {
    try (PartialObject object = resume()) {
      assertThatThrownBy(() -> object.append(new BreakingStream(Arrays.copyOf(CONTENT, 10))))
          .hasMessage("the line is down");
      assertThat(object.length()).isEqualTo(10);
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(part.getFileName().toString());
    assertThat(store.contains(ID)).isFalse();

    try (PartialObject object = resume()) {
      assertThat(object.length()).isEqualTo(10);
      assertThat(object.append(bytes(10, CONTENT.length))).isEqualTo(CONTENT.length - 10L);
      assertThat(object.finish()).isEqualTo(PutResult.INSERTED);
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(ID.hex());
    assertThat(store.verify(ID)).isTrue();
  }

  @Test
  void aDamagedPartIsFoundAtTheEndAndRemoved() throws IOException {
    Files.writeString(part, "another ke");
    try (PartialObject object = resume()) {
      object.append(bytes(10, CONTENT.length));
      assertThatThrownBy(object::finish).isInstanceOf(WrongContentException.class);
    }
    assertThat(ObjectStoreTest.names(pool)).isEmpty();
  }

  @Test
  void aPartLongerThanTheObjectIsThrownAway() throws IOException {
    Files.write(part, new byte[CONTENT.length + 1]);
    try (PartialObject object = resume()) {
      assertThat(object.length()).isZero();
      object.append(bytes(0, CONTENT.length));
      assertThat(object.finish()).isEqualTo(PutResult.INSERTED);
    }
    assertThat(store.path(ID)).hasBinaryContent(CONTENT);
  }

  @Test
  void restartBeginsAgain() throws IOException {
    Files.writeString(part, "rubbish");
    try (PartialObject object = resume()) {
      object.restart();
      assertThat(object.length()).isZero();
      object.append(bytes(0, CONTENT.length));
      object.finish();
    }
    assertThat(store.verify(ID)).isTrue();
  }

  @Test
  void takesNoMoreThanThePromisedSize() throws IOException {
    try (PartialObject object = resume()) {
      byte[] more = Arrays.copyOf(CONTENT, CONTENT.length + 100);
      assertThatThrownBy(() -> object.append(new ByteArrayInputStream(more)))
          .isInstanceOf(WrongContentException.class)
          .hasMessageContaining(ID.hex());
      assertThat(Files.size(part)).isEqualTo(CONTENT.length);
    }
  }

  @Test
  void takesNoMoreThanThePromisedSizeAfterAResume() throws IOException {
    Files.write(part, Arrays.copyOf(CONTENT, 10));
    try (PartialObject object = resume()) {
      byte[] more = Arrays.copyOfRange(CONTENT, 10, CONTENT.length + 5);
      assertThatThrownBy(() -> object.append(new ByteArrayInputStream(more)))
          .isInstanceOf(WrongContentException.class);
      assertThat(Files.size(part)).isEqualTo(CONTENT.length);
      assertThat(object.length()).isEqualTo(CONTENT.length);
    }
  }

  @Test
  void aWholePartNeedsNoByteMore() throws IOException {
    Files.write(part, CONTENT);
    try (PartialObject object = resume()) {
      assertThat(object.length()).isEqualTo(CONTENT.length);
      assertThat(object.append(InputStream.nullInputStream())).isZero();
      assertThat(object.finish()).isEqualTo(PutResult.INSERTED);
    }
    assertThat(store.verify(ID)).isTrue();
  }

  @Test
  void isNotPutInThePlaceOfADirectory() throws IOException {
    Files.createDirectory(store.path(ID));
    try (PartialObject object = resume()) {
      object.append(bytes(0, CONTENT.length));
      assertThatThrownBy(object::finish).hasMessageContaining("move it away");
    }
    Files.delete(store.path(ID));
    Path link = Files.createSymbolicLink(store.path(ID), Path.of("nowhere"));
    try (PartialObject object = resume()) {
      assertThat(object.length()).isEqualTo(CONTENT.length);
      assertThatThrownBy(object::finish).hasMessageContaining("move it away");
    }
    assertThat(link).isSymbolicLink();
  }

  @Test
  void finishingTooEarlyStoresNothing() throws IOException {
    try (PartialObject object = resume()) {
      object.append(bytes(0, 5));
      assertThatThrownBy(object::finish).isInstanceOf(WrongContentException.class);
    }
    assertThat(ObjectStoreTest.names(pool)).isEmpty();
  }

  @Test
  void aSecondOwnerGetsAPartOfItsOwn() throws IOException {
    try (PartialObject first = resume()) {
      first.append(bytes(0, 5));
      try (PartialObject second = resume()) {
        assertThat(second.length()).isZero();
        second.append(bytes(0, CONTENT.length));
        assertThat(second.finish()).isEqualTo(PutResult.INSERTED);
      }
      first.append(bytes(5, CONTENT.length));
      assertThat(first.finish()).isEqualTo(PutResult.ALREADY_THERE);
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(ID.hex());
  }

  @Test
  void theSecondOwnersPartDoesNotSurvive() throws IOException {
    try (PartialObject first = resume()) {
      try (PartialObject second = resume()) {
        second.append(bytes(0, 5));
      }
      assertThat(first.length()).isZero();
    }
    assertThat(ObjectStoreTest.names(pool)).containsExactly(part.getFileName().toString());
  }

  @Test
  void theSameOwnerCountsThroughALinkToThePool(@TempDir Path elsewhere) throws IOException {
    ObjectStore same = ObjectStore.open(Files.createSymbolicLink(elsewhere.resolve("pool"), pool));
    try (PartialObject first = resume();
        PartialObject second = same.resume(ID, CONTENT.length)) {
      first.append(bytes(0, 5));
      assertThat(second.length()).isZero();
      second.append(bytes(0, 3));
      assertThat(Files.size(part)).isEqualTo(5);
    }
  }

  @Test
  void aPartThatSomebodyRemovedIsNotPutInPlace() throws IOException {
    try (PartialObject object = resume()) {
      object.append(bytes(0, CONTENT.length));
      Files.delete(part);
      Files.writeString(part, "half of another download");
      assertThatThrownBy(object::finish)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(part.toString());
    }
    assertThat(store.contains(ID)).isFalse();
  }

  @Test
  void aLinkInThePlaceOfThePartIsNotFollowed(@TempDir Path elsewhere) throws IOException {
    Path victim = Files.writeString(elsewhere.resolve("victim"), "precious");
    Files.createSymbolicLink(part, victim);

    assertThatThrownBy(this::resume)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(part.toString());
    assertThat(victim).hasContent("precious");
  }

  @Test
  void closingAFinishedObjectDoesNotDisownTheNextOwner() throws IOException {
    PartialObject first = resume();
    first.append(bytes(0, CONTENT.length));
    first.finish();
    try (PartialObject second = resume()) {
      first.close();
      second.append(bytes(0, 5));
      try (PartialObject third = resume()) {
        assertThat(third.length()).isZero();
      }
    }
  }
}
