package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.objects.CorruptObjectException;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code checkout --hardlink} and {@code --dry-run}. */
class LinkedCheckoutTest {
  @TempDir Path directory;
  private Bench bench;

  @BeforeEach
  void commitATree() throws Exception {
    bench = Bench.make(directory, Dialect.EXACT);
    bench.write("a", "one").write("sub/b", "one").write("c.json", "{\"z\":1.50}");
    bench.addAll().commit();
  }

  private Path file(String key) {
    return bench.root().resolve(key);
  }

  private Path object(String content) {
    return bench.pool().resolve(ObjectId.of(content.getBytes(StandardCharsets.UTF_8)).hex());
  }

  private void link() throws Exception {
    bench.open().checkout(JsonForm.CANONICAL, Placing.HARD_LINK, Progress.NONE);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void givesEachObjectOneMoreNameForEachFile() throws Exception {
    link();
    link();
    assertThat(Files.isSameFile(file("a"), object("one"))).isTrue();
    assertThat(Files.isSameFile(file("sub/b"), object("one"))).isTrue();
    assertThat(Files.getAttribute(object("one"), "unix:nlink")).isEqualTo(3);
    assertThat(mode(file("a"))).isEqualTo("r--r--r--");
    assertThat(file("c.json")).hasContent("{\"z\":1.5E0}");
    assertThat(Files.isWritable(file("c.json"))).isTrue();
    assertThat(bench.status().isClean()).isTrue();
    assertThat(names(file("sub"))).containsExactly("b");
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void replacesALinkToTheObjectByTheObject() throws Exception {
    Files.delete(file("a"));
    Files.createSymbolicLink(file("a"), object("one"));
    link();
    assertThat(Files.isSymbolicLink(file("a"))).isFalse();
    assertThat(Files.isSameFile(file("a"), object("one"))).isTrue();
  }

  @Test
  void makesFilesOfTheirOwnAgainWithoutTheFlag() throws Exception {
    link();
    bench.open().checkout(JsonForm.PRETTY, Progress.NONE);
    assertThat(Files.isSameFile(file("a"), object("one"))).isFalse();
    Files.writeString(file("a"), "edited");
    assertThat(object("one")).hasContent("one");
  }

  @Test
  void linksNothingWhenAnObjectHoldsOtherBytes() throws Exception {
    bench.write("other", "two");
    bench.addAll().commit();
    Files.writeString(object("two"), "bad");
    Files.delete(file("a"));
    assertThatThrownBy(this::link).isInstanceOf(CorruptObjectException.class);
    assertThat(Files.exists(file("a"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.getAttribute(object("one"), "unix:nlink")).isEqualTo(1);
  }

  @Test
  void damageThroughALinkIsSeenByStatusAndFsck() throws Exception {
    link();
    Files.setPosixFilePermissions(file("a"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file("a"), "bad");
    assertThat(bench.status().changed()).containsExactly("a", "sub/b");
    assertThat(bench.open().fsck(Optional.empty(), Progress.NONE).corrupt())
        .containsExactly(ObjectId.of("one".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> bench.open().checkout(JsonForm.PRETTY, Progress.NONE))
        .isInstanceOf(CorruptObjectException.class);
  }

  @Test
  void aDryRunNamesWhatWouldBeWrittenAndTouchesNothing() throws Exception {
    bench.write("untracked", "mine");
    bench.open().add(List.of("untracked"), bench.root(), false, Progress.NONE);
    Files.delete(file("a"));
    Files.writeString(file("sub/b"), "edited");
    byte[] added = Files.readAllBytes(file(".pvr/new"));
    CheckoutPlan plan = bench.open().planCheckout(JsonForm.PRETTY, Progress.NONE);
    assertThat(plan).isEqualTo(new CheckoutPlan(List.of("a"), List.of("c.json", "sub/b")));
    assertThat(file("a")).doesNotExist();
    assertThat(file("sub/b")).hasContent("edited");
    assertThat(file(".pvr/new")).hasBinaryContent(added);
    bench.open().checkout(JsonForm.PRETTY, Progress.NONE);
    assertThat(bench.open().planCheckout(JsonForm.PRETTY, Progress.NONE))
        .isEqualTo(new CheckoutPlan(List.of(), List.of()));
  }
}
