package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command that is killed at any instant of its life leaves nothing half done, and the same
 * command again ends right. The instants are spread evenly over the time that the command takes by
 * itself.
 */
class KillTest {
  /** {@code ./slow kill} does ten times as many. */
  private static final int KILLS = 50 * Integer.getInteger("firmtrail.scale", 1);

  /** Runs that are measured; the first one finds cold caches. */
  private static final int WHOLE_RUNS = 3;

  private static final int BIG_MEBIBYTES = 8;

  private final long seed = Long.getLong("firmtrail.seed", System.nanoTime());
  private final Random instants = new Random(seed);
  @TempDir private Path temp;
  private int said;

  @BeforeEach
  void sayTheSeed() {
    System.out.println("KillTest: -Dfirmtrail.seed=" + seed);
  }

  /** What one command left when it was killed. */
  private enum Left {
    NOTHING,
    A_PART,
    ALL
  }

  /** A command that is begun anew each time, in a place of its own. */
  private interface Try {
    Process start(int number) throws IOException;
  }

  private Path said() {
    return temp.resolve("said-" + said++);
  }

  private long nanosecondsOfAWholeRun(Try command) throws Exception {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < WHOLE_RUNS; i++) {
      long begun = System.nanoTime();
      assertThat(command.start(-1 - i).waitFor()).isZero();
      shortest = Math.min(shortest, System.nanoTime() - begun);
    }
    return shortest;
  }

  private void killAfter(long nanoseconds, Process process) throws InterruptedException {
    process.waitFor(instants.nextLong(nanoseconds), TimeUnit.NANOSECONDS);
    process.destroyForcibly();
    process.waitFor();
  }

  private static void tell(String what, long nanoseconds, Map<Left, Integer> left) {
    System.out.printf(
        "KillTest: %d kills over the %d ms of a %s left %s%n",
        KILLS, TimeUnit.NANOSECONDS.toMillis(nanoseconds), what, left);
  }

  private static boolean hasEntries(Path directory) {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isPresent();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Person person(int number) {
    return new Person("ada", temp.resolve("home" + number));
  }

  private void forget(int number) throws IOException {
    Directories.remove(temp.resolve("home" + number));
    Directories.remove(temp.resolve("ws" + number));
  }

  private static String id(Person person, Path workspace) {
    return person.quickly(workspace, "id").done().out().strip();
  }

  @Test
  void commit() throws Exception {
    Try commit =
        number -> {
          Path workspace = Firmware.write(temp.resolve("ws" + number), 1, BIG_MEBIBYTES);
          person(number).quickly(workspace, "init").done();
          person(number).quickly(workspace, "add", ".").done();
          return person(number).start(workspace, said(), Person.pvr("commit"));
        };
    long whole = nanosecondsOfAWholeRun(commit);
    String expectedId = id(person(-1), temp.resolve("ws-1"));
    String empty = Firmware.text(temp.resolve("ws-1/.pvr/json"));
    Map<String, String> expected = Firmware.stored(person(-1).pool());
    assertThat(expected).hasSize(13);

    Map<Left, Integer> left = new EnumMap<>(Left.class);
    for (int i = 0; i < KILLS; i++) {
      Process process = commit.start(i);
      killAfter(whole, process);
      Path workspace = temp.resolve("ws" + i);
      boolean all = Firmware.text(workspace.resolve(".pvr/json")).equals(empty);
      left.merge(
          all ? Left.ALL : hasEntries(person(i).pool()) ? Left.A_PART : Left.NOTHING,
          1,
          Integer::sum);

      person(i).quickly(workspace, "fsck").done();
      Map<String, String> half = Firmware.stored(person(i).pool());
      assertThat(expected).as("kill %d", i).containsAllEntriesOf(half);
      person(i).quickly(workspace, "commit").done();
      assertThat(id(person(i), workspace)).isEqualTo(expectedId);
      assertThat(Firmware.stored(person(i).pool())).isEqualTo(expected);
      assertThat(person(i).quickly(workspace, "status").done().out()).isEmpty();
      forget(i);
    }
    tell("commit", whole, left);
  }

  @Test
  void cloneOfAStep() throws Exception {
    try (HubProcess hub = HubProcess.start(temp.resolve("hub"))) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      Path firmware = Firmware.write(temp.resolve("firmware"), 1, BIG_MEBIBYTES);
      post(ada, firmware);
      String expectedId = id(ada, firmware);
      SortedMap<String, String> expected = Firmware.objects(firmware);
      String url = hub.url() + "/ada/box/steps/1";
      Try clone =
          number -> {
            Path place = Files.createDirectory(temp.resolve("ws" + number));
            Person auditor = ada.elsewhere(temp.resolve("home" + number));
            return auditor.start(place, said(), Person.pvr("clone", url, "target"));
          };
      long whole = nanosecondsOfAWholeRun(clone);

      Map<Left, Integer> left = new EnumMap<>(Left.class);
      for (int i = 0; i < KILLS; i++) {
        killAfter(whole, clone.start(i));
        Path place = temp.resolve("ws" + i);
        Path target = place.resolve("target");
        boolean all = Files.exists(target);
        left.merge(
            all ? Left.ALL : hasEntries(place) ? Left.A_PART : Left.NOTHING, 1, Integer::sum);

        Firmware.stored(person(i).pool()).forEach((name, hash) -> assertThat(hash).isEqualTo(name));
        if (!all) {
          person(i).quickly(place, "clone", url, "target").done();
        }
        person(i).quickly(target, "fsck").done();
        assertThat(id(person(i), target)).as("kill %d", i).isEqualTo(expectedId);
        assertThat(Firmware.objects(target)).isEqualTo(expected);
        assertNothingBut(target, place, person(i).quickly(place, "clone", url, "target"));
        forget(i);
      }
      tell("clone", whole, left);
    }
  }

  /**
   * A clone that was killed after it had moved its work into place cannot remove the lock that lay
   * beside it. The next one to the same target does, although it is refused.
   */
  private static void assertNothingBut(Path target, Path place, Ended refused) throws IOException {
    assertThat(refused.err()).contains("not an empty directory");
    try (Stream<Path> entries = Files.list(place)) {
      assertThat(entries).containsExactly(target);
    }
  }

  private static void post(Person ada, Path firmware) {
    ada.quickly(firmware, "init").done();
    ada.quickly(firmware, "device", "create", "box").done();
    ada.quickly(firmware, "add", ".").done();
    ada.quickly(firmware, "commit").done();
    ada.quickly(firmware, "post", "ada/box").done();
  }

  @Test
  void postOfAStep() throws Exception {
    try (HubProcess hub = HubProcess.start(temp.resolve("hub"))) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      Path firmware = Firmware.write(temp.resolve("firmware"), -1, 1);
      post(ada, firmware);
      List<String> committed = new ArrayList<>(List.of(id(ada, firmware)));
      Try post =
          number -> {
            Firmware.write(firmware, number + 100L, BIG_MEBIBYTES);
            ada.quickly(firmware, "add", ".").done();
            ada.quickly(firmware, "commit").done();
            committed.add(id(ada, firmware));
            return ada.start(firmware, said(), Person.pvr("post"));
          };
      long whole = nanosecondsOfAWholeRun(post);

      try (HubCalls calls = new HubCalls(hub.url(), ada.token())) {
        String device = calls.get("/devices/box").string("id").orElseThrow();
        Map<Left, Integer> left = new EnumMap<>(Left.class);
        for (int i = 0; i < KILLS; i++) {
          int objects = Firmware.names(hub.objects()).size();
          List<String> before = states(calls, device);
          killAfter(whole, post.start(i));

          ada.quickly(firmware, "fsck").done();
          List<String> after = states(calls, device);
          assertThat(after).startsWith(before.toArray(new String[0]));
          boolean all = after.size() > before.size();
          boolean part = Firmware.names(hub.objects()).size() > objects;
          left.merge(all ? Left.ALL : part ? Left.A_PART : Left.NOTHING, 1, Integer::sum);
          ada.quickly(firmware, "post").done();
          List<String> repeated = states(calls, device);
          assertThat(repeated).hasSize(after.size() + 1).endsWith(committed.getLast());
          assertThat(after.subList(before.size(), after.size()))
              .as("kill %d: a step that was half posted", i)
              .allMatch(committed.getLast()::equals)
              .hasSizeLessThanOrEqualTo(1);
          emptyPool(ada, firmware);
        }
        assertThat(states(calls, device).stream().distinct().toList()).isEqualTo(committed);
        tell("post", whole, left);
      }
      Firmware.stored(hub.objects()).forEach((name, hash) -> assertThat(hash).isEqualTo(name));
      Path last = temp.resolve("last");
      Person auditor = ada.elsewhere(temp.resolve("auditor"));
      auditor.quickly(temp, "clone", hub.url() + "/ada/box", "last").done();
      assertThat(Firmware.objects(last)).isEqualTo(Firmware.objects(firmware));
    }
  }

  /** The state ids of a trail's steps, which must be numbered without a gap. */
  private static List<String> states(HubCalls calls, String device) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonObject step : calls.steps(device)) {
      assertThat(step.integer("rev")).contains(ids.size() + 1L);
      ids.add(HubCalls.stateId(step));
    }
    return ids;
  }

  /** The pool keeps what was posted; only the objects of the last state are needed again. */
  private static void emptyPool(Person ada, Path firmware) throws IOException {
    List<String> needed = List.copyOf(Firmware.objects(firmware).values());
    for (String name : Firmware.names(ada.pool())) {
      if (!needed.contains(name)) {
        Files.delete(ada.pool().resolve(name));
      }
    }
  }
}
