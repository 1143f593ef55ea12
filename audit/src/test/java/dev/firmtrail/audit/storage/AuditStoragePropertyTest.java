package dev.firmtrail.audit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a storage holds and wherever one thing is wrong: that path is named, and no other. */
class AuditStoragePropertyTest {
  private static final int TIMES = 150;
  private static final int LARGEST = 9_000;

  @TempDir Path directory;
  private int count;

  private enum Plant {
    NOTHING,
    FLIP,
    REMOVE,
    CUT,
    LINK,
    EXTRA,
    WRITABLE
  }

  private record Scene(List<Integer> sizes, int documents, int victim, Plant plant, int at) {}

  private static final Gen<Scene> SCENES =
      draws -> {
        List<Integer> sizes = new ArrayList<>();
        int files = 1 + draws.below(8);
        for (int i = 0; i < files; i++) {
          sizes.add(1 + draws.below(LARGEST));
        }
        int documents = draws.below(5);
        return new Scene(
            sizes,
            documents,
            draws.below(files + documents),
            Plant.values()[draws.below(Plant.values().length)],
            draws.below(LARGEST));
      };

  @Test
  void exactlyThePlantedPathIsNamed() {
    Property.forAll(SCENES, TIMES, this::check);
  }

  private void check(Scene scene) throws Exception {
    DeviceStorage device = new DeviceStorage(directory.resolve("s" + count++));
    Map<String, Object> files = new TreeMap<>();
    Random random = new Random(scene.hashCode());
    for (int i = 0; i < scene.sizes().size(); i++) {
      byte[] content = new byte[scene.sizes().get(i)];
      random.nextBytes(content);
      files.put("part" + i % 3 + "/dir/file" + i, content);
    }
    for (int i = 0; i < scene.documents(); i++) {
      files.put("part" + i % 3 + "/run" + i + ".json", Json.of("document " + i));
    }
    State state = device.install(5, files);
    String key = List.copyOf(files.keySet()).get(scene.victim());
    String path = "trails/5/" + key;
    Optional<String> planted = plant(scene, device.root.resolve(path), path);

    List<Finding> findings =
        StorageAudit.of(
                new StorageDirectory(device.root),
                new Expected(state, Map.of()),
                Optional.empty(),
                Optional.empty(),
                Progress.NONE)
            .findings();

    assertThat(findings.stream().map(Finding::path).toList())
        .isEqualTo(planted.map(List::of).orElse(List.of()));
  }

  private static Optional<String> plant(Scene scene, Path file, String path) throws IOException {
    byte[] content = Files.readAllBytes(file);
    switch (scene.plant()) {
      case NOTHING -> {
        return Optional.empty();
      }
      case FLIP -> {
        content[scene.at() % content.length] ^= 1;
        Files.write(file, content);
      }
      case REMOVE -> Files.delete(file);
      case CUT -> Files.write(file, java.util.Arrays.copyOf(content, scene.at() % content.length));
      case LINK -> {
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("elsewhere"));
      }
      case EXTRA -> {
        Files.write(file.resolveSibling("extra"), content);
        return Optional.of(path.substring(0, path.lastIndexOf('/')) + "/extra");
      }
      case WRITABLE ->
          Files.setPosixFilePermissions(
              file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--rw-"));
    }
    return Optional.of(path);
  }
}
