package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.crash.StraceRecording;
import dev.firmtrail.testkit.crash.Trace;
import dev.firmtrail.testkit.files.Directories;
import dev.firmtrail.testkit.strace.StraceLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whenever the power goes during a command, what is found afterwards is what was there before or
 * what the command makes, and the same command again ends right. The file operations of the real
 * program are recorded and replayed: {@code docs/formats/objects.md}, Power cuts.
 */
class PowerCutTest {
  private Disk disk;
  private Person ada;
  private Path firmware;

  @BeforeAll
  static void needsStrace() {
    Optional<String> reason = StraceLog.unavailable();
    reason.ifPresent(why -> System.out.println("SKIPPED PowerCutTest: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
  }

  @BeforeEach
  void begin() throws IOException {
    disk = Disk.make();
    ada = new Person("ada", disk.root().resolve("ada"));
    firmware = Firmware.write(disk.root().resolve("firmware"), 1, 0);
    ada.quickly(firmware, "init").done();
  }

  @AfterEach
  void end() throws IOException {
    disk.close();
  }

  private static boolean ended(List<String> promises) {
    return promises.contains(StraceRecording.ENDED);
  }

  private static String id(Person person, Path workspace) {
    return person.quickly(workspace, "id").done().out().strip();
  }

  private void committed() {
    ada.quickly(firmware, "add", ".").done();
    ada.quickly(firmware, "commit").done();
  }

  private void poolIsWhole() throws IOException {
    Firmware.stored(ada.pool()).forEach((name, hash) -> assertThat(hash).isEqualTo(name));
  }

  /** The state is the old or the new one to the byte, and a new one has all its objects. */
  private void stateIsOldOrNew(String before, String after, List<String> promises)
      throws IOException {
    poolIsWhole();
    String found = Firmware.text(firmware.resolve(".pvr/json"));
    assertThat(found).isIn(ended(promises) ? List.of(after) : List.of(before, after));
    ada.quickly(firmware, "fsck").done();
    ada.quickly(firmware, "status").done();
  }

  @Test
  void commit() throws Exception {
    ada.quickly(firmware, "add", ".").done();
    SortedMap<String, String> tree = Firmware.content(firmware);
    String before = Firmware.text(firmware.resolve(".pvr/json"));
    Trace trace = disk.record(ada, firmware, "commit");
    String after = Firmware.text(firmware.resolve(".pvr/json"));
    String id = id(ada, firmware);
    Map<String, String> objects = Firmware.stored(ada.pool());

    disk.recover(
        "commit",
        trace,
        promises -> {
          assertThat(Firmware.content(firmware)).isEqualTo(tree);
          stateIsOldOrNew(before, after, promises);
          ada.quickly(firmware, "commit").done();
          assertThat(id(ada, firmware)).isEqualTo(id);
          assertThat(Firmware.stored(ada.pool())).isEqualTo(objects);
          assertThat(ada.quickly(firmware, "status").done().out()).isEmpty();
          assertThat(Firmware.content(firmware)).isEqualTo(tree);
        });
  }

  @Test
  void commitOfFewFilesOverAnOldState() throws Exception {
    committed();
    Files.writeString(firmware.resolve("app/lib/part-1.jar"), "another");
    Files.delete(firmware.resolve("app/lib/part-2.jar"));
    SortedMap<String, String> tree = Firmware.content(firmware);
    String before = Firmware.text(firmware.resolve(".pvr/json"));
    Trace trace = disk.record(ada, firmware, "commit");
    String after = Firmware.text(firmware.resolve(".pvr/json"));
    String id = id(ada, firmware);

    disk.recover(
        "commit over an old state",
        trace,
        promises -> {
          assertThat(Firmware.content(firmware)).isEqualTo(tree);
          stateIsOldOrNew(before, after, promises);
          ada.quickly(firmware, "commit").done();
          assertThat(id(ada, firmware)).isEqualTo(id);
          assertThat(Firmware.content(firmware)).isEqualTo(tree);
        });
  }

  @Test
  void checkout() throws Exception {
    committed();
    Files.delete(firmware.resolve("app/run.json"));
    ada.quickly(firmware, "checkout").done();
    SortedMap<String, String> wanted = Firmware.content(firmware);
    Files.writeString(firmware.resolve("app/lib/part-1.jar"), "edited");
    Files.writeString(firmware.resolve("app/run.json"), "{\"edited\": true}");
    Directories.remove(firmware.resolve("os"));
    Files.delete(firmware.resolve("app/lib/part-2.jar"));
    Files.writeString(firmware.resolve("notes"), "not tracked");
    wanted.put("notes", Objects.requireNonNull(Firmware.content(firmware).get("notes")));
    String state = Firmware.text(firmware.resolve(".pvr/json"));
    Trace trace = disk.record(ada, firmware, "checkout");
    assertThat(Firmware.content(firmware)).isEqualTo(wanted);

    disk.recover(
        "checkout",
        trace,
        promises -> {
          assertThat(Firmware.text(firmware.resolve(".pvr/json"))).isEqualTo(state);
          SortedMap<String, String> found = files();
          assertThat(found.get("notes")).isEqualTo(wanted.get("notes"));
          assertThat(wanted.keySet()).containsAll(found.keySet());
          noOtherContentIsHidden(wanted, found);
          ada.quickly(firmware, "checkout").done();
          assertThat(files()).isEqualTo(wanted);
          ada.quickly(firmware, "fsck").done();
        });
  }

  /**
   * A work tree is not synced, as it can be made again; so a file may be torn. Then it is named: as
   * changed, or, where it is no JSON any more, by the refusal to read on.
   */
  private void noOtherContentIsHidden(Map<String, String> wanted, Map<String, String> found) {
    Ended status = ada.quickly(firmware, "status");
    List<String> others =
        wanted.keySet().stream()
            .filter(path -> !Objects.equals(wanted.get(path), found.get(path)))
            .toList();
    if (status.code() == 0) {
      assertThat(others).allMatch(status.out()::contains);
    } else {
      assertThat(status.err()).contains("app/run.json");
      assertThat(others).contains("app/run.json");
    }
  }

  /** Without what a checkout that did not end left under names that nobody looks for. */
  private SortedMap<String, String> files() throws IOException {
    SortedMap<String, String> files = Firmware.content(firmware);
    files.keySet().removeIf(path -> path.contains(".firmtrail-tmp-"));
    return files;
  }

  @Test
  void cloneOfAStep() throws Exception {
    try (HubProcess hub = HubProcess.start(disk.beside("hub"))) {
      ada.joins(hub.url());
      post();
      String url = hub.url() + "/ada/box/steps/1";
      SortedMap<String, String> wanted = Firmware.objects(firmware);
      String id = id(ada, firmware);
      ada.elsewhere(disk.beside("login"));
      Directories.remove(disk.root().resolve("ada"));
      Directories.remove(firmware);
      ada = new Person("ada", disk.beside("login")).elsewhere(disk.root().resolve("ada"));
      Path place = Files.createDirectory(disk.root().resolve("place"));
      Path target = place.resolve("target");
      Trace trace = disk.record(ada, place, "clone", url, "target");

      disk.recover(
          "clone",
          trace,
          promises -> {
            poolIsWhole();
            if (ended(promises)) {
              assertThat(target).exists();
            }
            if (!Files.exists(target)) {
              ada.quickly(place, "clone", url, "target").done();
            }
            assertThat(Firmware.objects(target)).isEqualTo(wanted);
            ada.quickly(target, "fsck").done();
            assertThat(id(ada, target)).isEqualTo(id);
            assertThat(ada.quickly(target, "status").done().out()).isEmpty();
            // Refused, as the target is there; but it clears away what a cut one left beside it.
            assertThat(ada.quickly(place, "clone", url, "target").code()).isNotZero();
            try (Stream<Path> files = Files.list(place)) {
              assertThat(files).containsExactly(target);
            }
          });
    }
  }

  private void post() {
    ada.quickly(firmware, "device", "create", "box").done();
    committed();
    ada.quickly(firmware, "post", "ada/box").done();
  }

  @Test
  void postOfAStep() throws Exception {
    try (HubProcess hub = HubProcess.start(disk.beside("hub"))) {
      ada.joins(hub.url());
      ada.quickly(firmware, "device", "create", "box").done();
      committed();
      Path config = firmware.resolve(".pvr/config");
      String before = Firmware.text(config);
      Trace trace = disk.record(ada, firmware, "post", "ada/box");
      String after = Firmware.text(config);
      String id = id(ada, firmware);
      assertThat(after).isNotEqualTo(before);

      disk.recover(
          "post",
          trace,
          promises -> {
            assertThat(Firmware.text(config))
                .isIn(ended(promises) ? List.of(after) : List.of(before, after));
            poolIsWhole();
            ada.quickly(firmware, "fsck").done();
            assertThat(id(ada, firmware)).isEqualTo(id);
            ada.quickly(firmware, "post", "ada/box").done();
            assertThat(Firmware.text(config)).isEqualTo(after);
          });
    }
  }

  @Test
  void importOfAnArchive() throws Exception {
    committed();
    Path archive = disk.beside("state.tgz");
    ada.quickly(firmware, "export", archive.toString()).done();
    String id = id(ada, firmware);
    Directories.remove(firmware);
    Directories.remove(ada.pool());
    Files.createDirectory(firmware);
    ada.quickly(firmware, "init").done();
    bringsAState("import", id, "import", archive.toString());
  }

  @Test
  void getFromADirectory() throws Exception {
    committed();
    String id = id(ada, firmware);
    Path source = disk.beside("source");
    Files.move(firmware, source);
    ada.quickly(source, "export", disk.beside("state.tgz").toString()).done();
    Person bob = new Person("bob", disk.beside("bob"));
    Path other = Files.createDirectory(disk.beside("other"));
    bob.quickly(other, "init").done();
    bob.quickly(other, "import", disk.beside("state.tgz").toString()).done();
    Directories.remove(ada.pool());
    Files.createDirectory(firmware);
    ada.quickly(firmware, "init").done();
    bringsAState("get", id, "get", other.resolve(".pvr").toString());
  }

  private void bringsAState(String operation, String id, String... command) throws Exception {
    String before = Firmware.text(firmware.resolve(".pvr/json"));
    Trace trace = disk.record(ada, firmware, command);
    String after = Firmware.text(firmware.resolve(".pvr/json"));
    assertThat(ObjectId.of(after.getBytes(StandardCharsets.UTF_8)).hex()).isEqualTo(id);

    disk.recover(
        operation,
        trace,
        promises -> {
          stateIsOldOrNew(before, after, promises);
          ada.quickly(firmware, command).done();
          ada.quickly(firmware, "fsck").done();
          ada.quickly(firmware, "checkout").done();
          assertThat(id(ada, firmware)).isEqualTo(id);
          assertThat(ada.quickly(firmware, "status").done().out()).isEmpty();
        });
  }

  @Test
  void init() throws Exception {
    Directories.remove(firmware.resolve(".pvr"));
    Trace trace = disk.record(ada, firmware, "init");
    String state = Firmware.text(firmware.resolve(".pvr/json"));
    String config = Firmware.text(firmware.resolve(".pvr/config"));

    disk.recover(
        "init",
        trace,
        promises -> {
          if (!Files.exists(firmware.resolve(".pvr"))) {
            assertThat(ended(promises)).isFalse();
            ada.quickly(firmware, "init").done();
          }
          assertThat(Firmware.text(firmware.resolve(".pvr/json"))).isEqualTo(state);
          assertThat(Firmware.text(firmware.resolve(".pvr/config"))).isEqualTo(config);
          committed();
          try (Stream<Path> files = Files.list(firmware)) {
            assertThat(files).isNotEmpty();
          }
        });
  }
}
