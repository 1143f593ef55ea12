package dev.firmtrail.audit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Finding.Kind;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A corpus of planted differences: each is named with its path, and nothing else is. */
class AuditStorageTest {
  private static final int SIZE = 40_000;
  private static final String ROOTFS = "trails/2/app/root.squashfs";
  private static final String KERNEL = "trails/2/bsp/kernel.img";
  private static final String RUN = "trails/2/app/run.json";

  @TempDir Path directory;
  private DeviceStorage device;
  private State state;
  private State before;

  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Map<String, Object> firmware(int seed) throws Exception {
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("bsp/kernel.img", bytes(1, SIZE));
    files.put("bsp/pantavisor", bytes(2, SIZE));
    files.put("bsp/run.json", json("{\"linux\":\"kernel.img\",\"initrd\":\"pantavisor\"}"));
    files.put("bsp/build.json", json("{\"made\":\"by hand\"}"));
    files.put("app/root.squashfs", bytes(100 + seed, SIZE));
    files.put("app/data.bind", bytes(200 + seed, 100));
    files.put("app/run.json", json("{\"name\":\"app\",\"n\":1.50,\"v\":" + seed + "}"));
    files.put("app/src.json", json("{\"docker\":\"x\"}"));
    files.put("_config/app/etc/twin", bytes(100 + seed, SIZE));
    files.put("_sigs/app.json", json("{\"#spec\":\"pvs@2\"}"));
    return files;
  }

  private static Json json(String text) throws Exception {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void aDeviceThatWasUpdatedOnce() throws Exception {
    device = new DeviceStorage(directory.resolve("storage"));
    before = device.install(1, firmware(1));
    state = device.install(2, firmware(2));
  }

  private StorageReport audit() throws IOException {
    return audit(Map.of(), Optional.empty());
  }

  private StorageReport audit(Map<ObjectId, Long> sizes, Optional<String> implied)
      throws IOException {
    return StorageAudit.of(
        StorageDirectory.find(directory),
        new Expected(state, sizes),
        Optional.empty(),
        implied,
        Progress.NONE);
  }

  private Path at(String name) {
    return device.root.resolve(name);
  }

  private String object(String key) {
    return state.json().string(key).map(id -> "objects/" + id).orElseThrow();
  }

  /** What is done to a storage, and what must be said of it. */
  interface Plant {
    void in(AuditStorageTest test) throws Exception;
  }

  private static void flip(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(SIZE / 2);
      int old = open.read();
      open.seek(SIZE / 2);
      open.write(old ^ 1);
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Files.delete(file);
    Files.write(file, content);
  }

  private static void mode(Path file, String mode) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("chmod", mode, file.toString()).start().waitFor()).isZero();
  }

  private static Arguments row(String name, Plant plant, String... findings) {
    return Arguments.of(Named.of(name, plant), List.of(findings));
  }

  static Stream<Arguments> corpus() {
    return Stream.of(
        row(
            "bit flip in an object and its link",
            t -> flip(t.at(KERNEL)),
            "DIFFERENT " + KERNEL + " other bytes, 40000 of them; it is one file with objects/"),
        row(
            "bit flip in an object whose links are copies",
            t -> {
              replace(t.at(ROOTFS), Files.readAllBytes(t.at(ROOTFS)));
              replace(t.at("trails/2/_config/app/etc/twin"), Files.readAllBytes(t.at(ROOTFS)));
              flip(t.at(t.object("app/root.squashfs")));
            },
            "DIFFERENT OBJECT other bytes; it is that of _config/app/etc/twin"),
        row(
            "bit flip in a copy that took the place of a link",
            t -> {
              replace(t.at(ROOTFS), Files.readAllBytes(t.at(ROOTFS)));
              flip(t.at(ROOTFS));
            },
            "DIFFERENT "
                + ROOTFS
                + " as many as there should be (40000); it is not linked to objects/"),
        row(
            "swapped files",
            t -> {
              Path other = t.at("trails/2/bsp/pantavisor");
              Files.move(t.at(ROOTFS), t.at("x"));
              Files.move(other, t.at(ROOTFS));
              Files.move(t.at("x"), other);
            },
            "DIFFERENT " + ROOTFS + " it has the content of bsp/pantavisor",
            "DIFFERENT trails/2/bsp/pantavisor it has the content of _config/app/etc/twin"),
        row(
            "extra file",
            t -> t.device.write("trails/2/app/extra", "x"),
            "EXTRA trails/2/app/extra is no file of the state"),
        row(
            "extra file beside the state",
            t -> t.device.write("trails/2/.pvr/hook", "x"),
            "EXTRA trails/2/.pvr/hook"),
        row(
            "extra file with a name that is none",
            t -> {
              t.device.write("trails/2/app/dir/a\nb\u202e", "x");
              Files.createDirectories(t.at("trails/2/app/empty"));
            },
            "EXTRA trails/2/app/dir/a\nb\u202e"),
        row(
            "extra link",
            t -> Files.createSymbolicLink(t.at("trails/2/app/way"), Path.of("/etc")),
            "EXTRA trails/2/app/way a symbolic link"),
        row(
            "extra boot name",
            t -> Files.createLink(t.at("trails/2/.pv/pv-fdt.dtb"), t.at(KERNEL)),
            "EXTRA trails/2/.pv/pv-fdt.dtb"),
        row(
            "another file to boot",
            t -> {
              Files.delete(t.at("trails/2/.pv/pv-kernel.img"));
              Files.createLink(t.at("trails/2/.pv/pv-kernel.img"), t.at(ROOTFS));
            },
            "DIFFERENT trails/2/.pv/pv-kernel.img it has the content of _config/app/etc/twin"),
        row(
            "boot name that is missing",
            t -> Files.delete(t.at("trails/2/.pv/pv-initrd.img")),
            "MISSING trails/2/.pv/pv-initrd.img nothing to start with"),
        row("missing file", t -> Files.delete(t.at(ROOTFS)), "MISSING " + ROOTFS),
        row("missing JSON", t -> Files.delete(t.at(RUN)), "MISSING " + RUN),
        row(
            "missing object",
            t -> Files.delete(t.at(t.object("app/root.squashfs"))),
            "MISSING OBJECT it is that of _config/app/etc/twin"),
        row(
            "changed inline JSON",
            t -> Files.writeString(t.at(RUN), Files.readString(t.at(RUN)).replace("1.5", "1.51")),
            "DIFFERENT " + RUN + " it says otherwise at /n"),
        row(
            "broken inline JSON",
            t -> Files.writeString(t.at(RUN), "{\"name\":\"app\""),
            "DIFFERENT " + RUN + " it is no JSON"),
        row(
            "link in place of a file",
            t -> {
              Files.move(t.at(ROOTFS), t.at("elsewhere"));
              Files.createSymbolicLink(t.at(ROOTFS), t.at("elsewhere"));
            },
            "DIFFERENT " + ROOTFS + " is a symbolic link where a file should be"),
        row(
            "link in place of a directory",
            t -> {
              Files.move(t.at("trails/2/app"), t.at("elsewhere"));
              Files.createSymbolicLink(t.at("trails/2/app"), t.at("elsewhere"));
            },
            "DIFFERENT trails/2/app is a symbolic link where a directory should be"),
        row(
            "directory in place of a file",
            t -> {
              Files.delete(t.at(ROOTFS));
              t.device.write("trails/2/app/root.squashfs/inside", "x");
            },
            "DIFFERENT " + ROOTFS + " is a directory where a file should be"),
        row(
            "pipe in place of a file",
            t -> {
              Files.delete(t.at(ROOTFS));
              assertThat(new ProcessBuilder("mkfifo", t.at(ROOTFS).toString()).start().waitFor())
                  .isZero();
            },
            "DIFFERENT " + ROOTFS + " is a pipe, a socket or a device"),
        row(
            "setuid",
            t -> mode(t.at("trails/2/bsp/pantavisor"), "4755"),
            "DIFFERENT trails/2/bsp/pantavisor mode 4755: setuid"),
        row(
            "everybody writes",
            t -> mode(t.at(RUN), "0666"),
            "DIFFERENT " + RUN + " mode 0666: writable by its group, writable by everybody"),
        row("a mode that does not matter", t -> mode(t.at(RUN), "0400")),
        row(
            "truncated",
            t -> {
              replace(t.at(ROOTFS), Arrays.copyOf(Files.readAllBytes(t.at(ROOTFS)), 100));
            },
            "DIFFERENT " + ROOTFS + " truncated: 100 of 40000 bytes"),
        row(
            "grown",
            t -> replace(t.at(ROOTFS), Arrays.copyOf(Files.readAllBytes(t.at(ROOTFS)), SIZE + 1)),
            "DIFFERENT " + ROOTFS + " 40001 bytes, 1 more than it should have"),
        row(
            "sparse",
            t -> {
              Files.delete(t.at(ROOTFS));
              try (RandomAccessFile open = new RandomAccessFile(t.at(ROOTFS).toFile(), "rw")) {
                open.setLength(SIZE);
              }
            },
            "DIFFERENT " + ROOTFS + " 36864 of them read as zeros in whole blocks"),
        row(
            "corrupt state",
            t -> Files.writeString(t.at("trails/2/.pvr/json"), "{\"#spec\":"),
            "DIFFERENT trails/2/.pvr/json not a valid state"),
        row(
            "another state",
            t ->
                Files.copy(
                    t.at("trails/1/.pvr/json"),
                    t.at("trails/2/.pvr/json"),
                    StandardCopyOption.REPLACE_EXISTING),
            "DIFFERENT trails/2/.pvr/json changed: _config/app/etc/twin, app/data.bind, app/root.squashfs, app/run.json"),
        row(
            "no state",
            t -> Files.delete(t.at("trails/2/.pvr/json")),
            "MISSING trails/2/.pvr/json"),
        row(
            "state as a link",
            t -> {
              Files.move(t.at("trails/2/.pvr/json"), t.at("json"));
              Files.createSymbolicLink(t.at("trails/2/.pvr/json"), t.at("json"));
            },
            "DIFFERENT trails/2/.pvr/json is a symbolic link"),
        row(
            "unused object",
            t -> t.device.object(new byte[] {7}),
            "EXTRA objects/" + ObjectId.of(new byte[] {7}) + " no revision on the storage uses it"),
        row(
            "object that is still coming",
            t -> t.device.write("objects/" + ObjectId.of(new byte[0]) + ".tmp", "x"),
            "EXTRA objects/" + ObjectId.of(new byte[0]) + ".tmp is no object"),
        row(
            "corrupt object of another revision",
            t -> Files.writeString(t.at("objects/" + ObjectId.of(bytes(101, SIZE))), "x"),
            "DIFFERENT objects/" + ObjectId.of(bytes(101, SIZE)) + " the state does not use it"),
        row(
            "unreadable state of another revision",
            t -> {
              t.device.object(new byte[] {7});
              Files.writeString(t.at("trails/1/.pvr/json"), "no");
            },
            "UNKNOWN trails/1/.pvr/json 3 that no other revision uses"),
        row(
            "a copy that was written to",
            t -> Files.writeString(t.at("trails/2/app/data.bind"), "x"),
            "UNKNOWN trails/2/app/data.bind its container may write to"),
        row(
            "a signature that was deployed by hand",
            t -> t.device.write("trails/2/_sigs/app.json", "{}"),
            "DIFFERENT trails/2/_sigs/app.json it says otherwise at /#spec"),
        row(
            "what a device makes",
            t -> {
              t.device.write("trails/2/.pv/commitmsg", "x");
              t.device.write("trails/2/.pv/logs", "x");
              t.device.write("trails/2/_sigs/app.json", "{\"#spec\":\"pvs@2\"}");
              t.device.write("disks/perm/app/db", "x");
              Files.createDirectories(t.at("trails/9/.pv"));
            }));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void aPlantedDifferenceIsNamedAndNothingElse(Plant plant, List<String> expected)
      throws Exception {
    String object = object("app/root.squashfs");
    plant.in(this);

    StorageReport report = audit();

    List<Finding> findings = report.findings();
    assertThat(findings).as(findings.toString()).hasSize(expected.size());
    for (String each : expected) {
      String[] words = each.replace("OBJECT", object).split(" ", 3);
      assertThat(findings)
          .as(findings.toString())
          .anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.valueOf(words[0]));
            assertThat(finding.path()).isEqualTo(words[1]);
            for (String part : (words.length < 3 ? "" : words[2]).split("; ", -1)) {
              assertThat(finding.detail()).contains(part);
            }
          });
    }
    assertThat(report.verdict()).isEqualTo(Verdict.of(findings));
  }

  @Test
  void aCleanStorageIsTheSameAndEachFileIsReadOnce() throws IOException {
    StorageReport report = audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.SAME);
    assertThat(report.storage()).isEqualTo(device.root);
    assertThat(report.revision()).isEqualTo("2");
    // Six objects, the copy, and three files of JSON.
    assertThat(report.files()).isEqualTo(6 + 1 + 3);
  }

  @Test
  void whatALinkAndItsObjectLostIsKnownFromTheHub() throws IOException {
    ObjectId id = new ObjectId(object("app/root.squashfs").substring("objects/".length()));
    try (RandomAccessFile open = new RandomAccessFile(at(ROOTFS).toFile(), "rw")) {
      open.setLength(SIZE - 1);
    }
    assertThat(audit().findings())
        .extracting(Finding::detail)
        .allMatch(d -> d.contains("other bytes, 39999"));
    assertThat(audit(Map.of(id, (long) SIZE), Optional.empty()).findings())
        .extracting(Finding::detail)
        .hasSize(2)
        .allMatch(d -> d.contains("truncated: 39999 of 40000"));
  }

  @Test
  void aDeviceThatRunsAnotherRevisionIsDifferent() throws IOException {
    state = before;
    StorageReport report = audit(Map.of(), Optional.of("1"));
    assertThat(report.revision()).isEqualTo("1");
    assertThat(report.findings())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.path()).isEqualTo("trails/current");
          assertThat(f.detail()).contains("names 2");
        });
    StorageReport asked =
        StorageAudit.of(
            StorageDirectory.find(directory),
            new Expected(state, Map.of()),
            Optional.of("1"),
            Optional.of("2"),
            Progress.NONE);
    assertThat(asked.findings()).isEmpty();
  }

  @Test
  void aRevisionThatIsNotThereIsMissing() throws IOException {
    assertThat(audit(Map.of(), Optional.of("7")).findings())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.path()).isEqualTo("trails/7");
          assertThat(f.kind()).isEqualTo(Kind.MISSING);
          assertThat(f.detail()).contains("1, 2");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc", "/etc", "locals/..", "locals/a/b", "x"})
  void aCurrentThatLeadsOutIsNotFollowed(String target) throws IOException {
    Files.delete(at("trails/current"));
    Files.createSymbolicLink(at("trails/current"), Path.of(target));
    assertThatThrownBy(this::audit)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("which is no revision");
  }

  @Test
  void aDirectoryWithoutAStorageIsRefusedAndTwoAreAmbiguous() throws IOException {
    assertThatThrownBy(() -> StorageDirectory.find(at("logs"))).hasMessageContaining("no storage");
    new DeviceStorage(directory.resolve("other"));
    assertThatThrownBy(() -> StorageDirectory.find(directory))
        .hasMessageContaining("more than one");
  }

  @Test
  void whatCannotBeReadIsNotKnownAndTheRestIsJudged() throws Exception {
    Assumptions.assumeFalse(
        System.getProperty("user.name").equals("root"),
        "root reads everything; ImageTest has a file that root cannot read");
    Files.setPosixFilePermissions(at(RUN), PosixFilePermissions.fromString("---------"));
    Files.delete(at(KERNEL));
    assertThat(audit().findings())
        .extracting(f -> f.kind() + " " + f.path())
        .containsExactly("UNKNOWN " + RUN, "MISSING " + KERNEL);
  }
}
