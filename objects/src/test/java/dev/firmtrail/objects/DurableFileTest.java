package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  private static final byte[] NEW = {'n', 'e', 'w'};

  @TempDir Path directory;

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aNewFileGetsTheModeOfTheFilesTheUserMakes() throws IOException {
    Path usual = Files.createFile(directory.resolve("usual"));
    Path target = directory.resolve("target");

    DurableFile.write(target, NEW);

    assertThat(target).hasBinaryContent(NEW);
    assertThat(mode(target)).isEqualTo(mode(usual));
    assertThat(ObjectStoreTest.names(directory)).containsExactly("target", "usual");
  }

  @Test
  void anExistingFileKeepsItsMode() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old and longer");
    for (String mode : new String[] {"rw-------", "rwxrwxrwx", "r--r-----"}) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
      DurableFile.write(target, NEW);
      assertThat(mode(target)).isEqualTo(mode);
      assertThat(target).hasBinaryContent(NEW);
    }
  }

  @Test
  void theAskedModeHoldsForNewAndExistingFiles() throws IOException {
    Path target = directory.resolve("target");
    DurableFile.write(target, NEW, "rw-rw-rw-");
    assertThat(mode(target)).isEqualTo("rw-rw-rw-");
    DurableFile.write(target, NEW, "rw-------");
    assertThat(mode(target)).isEqualTo("rw-------");
    assertThat(target).hasBinaryContent(NEW);
  }

  @Test
  void aFailureChangesNothingAndNamesTheFile() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));

    assertThatThrownBy(() -> DurableFile.write(target, NEW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(target.toString())
        .hasMessageContaining("directory");
    assertThat(ObjectStoreTest.names(directory)).containsExactly("target");
  }

  @Test
  void contentThatComesBitByBitIsThereWholeOrNotAtAll() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    DurableFile.Content broken =
        out -> {
          out.write(NEW);
          assertThat(target).hasContent("old");
          throw new IOException("no more");
        };

    assertThatThrownBy(() -> DurableFile.write(target, broken)).hasMessage("no more");
    assertThat(target).hasContent("old");
    assertThat(ObjectStoreTest.names(directory)).containsExactly("target");

    DurableFile.write(
        target,
        out -> {
          out.write('a');
          out.write(NEW, 1, 2);
        });
    assertThat(target).hasContent("aew");
    assertThat(ObjectStoreTest.names(directory)).containsExactly("target");
  }

  @Test
  void theParentDirectoryMustExist() {
    assertThatThrownBy(() -> DurableFile.write(directory.resolve("none/target"), NEW))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  @Test
  void aLinkIsReplacedAndNotFollowed() throws IOException {
    Path old = Files.writeString(directory.resolve("old"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), old);

    DurableFile.write(link, NEW);

    assertThat(link).isRegularFile().hasBinaryContent(NEW);
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(old).hasContent("old");
  }

  @Test
  void aLinkToNothingIsReplaced() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nothing"));

    DurableFile.write(link, NEW);

    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(ObjectStoreTest.names(directory)).containsExactly("link");
  }

  @Test
  void deleteRemovesAFileAndIsContentWithNone() throws IOException {
    Path target = Files.createFile(directory.resolve("target"));
    DurableFile.delete(target);
    DurableFile.delete(target);
    DurableFile.delete(directory.resolve("none/target"));
    assertThat(ObjectStoreTest.names(directory)).isEmpty();
  }

  @Test
  void deleteRefusesADirectory() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    assertThatThrownBy(() -> DurableFile.delete(target)).hasMessageContaining("directory");
    assertThat(target).isDirectory();
  }

  @Test
  void createDirectoriesMakesParentsAndIsContentWithExistingOnes() throws IOException {
    Path deep = directory.resolve("a/b/c");
    DurableFile.createDirectories(deep);
    DurableFile.createDirectories(deep);
    assertThat(deep).isDirectory();
  }
}
