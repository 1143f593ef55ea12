package dev.firmtrail.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PlainFileTest {
  @TempDir Path temp;

  private static void resize(Path file, long size) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
  }

  @Test
  void givesAllBytesOfAFileAndOfTheOneALinkNames() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "content");
    Path link = Files.createSymbolicLink(temp.resolve("link"), file);
    assertThat(PlainFile.read(file)).isEqualTo("content".getBytes(UTF_8));
    assertThat(PlainFile.read(link)).isEqualTo("content".getBytes(UTF_8));
  }

  @Test
  void refusesADirectory() {
    assertThatThrownBy(() -> PlainFile.read(temp))
        .isInstanceOf(IOException.class)
        .hasMessage(temp + " is a directory, not a file; move it away");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void refusesADevice() {
    assertThatThrownBy(() -> PlainFile.read(Path.of("/dev/zero")))
        .hasMessage("/dev/zero is a pipe or a device, not a file; move it away");
  }

  @Test
  void aMissingFileIsMissing() {
    assertThatThrownBy(() -> PlainFile.read(temp.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void takesTheLargestFileAndRefusesOneByteMore() throws IOException {
    Path file = Files.createFile(temp.resolve("large"));
    resize(file, PlainFile.LARGEST);
    assertThat(PlainFile.read(file).length).isEqualTo(PlainFile.LARGEST);
    resize(file, PlainFile.LARGEST + 1L);
    assertThatThrownBy(() -> PlainFile.read(file))
        .hasMessage(file + " has more than 64 MiB; move it away");
  }

  @Test
  void refusesAFileThatGrowsWhileItIsOpened() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "small");
    WatchedDisk disk = WatchedDisk.whole();
    disk.before(step -> {
      if (step.is(WatchedDisk.Kind.OPEN)) {
        resize(file, PlainFile.LARGEST + 1L);
      }
    });
    assertThatThrownBy(() -> PlainFile.read(disk.at(file))).hasMessageContaining("64 MiB");
  }
}
