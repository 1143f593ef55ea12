package dev.firmtrail.workspace.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.testkit.tar.Tars;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Archives that somebody made on purpose: refused, in words, and nothing has changed. */
class HostileArchivesTest {
  private static final byte[] X = Shed.bytes("x");
  private static final String X_ID = ObjectId.of(X).hex();
  private static final String OTHER_ID = ObjectId.of(Shed.bytes("other")).hex();
  private static final String JSON =
      "{\"#spec\":\"pantavisor-service-system@1\",\"f\":\"" + X_ID + "\"}";
  private static final int MUTATIONS = 400;

  @TempDir Path directory;
  private Shed shed;

  @BeforeEach
  void make() throws Exception {
    shed = Shed.in(Files.createDirectory(directory.resolve("shed")));
  }

  private static Tars good() {
    return new Tars().file("json", JSON).file("objects/" + X_ID, X);
  }

  /** What is said of each. */
  private static Map<String, byte[]> archives() {
    Map<String, byte[]> table = new LinkedHashMap<>();
    table.put("'../../x', which is refused: it leads out", good().file("../../x", X).closed());
    table.put("'objects/../../y', which is refused", good().file("objects/../../y", X).closed());
    table.put("'/etc/z', which is refused: it is absolute", good().file("/etc/z", X).closed());
    table.put("'', which is refused: it is empty", good().file("", X).closed());
    table.put("'..', which is refused", good().special('5', "..", "").closed());
    table.put(
        "symbolic link json",
        new Tars().special('2', "json", "/etc/passwd").file("json", JSON).closed());
    table.put(
        "hard link objects/" + X_ID,
        new Tars().file("json", JSON).special('1', "objects/" + X_ID, "/etc/shadow").closed());
    table.put("device tty", good().special('3', "tty", "").closed());
    table.put("device sda", good().special('4', "sda", "").closed());
    table.put("pipe fifo", good().special('6', "fifo", "").closed());
    table.put("sparse file f", good().special('S', "f", "").closed());
    table.put("unknown kind 'V'", good().special('V', "label", "").closed());
    table.put("directory d with content", good().member('5', "d", "", "1", X).closed());
    table.put("object " + OTHER_ID + " is refused", good().file("objects/" + OTHER_ID, X).closed());
    table.put("two members 'json'", good().file("./json", "{}").closed());
    table.put("no member 'json'", new Tars().file("objects/" + X_ID, X).closed());
    table.put("no usable state", new Tars().file("json", "not json").closed());
    table.put(
        "no usable state: not a valid state: duplicate member",
        new Tars().file("json", "{\"#spec\":\"a\",\"#spec\":\"b\"}").closed());
    table.put(
        "no usable state: path with a '..' component",
        new Tars().file("json", "{\"#spec\":\"a\",\"../x\":\"" + X_ID + "\"}").closed());
    table.put("files that belong to no workspace: hooks/pre", good().file("hooks/pre", X).closed());
    table.put("'note' and 'json'", new Tars().pax('x', "path=json").file("note", JSON).closed());
    table.put(
        "'../out', which is refused",
        new Tars().pax('x', "path=../out").file("json", JSON).closed());
    table.put("'n' and 'json'", good().gnuLongName("json").file("n", "{}").closed());
    table.put(
        "two extended headers", good().pax('x', "path=a").pax('x', "path=a").file("a", X).closed());
    table.put("gives one path to all", new Tars().pax('g', "path=json").file("n", JSON).closed());
    // Found by fuzzing: the keyword was shown as it came, with what a terminal obeys.
    table.put(
        "gives one GNU.sparse.\\u{1b}[31m to all",
        new Tars().pax('g', "GNU.sparse.\u001b[31m=1").file("n", JSON).closed());
    table.put("two sizes, 1 and 2", good().pax('x', "size=2").file("n", X).closed());
    table.put("has a sparse file", good().pax('x', "GNU.sparse.name=json").file("n", X).closed());
    table.put("cannot be read", good().member('x', "p", "", "4", Shed.bytes("9 a\n")).closed());
    table.put(
        "extended header of 2097152 bytes", good().member('x', "p", "", "10000000", X).closed());
    table.put(
        "state of 4294967296 bytes", new Tars().member('0', "json", "", "40000000000", X).closed());
    table.put(
        "ends in the middle of member 3", good().member('0', "n", "", "77777777777", X).closed());
    table.put(
        "is damaged behind member 2",
        good()
            .member('0', "n", "", "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", X)
            .closed());
    table.put("ends in the middle of member 2", Arrays.copyOf(good().open(), 512 * 3 + 1));
    table.put("is damaged behind member 2 ", good().raw(new byte[512]).raw(X).closed());
    table.put("is damaged behind", good().raw(new byte[512]).file("n", X).closed());
    table.put("is not a tar archive", Shed.bytes("PK".repeat(1000)));
    table.put("is not a tar archive ", Shed.bytes("short"));
    table.put("is empty", new byte[0]);
    byte[] compressed = Tars.gzip(good().closed());
    table.put("damaged or cut short", Arrays.copyOf(compressed, compressed.length / 2));
    table.put("damaged or cut short ", Arrays.copyOf(compressed, compressed.length - 3));
    byte[] wrongSum = compressed.clone();
    wrongSum[compressed.length - 8] ^= 1;
    table.put("damaged or cut short  ", wrongSum);
    table.put("is not a tar archive ", Shed.bytes("BZh9 and more"));
    return table;
  }

  @TestFactory
  Stream<DynamicTest> isRefusedAndNothingHasChanged() {
    return archives().entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.getKey(), () -> refuses(each.getValue(), each.getKey().stripTrailing())));
  }

  private void refuses(byte[] archive, String said) throws Exception {
    Path file = Files.write(directory.resolve("archive"), archive);
    Map<String, String> before = shed.tree();

    assertThatThrownBy(() -> shed.take(file))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining(said)
        .hasMessageContaining(file.toString());

    assertThat(shed.tree()).isEqualTo(before);
    assertOnlyGoodObjects();
    try (Stream<Path> beside = Files.list(directory)) {
      assertThat(beside.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("shed", "archive");
    }
  }

  private void assertOnlyGoodObjects() throws IOException {
    ObjectStore pool = shed.pool();
    try (Stream<Path> names = Files.list(pool.directory())) {
      assertThat(names.map(p -> p.getFileName().toString()))
          .allMatch(name -> ObjectId.parse(name).isPresent());
    }
    for (ObjectId id : pool.ids()) {
      assertThat(pool.verify(id)).isTrue();
    }
  }

  /** The table's archives are refused for what is said, not for what they have in common. */
  @Test
  void theArchiveThatTheOthersAreMadeOfIsTaken() throws Exception {
    shed.take(Files.write(directory.resolve("archive"), good().closed()));
    assertThat(shed.open().pristine()).isEqualTo(State.read(Shed.bytes(JSON)));
  }

  @Test
  void aBombFillsNeitherMemoryNorDisk() throws Exception {
    Path bomb = directory.resolve("bomb.tgz");
    long size = 4L << 30;
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write(new Tars().member('0', "zeros", "", Long.toOctalString(size), new byte[0]).open());
      byte[] zeros = new byte[1 << 20];
      for (long written = 0; written < 1L << 30; written += zeros.length) {
        out.write(zeros);
      }
    }
    assertThatThrownBy(() -> shed.take(bomb))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("ends in the middle of member 1");
    assertOnlyGoodObjects();
  }

  @Test
  void aStateThatIsABombIsNotRead() throws Exception {
    Path bomb = directory.resolve("bomb.tgz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write(new Tars().member('0', "json", "", "7777777777", new byte[0]).open());
    }
    assertThatThrownBy(() -> shed.take(bomb))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("state of 1073741823 bytes");
  }

  /** Whatever is done to a good archive: it is taken, and then all of it is good, or refused. */
  @Test
  void noMutationDoesHarm() throws Exception {
    byte[] plain =
        good()
            .file("objects/" + OTHER_ID, "other")
            .pax('x', "mtime=1.5")
            .file("README", "r")
            .closed();
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, String> clean = shed.tree();
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutated(plain, random);
      if (random.nextInt(3) == 0) {
        mutated = mutated(Tars.gzip(mutated), random);
      }
      Path file = Files.write(directory.resolve("archive"), mutated);
      try {
        State state = shed.take(file).state();
        assertThat(shed.open().pristine()).isEqualTo(state);
        assertThat(shed.pool().ids()).containsAll(state.objects());
      } catch (WorkspaceException refused) {
        assertThat(refused).hasMessageContaining(file.toString());
      } catch (RuntimeException | IOException defect) {
        throw new AssertionError("-Dfirmtrail.seed=" + seed + ", mutation " + i, defect);
      }
      assertThat(shed.tree().keySet()).as("seed %s", seed).isEqualTo(clean.keySet());
    }
    assertOnlyGoodObjects();
  }

  private static byte[] mutated(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      case 1 -> {
        int blocks = bytes.length / 512;
        if (blocks > 1) {
          int from = random.nextInt(blocks) * 512;
          int to = random.nextInt(blocks) * 512;
          System.arraycopy(good, from, bytes, to, 512);
        }
      }
      default -> {
        for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 0; n--) {
          int at = random.nextInt(Math.min(bytes.length, 2048));
          bytes[at] = (byte) random.nextInt(256);
          mendSum(bytes, at / 512 * 512);
        }
      }
    }
    return bytes;
  }

  /** Makes the checksum right again, where it was one, so that the mutation gets further. */
  private static void mendSum(byte[] bytes, int header) {
    if (header + 512 > bytes.length || bytes[header + 257] != 'u') {
      return;
    }
    Arrays.fill(bytes, header + 148, header + 156, (byte) ' ');
    long sum = 0;
    for (int i = header; i < header + 512; i++) {
      sum += bytes[i] & 0xFF;
    }
    byte[] text = Shed.bytes("%06o\0 ".formatted(sum));
    System.arraycopy(text, 0, bytes, header + 148, 8);
  }

  @Test
  void whatIsFetchedFromOneIsCheckedToo() throws Exception {
    Path file =
        Files.write(
            directory.resolve("archive"),
            new Tars().file("json", JSON).file("objects/" + X_ID, "y").closed());
    try (ArchiveSource source = ArchiveSource.open(file, Shed.TEMPORARY)) {
      State state = source.state();
      assertThatThrownBy(() -> source.fetch(state.objectPaths(), shed.pool(), Progress.NONE))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining(X_ID);
    }
    assertThat(shed.pool().ids()).isEmpty();
  }
}
