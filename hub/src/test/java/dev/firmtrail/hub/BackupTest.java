package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.operator.Backup;
import dev.firmtrail.hub.operator.Restore;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code firmtrail-hub backup} and {@code restore}: what was acknowledged before is there again.
 */
class BackupTest {
  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("hub");
  }

  private Path target() {
    return directory.resolve("backup");
  }

  private HubRun backup() {
    return HubRun.of("backup", "--data", data().toString(), "--to", target().toString(), "--json");
  }

  private HubRun restore(Path to) {
    return HubRun.of("restore", "--from", target().toString(), "--data", to.toString());
  }

  private static long count(HubRun run, String what) {
    return ((JsonObject) run.json()).object("objects").orElseThrow().integer(what).orElseThrow();
  }

  /** A hub with some objects, which is stopped. */
  private void hubWith(String... contents) throws IOException {
    try (TestHub hub = TestHub.start(data())) {
      String ada = hub.account("ada");
      for (String content : contents) {
        hub.object(ada, content, content);
      }
    }
  }

  private void alsoHas(String content) throws IOException {
    try (TestHub hub = TestHub.start(data())) {
      hub.object(hub.login("ada", TestHub.PASSWORD), content, content);
    }
  }

  @Test
  void theNextCopyIntoTheSameDirectoryBringsWhatIsNew() throws IOException {
    hubWith("one", "two");
    assertThat(count(backup().done(), "copied")).isEqualTo(2);
    alsoHas("three");
    HubRun second = backup().done();
    assertThat(count(second, "copied")).isOne();
    assertThat(count(second, "all")).isEqualTo(3);
    try (Stream<Path> files = Files.list(target())) {
      assertThat(files.filter(file -> file.toString().endsWith(".db"))).hasSize(1);
    }
    Path again = directory.resolve("again");
    restore(again).done();
    assertThat(again.resolve("objects").resolve(id("three"))).hasContent("three");
  }

  private static String id(String content) {
    return ObjectId.of(content.getBytes(StandardCharsets.UTF_8)).hex();
  }

  @Test
  void nobodyElseReadsACopyOrWhatIsRestored() throws IOException {
    hubWith("one");
    Files.createDirectory(
        target(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    HubRun made = backup().done();
    assertThat(mode(target())).isEqualTo("rwx------");
    Path again = directory.resolve("again");
    restore(again).done();
    assertThat(mode(again)).isEqualTo("rwx------");
    for (String key : HubKeys.FILES) {
      assertThat(mode(target().resolve(key))).isEqualTo("rw-------");
      assertThat(mode(again.resolve(key))).isEqualTo("rw-------");
    }
    String database = "hub-" + manifest().string("database").orElseThrow() + ".db";
    assertThat(mode(target().resolve(database))).isEqualTo("rw-------");
    assertThat(mode(again.resolve("hub.db"))).isEqualTo("rw-------");
    assertThat(made.out()).doesNotContain("PRIVATE KEY");
  }

  private JsonObject manifest() throws IOException {
    return (JsonObject)
        new HubRun(0, Files.readString(target().resolve("manifest.json")), "").json();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** Breaks the work after so many objects. */
  private static final class BrokenOff implements Progress {
    private int left;

    BrokenOff(int left) {
      this.left = left;
    }

    @Override
    public void begin(String what, long totalBytes) {}

    @Override
    public void advance(long bytes) {
      if (left-- == 0) {
        throw new IllegalStateException("broken off");
      }
    }

    @Override
    public void end() {}
  }

  @Test
  void aCopyThatWasCutIsNoneAndGoesOn() throws IOException {
    hubWith("one", "two", "three");
    DataDirectory data = new DataDirectory(data());
    assertThatThrownBy(() ->
            new Backup(data, target(), HubKeys.FILES, new BrokenOff(2), InstantSource.system())
                .make())
        .hasMessage("broken off");
    Path again = directory.resolve("again");
    HubRun refused = restore(again);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("holds no whole backup", "again").hasLineCount(1);
    assertThat(again).doesNotExist();
    backup().done();
    restore(again).done();
    assertThat(again.resolve("objects").resolve(id("three"))).hasContent("three");
    assertThat(HubRun.of("doctor", "--deep", "--data", again.toString()).code()).isZero();
  }

  @Test
  void aCopyStaysWholeUntilTheNextOneIs() throws IOException {
    hubWith("one");
    backup().done();
    alsoHas("two");
    DataDirectory data = new DataDirectory(data());
    assertThatThrownBy(() ->
            new Backup(data, target(), HubKeys.FILES, new BrokenOff(0), InstantSource.system())
                .make())
        .hasMessage("broken off");
    Path again = directory.resolve("again");
    restore(again).done();
    assertThat(HubRun.of("doctor", "--deep", "--data", again.toString()).code()).isZero();
    assertThat(again.resolve("objects").resolve(id("one"))).hasContent("one");
    assertThat(again.resolve("objects").resolve(id("two"))).doesNotExist();
  }

  @Test
  void noHubStartsOnARestoreThatWasCutAndTheSameGoesOn() throws IOException {
    hubWith("one", "two");
    backup().done();
    Path again = directory.resolve("again");
    assertThatThrownBy(
            () -> new Restore(target(), new DataDirectory(again), new BrokenOff(1)).make())
        .hasMessage("broken off");
    assertThatThrownBy(() -> TestHub.start(again)).hasMessageContaining("was not finished");
    assertThat(HubRun.of("doctor", "--data", again.toString()).err()).contains("was not finished");
    restore(again).done();
    try (TestHub hub = TestHub.start(again)) {
      assertThat(hub.tryLogin("ada", TestHub.PASSWORD).status()).isEqualTo(200);
    }
  }

  @Test
  void refusesDirectoriesThatHoldSomethingElse() throws IOException {
    hubWith("one");
    Path full = Files.createDirectory(directory.resolve("full"));
    Files.writeString(full.resolve("file"), "of somebody");
    HubRun into = HubRun.of("backup", "--data", data().toString(), "--to", full.toString());
    assertThat(into.code()).isEqualTo(1);
    assertThat(into.err()).contains("neither empty nor a backup");
    HubRun inside = HubRun.of("backup", "--data", data().toString(), "--to", data() + "/backup");
    assertThat(inside.err()).contains("apart from the data");

    backup().done();
    HubRun over = restore(full);
    assertThat(over.code()).isEqualTo(1);
    assertThat(over.err()).contains("is not empty").hasLineCount(1);
    assertThat(restore(data()).err()).contains("is not empty");
    try (Stream<Path> files = Files.list(full)) {
      assertThat(files).hasSize(1);
    }

    Path other = directory.resolve("other");
    TestHub.start(other).close();
    HubRun mixed = HubRun.of("backup", "--data", other.toString(), "--to", target().toString());
    assertThat(mixed.code()).isEqualTo(1);
    assertThat(mixed.err()).contains("backup of another hub");
  }

  @Test
  void namesWhatTheHubHasLostAndCopiesTheRest() throws IOException {
    hubWith("one", "two", "three");
    Files.delete(data().resolve("objects").resolve(id("one")));
    Files.writeString(data().resolve("objects").resolve(id("two")), "TWO");
    HubRun made = backup();
    assertThat(made.code()).isEqualTo(3);
    JsonObject objects = ((JsonObject) made.json()).object("objects").orElseThrow();
    assertThat(objects.get("missing")).contains(strings(id("one")));
    assertThat(objects.get("corrupt")).contains(strings(id("two")));
    HubRun restored = restore(directory.resolve("again"));
    assertThat(restored.code()).isEqualTo(3);
    assertThat(restored.out()).contains(id("one"), id("two")).doesNotContain(id("three"));
  }

  private static Json strings(String one) {
    return Json.ofStrings(List.of(one));
  }

  @Test
  void noByteOfADamagedCopyIsBelieved() throws IOException {
    hubWith("one");
    backup().done();
    List<String> names = new ArrayList<>(HubKeys.FILES);
    names.add("hub-" + manifest().string("database").orElseThrow() + ".db");
    names.add("manifest.json");
    int tries = 0;
    for (String name : names) {
      byte[] good = Files.readAllBytes(target().resolve(name));
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 1;
      for (byte[] content : List.of(bad, new byte[0])) {
        Files.write(target().resolve(name), content);
        Path again = directory.resolve("again-" + tries++);
        HubRun refused = restore(again);
        assertThat(refused.code()).as(name).isEqualTo(1);
        assertThat(refused.err()).hasLineCount(1);
        if (Files.exists(again)) {
          assertThatThrownBy(() -> TestHub.start(again)).hasMessageContaining("was not finished");
        }
      }
      Files.write(target().resolve(name), good);
    }
    String manifest = Files.readString(target().resolve("manifest.json"));
    Files.writeString(
        target().resolve("manifest.json"), manifest.replace("tokens.pem", "../tokens.pem"));
    assertThat(restore(directory.resolve("out")).err()).contains("not the manifest");
  }
}
