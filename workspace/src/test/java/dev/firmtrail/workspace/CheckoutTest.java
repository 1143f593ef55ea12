package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
  @TempDir Path directory;
  private Bench bench;

  @BeforeEach
  void commitATree() throws Exception {
    bench = Bench.make(directory, Dialect.EXACT);
    bench
        .write("a", "one")
        .write("sub/b", "two")
        .write("c.json", "{\"z\":1.50,\"h\":\"<&>\u2028\",\"e\":{},\"l\":[1]}");
    bench.addAll().commit();
  }

  private void checkout(JsonForm form) throws Exception {
    bench.open().checkout(form, Progress.NONE);
  }

  private Path file(String key) {
    return bench.root().resolve(key);
  }

  @Test
  void writesFilesBackAndDeletesNothing() throws Exception {
    bench.write("a", "edited").write("untracked", "mine");
    Files.delete(file("sub/b"));
    Files.delete(file("sub"));
    bench.open().add(java.util.List.of("untracked"), bench.root(), false, Progress.NONE);
    checkout(JsonForm.PRETTY);
    assertThat(file("a")).hasContent("one");
    assertThat(file("sub/b")).hasContent("two");
    assertThat(file("untracked")).hasContent("mine");
    assertThat(file(".pvr/new")).doesNotExist();
    assertThat(bench.status().untracked()).containsExactly("untracked");
    assertThat(bench.status().isClean()).isTrue();
  }

  @Test
  void writesJsonInBothForms() throws Exception {
    checkout(JsonForm.PRETTY);
    assertThat(Files.readString(file("c.json")))
        .isEqualTo(
            "{\n    \"e\": {},\n    \"h\": \"\\u003c\\u0026\\u003e\\u2028\",\n    \"l\": [\n        1\n    ],\n    \"z\": 1.5E0\n}");
    checkout(JsonForm.CANONICAL);
    assertThat(Files.readString(file("c.json")))
        .isEqualTo("{\"e\":{},\"h\":\"<&>\u2028\",\"l\":[1],\"z\":1.5E0}");
    assertThat(bench.status().isClean()).isTrue();
  }

  @Test
  void replacesALinkByTheFile() throws Exception {
    Path outside = Files.writeString(directory.resolve("outside"), "precious");
    Files.delete(file("a"));
    Files.createSymbolicLink(file("a"), outside);
    Files.delete(file("c.json"));
    Files.createSymbolicLink(file("c.json"), outside);
    checkout(JsonForm.PRETTY);
    assertThat(Files.isRegularFile(file("a"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(Files.isRegularFile(file("c.json"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(outside).hasContent("precious");
  }

  @Test
  void writesThroughNoLinkToADirectory() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.delete(file("sub/b"));
    Files.delete(file("sub"));
    Files.createSymbolicLink(file("sub"), outside);
    bench.write("a", "edited");
    assertThatThrownBy(() -> checkout(JsonForm.PRETTY))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("sub is a symbolic link");
    assertThat(outside).isEmptyDirectory();
    assertThat(file("a")).hasContent("edited");
  }

  @Test
  void saysThatAFileIsInTheWayOfADirectory() throws Exception {
    Files.delete(file("sub/b"));
    Files.delete(file("sub"));
    bench.write("sub", "a file").write("a", "edited");
    assertThatThrownBy(() -> checkout(JsonForm.PRETTY))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("Not a directory sub");
    assertThat(file("a")).hasContent("edited");
  }

  @Test
  void saysThatADirectoryIsInTheWayOfAFile() throws Exception {
    Files.delete(file("a"));
    bench.write("a/x", "below");
    assertThatThrownBy(() -> checkout(JsonForm.PRETTY))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("a is a directory");
    assertThat(file("a/x")).hasContent("below");
  }

  @Test
  void touchesNothingWhenAnObjectIsMissing() throws Exception {
    bench.write("a", "edited").write("c.json", "[]");
    String two = ObjectId.of("two".getBytes(StandardCharsets.UTF_8)).hex();
    Files.delete(bench.pool().resolve(two));
    assertThatThrownBy(() -> checkout(JsonForm.PRETTY))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining(two)
        .hasMessageContaining("sub/b");
    assertThat(file("a")).hasContent("edited");
    assertThat(file("c.json")).hasContent("[]");
  }

  @Test
  void writesNoBytesThatAreNotThoseOfTheId() throws Exception {
    String one = ObjectId.of("one".getBytes(StandardCharsets.UTF_8)).hex();
    Files.writeString(bench.pool().resolve(one), "oNe");
    bench.write("a", "edited");
    assertThatThrownBy(() -> checkout(JsonForm.PRETTY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(one);
    assertThat(file("a")).hasContent("edited");
  }

  @Test
  void writesAFileAgainThatIsNotPlain() throws Exception {
    bench.settle();
    bench.status();
    Files.setPosixFilePermissions(file("a"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createLink(directory.resolve("second-name"), file("sub/b"));
    bench.status();
    checkout(JsonForm.PRETTY);
    assertThat(FileFacts.ofLinkItself(file("a")).hasSpecialMode()).isFalse();
    assertThat(FileFacts.ofLinkItself(file("sub/b")).links()).isEqualTo(1);
  }

  @Test
  void leavesAFileAloneThatStandsAsItWouldBeWritten() throws Exception {
    checkout(JsonForm.PRETTY);
    bench.settle();
    bench.status();
    FileStamp raw = FileFacts.ofLinkItself(file("a")).stamp();
    FileStamp json = FileFacts.ofLinkItself(file("c.json")).stamp();
    checkout(JsonForm.PRETTY);
    assertThat(FileFacts.ofLinkItself(file("a")).stamp()).isEqualTo(raw);
    assertThat(FileFacts.ofLinkItself(file("c.json")).stamp()).isEqualTo(json);
  }
}
