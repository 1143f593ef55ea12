package dev.firmtrail.workspace.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingDirectoryTest {
  @TempDir Path parent;

  @Test
  void leavesNothingWhenItIsNotMoved() throws IOException, WorkspaceException {
    try (GrowingDirectory growing = GrowingDirectory.beside(parent.resolve("ws"))) {
      Files.writeString(Files.createDirectory(growing.path().resolve("d")).resolve("f"), "x");
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void leavesOnlyTheTargetWhenItIsMoved() throws IOException, WorkspaceException {
    Path target = parent.resolve("ws");
    try (GrowingDirectory growing = GrowingDirectory.beside(target)) {
      Files.writeString(growing.path().resolve("f"), "x");
      growing.moveTo(target);
    }
    assertThat(parent.toFile().list()).hasSize(1);
    assertThat(target.resolve("f")).hasContent("x");
  }

  @Test
  void twoCannotGrowForOneTarget() throws IOException, WorkspaceException {
    Path target = parent.resolve("ws");
    try (GrowingDirectory first = GrowingDirectory.beside(target)) {
      Files.writeString(first.path().resolve("f"), "x");
      assertThatThrownBy(() -> GrowingDirectory.beside(target))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("another process is making");
      assertThat(first.path().resolve("f")).hasContent("x");
    }
    try (GrowingDirectory second = GrowingDirectory.beside(target)) {
      assertThat(second.path()).isEmptyDirectory();
    }
  }
}
