package dev.firmtrail.cli.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.InMemory;
import dev.firmtrail.cli.scenario.Program;
import dev.firmtrail.cli.scenario.Program.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A workspace that the old program made from a recorded tree, used in turn by its rules and by us.
 * Beside it stands a twin that only the old program works on: both must stay the same, byte for
 * byte, and what we leave must be readable there. {@code -Dfirmtrail.seed=N} plays one row of
 * commands again.
 */
class InTurnTest {
  private static final int ROWS = 4;
  private static final int COMMANDS = 14;
  private static final List<String> TAME =
      List.of("", "x", "line\n", "{\"a\":1}", "[]", "{\"b\":{\"c\":\"<é>\"},\"a\":[1.5,true]}");
  private static final List<String> WILD =
      List.of(
          "null",
          "{\"n\":null,\"o\":{\"x\":null}}",
          "[1,null,{\"z\":null}]",
          "9007199254740993",
          "{\"f\":0.30000000000000004,\"e\":1e21}",
          "{\"a\":1}{\"b\":2}",
          "{\"a\":1,\"a\":2}");

  private static final Program OLD = new OldPvr();

  @TempDir(factory = InMemory.class)
  Path directory;

  /** Contents that the published program mends or rounds need our --compat to stay the same. */
  @ParameterizedTest
  @CsvSource({
    "01-plain-files, false",
    "02-nested-json, false",
    "08-empty, false",
    "09-odd-names, false",
    "10-dotfiles, false",
    "11-config-overlay, false",
    "03-json-numbers, true",
    "04-json-strings, true",
    "11-config-overlay, true",
    "13-deletion, true",
    "16-null-merge, true",
  })
  void leavesWhatTheOldProgramCanReadAndWouldHaveLeftItself(String scenario, boolean compat)
      throws Exception {
    long first = Long.getLong("firmtrail.seed", System.nanoTime());
    int rows = Long.getLong("firmtrail.seed") == null ? rows() : 1;
    for (int i = 0; i < rows; i++) {
      long seed = first + i;
      Path base = Files.createDirectory(directory.toRealPath().resolve("row" + i));
      Row row = new Row(base, scenario, compat, new Random(seed));
      try {
        row.play();
      } catch (AssertionError failed) {
        throw new AssertionError(
            scenario
                + ": play again with -Dfirmtrail.seed="
                + seed
                + "\n"
                + String.join("\n", row.played),
            failed);
      }
    }
  }

  private static int rows() {
    return ROWS * Integer.getInteger("firmtrail.scale", 1);
  }

  /** Two homes with a workspace each. */
  private static final class Row {
    private final Path shared;
    private final Path twin;
    private final Path input;
    private final boolean compat;
    private final Random random;
    private final List<String> played = new ArrayList<>();
    private final List<String> contents;

    Row(Path base, String scenario, boolean compat, Random random) throws IOException {
      this.shared = home(base.resolve("shared"));
      this.twin = home(base.resolve("twin"));
      this.input = Path.of(System.getProperty("firmtrail.root"), "vectors/pvr", scenario);
      this.compat = compat;
      this.random = random;
      this.contents =
          compat ? Stream.concat(TAME.stream(), WILD.stream()).toList() : List.copyOf(TAME);
    }

    private static Path home(Path home) throws IOException {
      Files.createDirectories(home.resolve("ws"));
      return home;
    }

    void play() throws IOException, InterruptedException {
      for (Path home : List.of(shared, twin)) {
        run(OLD, home, List.of("init"));
        unpack(home.resolve("ws"));
        run(OLD, home, List.of("add", "."));
        run(OLD, home, List.of("commit", "-m", "old"));
      }
      for (int i = 0; i < COMMANDS; i++) {
        edit();
        List<String> command = command();
        boolean ours = random.nextBoolean();
        played.add((ours ? "ours: " : "old:  ") + command);
        Output there = run(OLD, twin, command);
        Output here = run(ours ? Program.OURS : OLD, shared, command);
        assertThat(here.code()).as("%s: %s", command, here.err()).isEqualTo(there.code());
        if (ours) {
          ReadingRules.checkWorkspace(shared.resolve("ws"));
          ReadingRules.checkConfiguration(shared.resolve(".pvr"));
        }
        assertThat(tree(shared.resolve("ws"))).isEqualTo(tree(twin.resolve("ws")));
        sameStatus();
      }
    }

    private void sameStatus() throws IOException, InterruptedException {
      Output old = run(OLD, shared, List.of("status"));
      Output ours = run(Program.OURS, shared, List.of("status"));
      assertThat(ours.code()).as(ours.err()).isEqualTo(old.code());
      assertThat(ours.out().lines().sorted()).isEqualTo(old.out().lines().sorted().toList());
      ReadingRules.checkWorkspace(shared.resolve("ws"));
    }

    private Output run(Program program, Path home, List<String> arguments)
        throws IOException, InterruptedException {
      Map<String, String> environment = new HashMap<>();
      environment.put("HOME", home.toString());
      if (compat) {
        environment.put("PVR_COMPAT", "1");
      }
      return program.run(
          new Program.Call(
              "in turn", 0, home.resolve("ws"), environment, Clock.systemUTC(), arguments));
    }

    private void unpack(Path workspace) throws IOException, InterruptedException {
      Process tar =
          new ProcessBuilder(
                  "tar", "-xpf", input.resolve("input.tar").toString(), "-C", workspace.toString())
              .inheritIO()
              .start();
      assertThat(tar.waitFor()).isZero();
    }

    private List<String> command() {
      return switch (random.nextInt(8)) {
        case 0, 1 -> List.of("add", ".");
        case 2 -> List.of("add", "--raw", nameToType());
        case 3 -> List.of("add", nameToType());
        case 4, 5 -> List.of("commit", "-m", "message " + random.nextInt(100));
        case 6 -> List.of("checkout");
        default -> List.of("checkout", "-c");
      };
    }

    /** One that a command line does not take for a flag. */
    private String nameToType() {
      return pick(files()).filter(name -> !name.startsWith("-")).orElse("new");
    }

    /** The same change to both trees; nothing that a checkout would stumble over. */
    private void edit() throws IOException {
      String key =
          random.nextBoolean()
              ? pick(files()).orElse("new")
              : List.of("new", "new.json", "sub dir/x.json", "sub dir/y").get(random.nextInt(4));
      boolean delete = random.nextInt(4) == 0;
      String content = contents.get(random.nextInt(contents.size()));
      played.add(delete ? "rm " + key : "write " + key + " " + content);
      for (Path home : List.of(shared, twin)) {
        Path file = home.resolve("ws").resolve(key);
        if (delete) {
          Files.deleteIfExists(file);
        } else {
          Files.createDirectories(file.resolveSibling("."));
          Files.deleteIfExists(file);
          Files.writeString(file, content);
        }
      }
    }

    private List<String> files() {
      try {
        return tree(shared.resolve("ws")).keySet().stream()
            .filter(key -> !key.startsWith(".pv"))
            // Its checkout passes over these, so it would not bring them back where we do.
            .filter(key -> !key.startsWith("#spec"))
            .filter(key -> !key.matches(".*[\\[\\]*?\\\\].*"))
            .toList();
      } catch (IOException failed) {
        throw new AssertionError(failed);
      }
    }

    private Optional<String> pick(List<String> from) {
      return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
    }
  }

  /** Contents by path, what the programs must agree on in {@code .pvr} included. */
  private static Map<String, String> tree(Path root) throws IOException {
    TreeMap<String, String> tree = new TreeMap<>(Comparator.naturalOrder());
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        String key = root.relativize(path).toString();
        boolean compared = !key.startsWith(".pvr/firmtrail-") && !key.equals(".pvr/config");
        if (compared && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          tree.put(
              key,
              Files.isRegularFile(path)
                  ? new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
                  : "no file");
        }
      }
    }
    return tree;
  }
}
