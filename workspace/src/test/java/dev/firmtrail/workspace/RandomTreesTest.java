package dev.firmtrail.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.StateId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties that hold for any tree; the seed is in the name of what fails. */
class RandomTreesTest {
  private static final int TREES = 15;
  private static final List<String> PARTS =
      List.of("a", "b.d", "ä", "x y", "-z", "\uD83D\uDE00", "Z", "#spec-x");

  @TempDir Path directory;

  @Test
  void comesBackTheSameInAnotherPlace() throws Exception {
    for (int seed = 0; seed < TREES; seed++) {
      Map<String, byte[]> tree = tree(new Random(seed));
      Bench bench = Bench.make(directory.resolve("out" + seed), Dialect.EXACT);
      write(bench, new ArrayList<>(tree.entrySet()));
      StateId id = bench.addAll().commit().id();
      Bench back = new Bench(directory.resolve("back" + seed), bench.pool(), Dialect.EXACT);
      assertThat(
              Workspace.init(
                  back.root(), back.pool(), "pantavisor-service-system@1", Dialect.EXACT))
          .isPresent();
      back.open().adopt(bench.open().pristine());
      back.open().checkout(seed % 2 == 0 ? JsonForm.PRETTY : JsonForm.CANONICAL, Progress.NONE);
      for (Map.Entry<String, byte[]> file : tree.entrySet()) {
        if (!file.getKey().endsWith(".json")) {
          assertThat(back.root().resolve(file.getKey()))
              .as("seed %s", seed)
              .hasBinaryContent(file.getValue());
        }
      }
      Status status = back.status();
      assertThat(status.isClean()).as("seed %s: %s", seed, status).isTrue();
      assertThat(status.untracked()).as("seed %s", seed).isEmpty();
      assertThat(back.commit().id()).as("seed %s", seed).isEqualTo(id);
    }
  }

  @Test
  void hasOneIdWhateverTheOrderTimesAndModesOfItsFiles() throws Exception {
    for (int seed = 0; seed < TREES; seed++) {
      Map<String, byte[]> tree = tree(new Random(seed));
      List<Map.Entry<String, byte[]>> files = new ArrayList<>(tree.entrySet());
      Bench one = Bench.make(directory.resolve("one" + seed), Dialect.EXACT);
      write(one, files);
      Bench two = Bench.make(directory.resolve("two" + seed), Dialect.EXACT);
      Random random = new Random(seed + 1000);
      Collections.shuffle(files, random);
      write(two, files);
      for (Map.Entry<String, byte[]> file : files) {
        Path path = two.root().resolve(file.getKey());
        Files.setLastModifiedTime(path, FileTime.fromMillis(random.nextLong(4_000_000_000_000L)));
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(random.nextBoolean() ? "rwx------" : "rw-rw-rw-"));
      }
      assertThat(two.addAll().commit().id())
          .as("seed %s", seed)
          .isEqualTo(one.addAll().commit().id());
    }
  }

  private static void write(Bench bench, List<Map.Entry<String, byte[]>> files) throws Exception {
    for (Map.Entry<String, byte[]> file : files) {
      Path path = bench.root().resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.write(path, file.getValue());
    }
  }

  private static Map<String, byte[]> tree(Random random) {
    Map<String, byte[]> tree = new TreeMap<>();
    int files = random.nextInt(30);
    for (int i = 0; i < files; i++) {
      StringBuilder key = new StringBuilder();
      for (int depth = random.nextInt(3); depth > 0; depth--) {
        key.append(PARTS.get(random.nextInt(PARTS.size()))).append("-dir/");
      }
      key.append(PARTS.get(random.nextInt(PARTS.size())));
      if (random.nextInt(3) == 0) {
        tree.put(key + ".json", json(random, 3).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } else {
        byte[] content =
            new byte[random.nextInt(5) == 0 ? random.nextInt(600_000) : random.nextInt(50)];
        random.nextBytes(content);
        tree.put(key.toString(), content);
      }
    }
    return tree;
  }

  private static String json(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> Long.toString(random.nextLong());
      case 3 -> Double.toString(random.nextGaussian());
      case 4 -> "\"" + "<é\uD83D\uDE00".repeat(random.nextInt(3)) + "\"";
      case 5 -> "\"" + "ab".repeat(32) + "\"";
      case 6 -> "[" + json(random, depth - 1) + " , " + json(random, depth - 1) + "]";
      default ->
          "{\"k\" : " + json(random, depth - 1) + ", \"a\":" + json(random, depth - 1) + "}\n";
    };
  }
}
