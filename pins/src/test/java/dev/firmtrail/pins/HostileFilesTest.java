package dev.firmtrail.pins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.pins.settings.PinSettings;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.testkit.files.TextArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that were made to do harm, and files that were damaged: a finding or silence, never more.
 */
@Timeout(120)
class HostileFilesTest {
  private static final Path RULES = Path.of("../vectors/pins/rules");
  private static final int MUTATIONS = 3_000;

  /** One name for each way of reading a file. */
  private static final List<String> NAMES =
      List.of(
          "Dockerfile",
          "compose.yaml",
          "k8s.yaml",
          "p.yml",
          ".gitlab-ci.yml",
          ".github/workflows/a.yml",
          "Jenkinsfile",
          "devcontainer.json",
          "a_1.bb",
          "a.inc",
          "classes/a.bbclass",
          "conf/local.conf",
          "a_defconfig",
          "package/a/a.mk",
          "package/a/a.hash",
          "local.mk",
          "setup-layers.json",
          "default.xml",
          "pom.xml",
          "package-lock.json",
          "package.json",
          "requirements.txt",
          "build.gradle",
          "src.json",
          "run.sh",
          "kas-container");

  @TempDir Path directory;
  private Path tree;

  @BeforeEach
  void tree() {
    tree = directory.resolve("tree");
  }

  static List<String> names() {
    return NAMES;
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private List<PinFinding> check() throws IOException {
    return PinCheck.of(SourceTree.of(tree, path -> false), PinSettings.NONE, LocalDate.EPOCH)
        .findings();
  }

  @ParameterizedTest
  @MethodSource("names")
  void deepLongAndBinaryFilesOfEachKindEnd(String name) throws IOException {
    List<String> contents = new ArrayList<>();
    String begin =
        """
        header: {version: 16}
        repos:
        apiVersion: v1
        kind: Pod
        local_conf_header
        <manifest><project docker_name BR2_A=
        -package))
        """;
    for (String piece :
        List.of(
            "[",
            "{a: ",
            "- ",
            "<a>",
            "$(",
            "\"",
            "FROM a AS b\n",
            "${A} ",
            "a=\\\n",
            "ifeq\n",
            "require a.inc\n",
            "A_VERSION = $(A_VERSION)\n",
            "SRC_URI += \"${SRC_URI}\"\n",
            "&a *a ",
            "RUN <<A <<B\n",
            "--mount=type=a,b=c,")) {
      contents.add(piece.repeat(200_000 / piece.length()));
      contents.add(begin + piece.repeat(100_000 / piece.length()));
    }
    contents.add(begin + "x".repeat(4_000_000));
    contents.add("SRC_URI = \"" + "https://files.example.org/a ".repeat(100_000) + "\"");
    contents.add("\u0000" + begin);
    for (String content : contents) {
      write(name, content.getBytes(StandardCharsets.UTF_8));
      assertThat(check()).isNotNull();
    }
  }

  @Test
  void aLineOfAHundredMegabytesIsPassedOver() throws IOException {
    for (String name : NAMES) {
      Path file = tree.resolve(name);
      Files.createDirectories(file.getParent());
    }
    try (OutputStream out = Files.newOutputStream(tree.resolve("Dockerfile"))) {
      out.write("FROM debian:12 ".getBytes(StandardCharsets.UTF_8));
      byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
    }
    assertThat(check()).isEmpty();
  }

  @Test
  void inclusionsThatGoRoundEnd() throws IOException {
    String kas = "header:\n  version: 16\n  includes: [%s]\nrepos:\n  a:\n    url: https://a\n";
    write("a.yml", kas.formatted("b.yml, a.yml").getBytes(StandardCharsets.UTF_8));
    write("b.yml", kas.formatted("a.yml, c.yml").getBytes(StandardCharsets.UTF_8));
    write("c.yml", kas.formatted("a.yml").getBytes(StandardCharsets.UTF_8));
    write("top.yml", kas.formatted("a.yml").getBytes(StandardCharsets.UTF_8));
    write("a_1.bb", "require a.inc\ninherit a\n".getBytes(StandardCharsets.UTF_8));
    write("a.inc", "require a_1.bb\nA = \"${B}\"\n".getBytes(StandardCharsets.UTF_8));
    write(
        "classes/a.bbclass",
        "inherit a\nB = \"${A}\"\nSRCREV = \"${A}\"\nSRC_URI = \"${A}\"\n"
            .getBytes(StandardCharsets.UTF_8));
    assertThat(check())
        .extracting(finding -> finding.rule().id() + " " + finding.file())
        .contains("KAS001 top.yml");
  }

  /** Small files whose inclusions would be read a million million times. */
  @Test
  void inclusionsThatMultiplyEnd() throws IOException {
    for (int i = 0; i < 40; i++) {
      write(
          i + ".yml",
          "header:\n  version: 16\n  includes: [%d.yml, %d.yml]\nrepos:\n  r%d:\n    url: https://a\n"
              .formatted(i + 1, i + 1, i)
              .getBytes(StandardCharsets.UTF_8));
      write(
          "v" + i + ".inc",
          "require v%d.inc\nrequire v%d.inc\nV%d = \"${V%d}${V%d}\"\n"
              .formatted(i + 1, i + 1, i, i + 1, i + 1)
              .getBytes(StandardCharsets.UTF_8));
    }
    write(
        "a_1.bb",
        "require v0.inc\nV40 = \"x\"\nSRCREV = \"${V0}\"\nSRC_URI = \"git://${V0};branch=a\"\n"
            .getBytes(StandardCharsets.UTF_8));
    assertThat(check()).isNotEmpty();
  }

  @Test
  void linksLeadNowhere() throws IOException {
    Files.createDirectories(tree);
    Files.writeString(directory.resolve("outside"), "FROM debian:12\n");
    Files.createSymbolicLink(tree.resolve("Dockerfile"), directory.resolve("outside"));
    Files.createSymbolicLink(tree.resolve("loop"), tree);
    assertThat(check()).isEmpty();
  }

  @Test
  void damagedFilesGiveFindingsThatLieInThemOrNone() throws IOException {
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Map<String, String>> builds = builds();
    for (int run = 0; run < MUTATIONS; run++) {
      tree = directory.resolve("run" + run);
      Map<String, String> files = builds.get(random.nextInt(builds.size()));
      Map<String, byte[]> written = new HashMap<>();
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] damaged = damaged(file.getValue(), random);
        written.put(file.getKey(), damaged);
        write(file.getKey(), damaged);
      }
      for (PinFinding finding : check()) {
        byte[] content = written.getOrDefault(finding.file(), new byte[0]);
        int lines = new String(content, StandardCharsets.UTF_8).split("\n", -1).length;
        assertThat(finding.place().line())
            .as("%s in %s, -Dfirmtrail.seed=%d, run %d", finding, files.keySet(), seed, run)
            .isBetween(0, lines);
        assertThat(finding.message().chars().noneMatch(Character::isISOControl))
            .as("%s, -Dfirmtrail.seed=%d, run %d", finding, seed, run)
            .isTrue();
      }
    }
  }

  private static byte[] damaged(String content, Random random) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    byte[] marks = "\"'\\\n\t ${}[]()<>=:#&*|;@-\u0000\u001b".getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      if (random.nextBoolean()) {
        bytes[at] = marks[random.nextInt(marks.length)];
      } else {
        // Cuts a piece out, so that quotes and brackets lose their partners.
        int length = Math.min(random.nextInt(20), bytes.length - at);
        byte[] shorter = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
        bytes = shorter;
      }
    }
    return bytes;
  }

  /** All builds of the examples of rules. */
  private static List<Map<String, String>> builds() throws IOException {
    List<Map<String, String>> all = new ArrayList<>();
    try (Stream<Path> archives = Files.list(RULES)) {
      for (Path archive : archives.sorted(Comparator.naturalOrder()).toList()) {
        Map<String, Map<String, String>> builds = new HashMap<>();
        TextArchive.read(archive)
            .forEach((path, content) -> {
              int slash = path.indexOf('/');
              builds
                  .computeIfAbsent(path.substring(0, slash), name -> new HashMap<>())
                  .put(path.substring(slash + 1), content);
            });
        builds.forEach((name, files) -> {
          files.remove("expected");
          files.remove(PinSettings.NAME);
          all.add(files);
        });
      }
    }
    return all;
  }
}
