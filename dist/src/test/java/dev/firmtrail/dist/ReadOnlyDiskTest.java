package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workspace on a disk that was mounted to be read, or becomes so in the middle of a command: it
 * can be read and copied from as ever, and every command that would change it says why it cannot.
 */
class ReadOnlyDiskTest {
  private static final int MEBIBYTES = 16;
  private static final String READ_ONLY = "Read-only file system";

  @TempDir Path temp;

  /** With a change that is not committed. */
  private static Path workspace(Person person, Path directory) throws IOException {
    Path workspace = Firmware.write(directory, 1, 1);
    person.quickly(workspace, "init").done();
    person.quickly(workspace, "add", ".").done();
    person.quickly(workspace, "commit").done();
    Files.writeString(workspace.resolve("app/run.json"), "{\"changed\": true}");
    return workspace;
  }

  @Test
  void everythingCanBeReadThere() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp, "disk", MEBIBYTES)) {
      Person ada = new Person("ada", disk.root().resolve("home"));
      Path workspace = workspace(ada, disk.root().resolve("ws"));
      List<List<String>> reading =
          List.of(
              List.of("status"),
              List.of("diff"),
              List.of("json"),
              List.of("id"),
              List.of("ls-files"),
              List.of("fsck"),
              List.of("config"),
              List.of("export", temp.resolve("out.tgz").toString()));
      List<String> before =
          reading.stream()
              .map(command -> ada.quickly(workspace, command.toArray(String[]::new)).done().out())
              .toList();
      byte[] archive = Files.readAllBytes(temp.resolve("out.tgz"));
      Files.delete(temp.resolve("out.tgz"));
      disk.readOnly();

      for (int i = 0; i < reading.size(); i++) {
        Ended ended = ada.quickly(workspace, reading.get(i).toArray(String[]::new));
        assertThat(ended.code()).as(reading.get(i) + " " + ended).isZero();
        assertThat(ended.out()).as("%s", reading.get(i)).isEqualTo(before.get(i));
      }
      assertThat(temp.resolve("out.tgz")).hasBinaryContent(archive);
      Person bob = new Person("bob", temp.resolve("bob"));
      bob.run(temp, "clone", workspace.toString(), "copy").done();
      assertThat(Firmware.objects(temp.resolve("copy"))).isEqualTo(Firmware.objects(workspace));
    }
  }

  @Test
  void everyCommandThatWouldChangeItSaysWhyItCannot() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp, "disk", MEBIBYTES)) {
      Person ada = new Person("ada", disk.root().resolve("home"));
      Path workspace = workspace(ada, disk.root().resolve("ws"));
      Files.writeString(workspace.resolve("more.json"), "{}");
      ada.quickly(workspace, "export", temp.resolve("out.tgz").toString()).done();
      Path other = workspace(new Person("bob", temp.resolve("bob")), temp.resolve("other"));
      disk.readOnly();

      for (List<String> writing :
          List.of(
              List.of("init"),
              List.of("add", "."),
              List.of("commit"),
              List.of("checkout"),
              List.of("import", temp.resolve("out.tgz").toString()),
              List.of("get", other.toString()),
              List.of("merge", other.toString()),
              List.of("clone", other.toString(), "target"),
              List.of("export", "here.tgz"),
              List.of("config", "compat", "true"),
              List.of("config", "--workspace", "compat", "true"))) {
        Path where = writing.getFirst().equals("init") ? workspace.resolve("os") : workspace;
        Ended ended = ada.quickly(where, writing.toArray(String[]::new));
        String what = writing + " " + ended;
        assertThat(ended.code()).as(what).isNotZero();
        assertThat(ended.err()).as(what).contains(READ_ONLY).contains(disk.root().toString());
        Play.assertSpeaksToAPerson(ended.err(), what);
      }
      disk.writable();
      ada.quickly(workspace, "add", ".").done();
      ada.quickly(workspace, "commit").done();
      ada.quickly(workspace, "fsck").done();
      try (Stream<Path> all = Files.walk(disk.root())) {
        assertThat(all.map(Path::toString)).noneMatch(Scene::isTemporary);
      }
    }
  }

  @Test
  void aDiskThatBecomesReadOnlyUnderACloneEndsItAndTheNextOneGoesOn() throws Exception {
    Path data = temp.resolve("hub");
    try (HubProcess hub = HubProcess.start(data);
        SmallDisk disk = SmallDisk.mount(temp, "disk", MEBIBYTES)) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      Path firmware = Firmware.write(temp.resolve("firmware"), 1, 4);
      ada.quickly(firmware, "init").done();
      ada.quickly(firmware, "device", "create", "box").done();
      ada.quickly(firmware, "add", ".").done();
      ada.quickly(firmware, "commit").done();
      ada.quickly(firmware, "post", "ada/box").done();

      Person there = ada.elsewhere(disk.root().resolve("home"));
      Path said = temp.resolve("said");
      try (HeldWire wire = new HeldWire(hub.url(), 2 << 20)) {
        List<String> clone =
            Person.pvr(
                "--http-proxy", wire.url().toString(), "clone", hub.url() + "/ada/box", "target");
        Process process = there.start(disk.root(), said, clone);
        wire.awaitHeld();
        disk.abort();
        wire.letGo();

        assertThat(process.waitFor()).as(Firmware.text(said)).isEqualTo(7);
        assertThat(Firmware.text(said)).contains(READ_ONLY).contains(disk.root().toString());
        assertThat(disk.root().resolve("target")).doesNotExist();
        Play.assertSpeaksToAPerson(Firmware.text(said), "clone");
      }
    }
  }
}
