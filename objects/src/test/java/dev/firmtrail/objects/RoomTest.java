package dev.firmtrail.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir Path temp;
  private final WatchedDisk disk = WatchedDisk.whole();

  @Test
  void isAllThatIsFree() {
    disk.holds(100 * MEBIBYTE, 7);
    assertThat(Room.all(disk.at(temp)).left()).isEqualTo(7);
  }

  @Test
  void leavesOtherProgramsATwentiethOfASmallDisk() {
    disk.holds(100 * MEBIBYTE, 50 * MEBIBYTE);
    assertThat(Room.forTemporary(disk.at(temp)).left()).isEqualTo(45 * MEBIBYTE);
  }

  @Test
  void leavesOtherPrograms256MebibytesOfALargeDisk() {
    disk.holds(1L << 40, 300 * MEBIBYTE);
    assertThat(Room.forTemporary(disk.at(temp)).left()).isEqualTo(44 * MEBIBYTE);
  }

  @Test
  void isNeverNegative() {
    disk.holds(100 * MEBIBYTE, MEBIBYTE);
    assertThat(Room.forTemporary(disk.at(temp)).left()).isZero();
  }

  @Test
  void givesTheLastByteAndRefusesOneMoreWithBothNumbers() throws IOException {
    disk.holds(100 * MEBIBYTE, 1000);
    Room room = Room.all(disk.at(temp));
    room.require(1000, "a kernel");
    assertThatThrownBy(() -> room.require(1001, "a kernel"))
        .isInstanceOf(IOException.class)
        .hasMessage("no room for a kernel: 1001 bytes more, and %s takes 1000".formatted(temp));
  }

  @Test
  void knowsItsDirectory() {
    assertThat(Room.forTemporary(temp).directory()).isEqualTo(temp);
  }

  @Test
  void isAskedOnlyForWhatAPartStillLacks() throws IOException {
    byte[] content = "twenty bytes of bytes".getBytes(UTF_8);
    ObjectId id = ObjectId.of(content);
    Path part = Files.write(temp.resolve(id.hex() + ".part"), java.util.Arrays.copyOf(content, 15));
    ObjectStore store = ObjectStore.open(disk.at(temp));

    disk.holds(100 * MEBIBYTE, content.length - 15 - 1);
    assertThatThrownBy(() -> store.resume(id, content.length))
        .hasMessageStartingWith("no room for object " + id + ": 6 bytes more");
    assertThat(disk.openChannels()).isZero();
    assertThat(part).exists();

    disk.holds(100 * MEBIBYTE, content.length - 15);
    try (PartialObject object = store.resume(id, content.length)) {
      assertThat(object.length()).isEqualTo(15);
      object.append(new ByteArrayInputStream(content, 15, content.length - 15));
      assertThat(object.finish()).isEqualTo(PutResult.INSERTED);
    }
  }
}
