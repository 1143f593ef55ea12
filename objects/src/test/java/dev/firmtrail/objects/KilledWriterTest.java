package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.ObjectId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterTest {
  /** How often the writer is killed; {@code -Dfirmtrail.scale=25} makes it 500. */
  private static final int KILLS = 20 * Integer.getInteger("firmtrail.scale", 1);

  private static final int LONGEST_LIFE_MICROSECONDS = 150_000;

  @TempDir Path temp;

  @Test
  void whateverTheInstantNoHalfObjectAndNoLostAnswer() throws Exception {
    long seed = System.nanoTime();
    Random instants = new Random(seed);
    Path pool = Files.createDirectory(temp.resolve("pool"));
    ObjectStore store = ObjectStore.open(pool);
    int leftBehind = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<ObjectId> answered = killAWriter(pool, 1_000_000L * kill, instants);

      FsckReport report = store.fsck(answered, Optional.empty(), Progress.NONE);
      assertThat(report.good()).as("seed %d, kill %d: %s", seed, kill, report).isTrue();
      assertThat(report.strangers()).isEmpty();
      leftBehind += report.leftovers().size();
      for (Path leftover : report.leftovers()) {
        assertThat(leftover.getFileName().toString())
            .matches(
                name -> name.startsWith(DurableFile.TEMPORARY_PREFIX) || name.endsWith(".part"));
      }
      store.verify(Child.put(store, -1 - kill));
      clear(store);
    }
    System.out.println(
        KILLS + " kills left " + leftBehind + " temporaries and parts, all harmless");
  }

  /**
   * Kills a writer at a random instant after its first answer, and gives what it had answered by
   * then.
   */
  private static List<ObjectId> killAWriter(Path pool, long seed, Random instants)
      throws Exception {
    Process writer = new ProcessBuilder(Child.command("until-killed", pool, seed)).start();
    List<ObjectId> answered = new ArrayList<>();
    try (BufferedReader answers =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      answered.add(new ObjectId(answers.readLine()));
      assertThat(writer.waitFor(instants.nextInt(LONGEST_LIFE_MICROSECONDS), TimeUnit.MICROSECONDS))
          .isFalse();
      // Not by Process.destroyForcibly, which also throws away answers that were not read yet.
      assertThat(writer.toHandle().destroyForcibly()).isTrue();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        ObjectId.parse(line).ifPresent(answered::add);
      }
    }
    return answered;
  }

  private static void clear(ObjectStore store) throws IOException {
    for (String name : ObjectStoreTest.names(store.directory())) {
      Files.delete(store.directory().resolve(name));
    }
  }
}
