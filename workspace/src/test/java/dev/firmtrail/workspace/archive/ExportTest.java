package dev.firmtrail.workspace.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.objects.CorruptObjectException;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.archive.ArchiveWish;
import dev.firmtrail.objects.archive.GzipOutput;
import dev.firmtrail.objects.archive.TarHeader;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final Map<String, String> FILES =
      Map.of(
          "bsp/kernel", "kernel", "app/root", "root", "app/again", "root", "app1/x", "x", "e", "");

  @TempDir Path directory;
  private Shed shed;
  private State state;

  @BeforeEach
  void fill() throws Exception {
    shed = Shed.in(directory);
    state = shed.state(FILES);
  }

  private byte[] export(String name) throws Exception {
    return Files.readAllBytes(shed.export(state, name));
  }

  private List<String> namesOf(State part) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Export(part, shed.pool(), false, Progress.NONE).to(out);
    return new DeviceReader(out.toByteArray()).names;
  }

  @Test
  void aDeviceFindsTheStateFirstAndEachObjectOnce() throws Exception {
    DeviceReader device = new DeviceReader(export("x.tar"));

    List<String> expected = new ArrayList<>(List.of("json"));
    state.objects().forEach(id -> expected.add("objects/" + id));
    assertThat(device.names).isEqualTo(expected);
    assertThat(device.members.get("json")).isEqualTo(state.canonicalBytes());
  }

  @Test
  void theOldShapeHasAnObjectForEachPath() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Export.Report report = new Export(state, shed.pool(), true, Progress.NONE).to(out);

    assertThat(report.objects()).isEqualTo(5);
    DeviceReader device = new DeviceReader(out.toByteArray());
    assertThat(device.names).hasSize(6);
    assertThat(device.members).hasSize(5);
  }

  @Test
  void thePoolsTimesAndModesMakeNoDifference() throws Exception {
    byte[] tar = export("a.tar");
    byte[] tgz = export("a.tgz");
    try (Stream<Path> objects = Files.list(directory.resolve("pool"))) {
      for (Path object : objects.toList()) {
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(object, FileTime.from(7, TimeUnit.DAYS));
      }
    }

    assertThat(export("b.tar")).isEqualTo(tar);
    assertThat(export("b.tgz")).isEqualTo(tgz);
  }

  @Test
  void theBytesAreThoseOfTheDescribedFormat() throws Exception {
    State small = shed.state(Map.of("f", "f\n"));

    byte[] tar = Files.readAllBytes(shed.export(small, "small.tar"));

    Map<Integer, String> fields = new TreeMap<>();
    fields.put(0, "json");
    fields.put(100, "0000600");
    fields.put(108, "0000000");
    fields.put(116, "0000000");
    fields.put(124, "00000000156");
    fields.put(136, "00000000000");
    fields.put(148, "010073");
    fields.put(155, " 0");
    fields.put(257, "ustar");
    fields.put(263, "00");
    fields.put(329, "0000000");
    fields.put(337, "0000000");
    byte[] header = new byte[512];
    fields.forEach((at, text) -> System.arraycopy(Shed.bytes(text), 0, header, at, text.length()));
    assertThat(Arrays.copyOf(tar, 512)).isEqualTo(header);
    assertThat(tar).hasSize(512 + 512 + 512 + 512 + 1024);
  }

  @Test
  void theGzipHeaderSaysNothingAboutTheMachine() throws Exception {
    for (String name : List.of("a.tgz", "b.tar.gz", "C.TGZ", "d.Gz")) {
      byte[] compressed = export(name);
      assertThat(Arrays.copyOf(compressed, 10))
          .isEqualTo(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF});
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
        assertThat(in.readAllBytes()).isEqualTo(export("plain"));
      }
    }
  }

  @Test
  void manyPiecesJoinToOneStream() throws Exception {
    byte[] content = new byte[3 * 512 * 1024 + 17];
    Random random = new Random(1);
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (random.nextInt(4) + i / 1000);
    }
    for (int length : new int[] {0, 1, 512 * 1024, 512 * 1024 + 1, content.length}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ExecutorService workers = GzipOutput.workers();
          GzipOutput gzip = new GzipOutput(out, workers, 2)) {
        gzip.write(content, 0, length);
        gzip.finish();
      }
      Path file = Files.write(directory.resolve("p.gz"), out.toByteArray());
      assertThat(Programs.run("gzip", "-dc", file.toString()))
          .isEqualTo(Arrays.copyOf(content, length));
    }
  }

  @Test
  void otherProgramsReadIt() throws Exception {
    for (String name : List.of("x.tar", "x.tgz")) {
      Path file = shed.export(state, name);
      Path out = Files.createDirectory(directory.resolve("of-" + name));
      Programs.run("tar", "-C", out.toString(), "-xf", file.toString());
      assertThat(Programs.text("sha256sum", out.resolve("json").toString()))
          .startsWith(state.id().hex());
      for (ObjectId id : state.objects()) {
        assertThat(Programs.text("sha256sum", out.resolve("objects").resolve(id.hex()).toString()))
            .startsWith(id.hex());
      }
      assertThat(Programs.text("jq", "-r", ".[\"bsp/kernel\"]", out.resolve("json").toString()))
          .isEqualTo(ObjectId.of(Shed.bytes("kernel")) + "\n");
      assertThat(Programs.text("python3", "-c", PYTHON, file.toString()))
          .isEqualTo(
              "json 0o600 0 0 0 ''\n" + "objects 0o644 0 0 0 ''\n".repeat(state.objects().size()));
    }
  }

  private static final String PYTHON =
      """
      import hashlib, sys, tarfile
      with tarfile.open(sys.argv[1]) as tar:
          for m in tar:
              assert m.isreg() and not m.pax_headers
              head, _, sha = m.name.partition('/')
              data = tar.extractfile(m).read()
              assert not sha or hashlib.sha256(data).hexdigest() == sha
              print(head, oct(m.mode), m.uid, m.gid, m.mtime, repr(m.uname + m.gname))
      """;

  @Test
  void aSizeBeyondOctalIsReadByOtherPrograms() throws Exception {
    for (long size : new long[] {(1L << 33) - 1, 1L << 33, 1L << 50}) {
      Path header = Files.write(directory.resolve("header"), TarHeader.of("objects/x", 0644, size));
      assertThat(
              Programs.text(
                  "python3",
                  "-c",
                  "import sys,tarfile;b=open(sys.argv[1],'rb').read();"
                      + "print(tarfile.TarInfo.frombuf(b,'utf-8','strict').size)",
                  header.toString()))
          .isEqualTo(size + "\n");
      TarReader reader = new TarReader(Files.newInputStream(header));
      assertThat(reader.next().orElseThrow().size()).isEqualTo(size);
    }
  }

  @Test
  void takesThePartsThatAreAskedForAndTheFormat() throws Exception {
    String kernel = "objects/" + ObjectId.of(Shed.bytes("kernel"));
    assertThat(namesOf(ArchiveWish.parts(state, "bsp"))).containsExactly("json", kernel);
    assertThat(ArchiveWish.parts(state, "app").json().members().sequencedKeySet())
        .containsExactly("#spec", "app/again", "app/root");
    assertThat(ArchiveWish.parts(state, "app/,e").json().members().sequencedKeySet())
        .containsExactly("#spec", "app/again", "app/root", "e");
    assertThat(ArchiveWish.parts(state, "app1/x,-bsp").json().members().sequencedKeySet())
        .containsExactly("#spec", "app1/x");
    assertThat(ArchiveWish.parts(state, "nope").json().members().keySet()).containsExactly("#spec");
    assertThat(ArchiveWish.parts(state, ",").json().members().keySet()).containsExactly("#spec");
    assertThat(ArchiveWish.parts(state, "")).isEqualTo(state);
  }

  @Test
  void aMissingObjectLeavesNoFile() throws Exception {
    ObjectId kernel = ObjectId.of(Shed.bytes("kernel"));
    Files.delete(shed.pool().path(kernel));

    assertThatThrownBy(() -> export("x.tar"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining(kernel.hex())
        .hasMessageContaining("bsp/kernel");
    assertThat(shed.tree().keySet()).doesNotContain("x.tar");
  }

  @Test
  void aCorruptObjectLeavesTheFileThatWasThere() throws Exception {
    ObjectId kernel = ObjectId.of(Shed.bytes("kernel"));
    Files.writeString(directory.resolve("x.tgz"), "of yesterday");
    Files.writeString(shed.pool().path(kernel), "Kernel");
    Map<String, String> before = shed.tree();

    assertThatThrownBy(() -> export("x.tgz"))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining(kernel.hex());
    assertThat(shed.tree()).isEqualTo(before);
  }

  @Test
  void keepsTheModeOfTheFileItReplacesAndFollowsALink() throws Exception {
    Path real = shed.file("real.tar", Shed.bytes("old"));
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("link.tar"), real);

    shed.export(state, "link.tar");

    assertThat(link).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
    assertThat(new DeviceReader(Files.readAllBytes(real)).names).hasSize(5);
  }

  @Test
  void aDeviceFileIsWrittenToAndNotReplaced() throws Exception {
    Path pipe = directory.resolve("pipe");
    Programs.run("mkfifo", pipe.toString());
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();

    shed.export(state, "pipe");

    assertThat(reader.getInputStream().readAllBytes()).isEqualTo(export("x.tar"));
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void saysWhereNoFileCanBe() {
    assertThatThrownBy(() -> export("none/x.tar"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("there is no directory " + directory.resolve("none"));
    assertThatThrownBy(() -> export("pool"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("is a directory");
  }
}
