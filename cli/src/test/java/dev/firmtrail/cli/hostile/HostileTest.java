package dev.firmtrail.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.cli.InMemory;
import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each hostile thing meets each command that can meet it. Wanted every time: the documented exit
 * code; one clear line; no secret in it; nothing written outside, nothing lost, no half thing left;
 * and an end. With {@code -Dfirmtrail.hostile=REGEX} only the cases of these names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTest {
  @TempDir(factory = InMemory.class)
  Path directory;

  private final Page page = new Page();
  private final LyingHub hub = new LyingHub();
  private int scenes;

  static Stream<Hostile> cases() {
    String wanted = System.getProperty("firmtrail.hostile", ".*");
    return allCases().stream().filter(each -> each.name().matches(wanted));
  }

  private static List<Hostile> allCases() {
    return Stream.of(
            HostileStates.all(),
            HostileArchives.all(),
            HostileHubs.all(),
            HostileTransfers.all(),
            HostilePlaces.all(),
            HostileTls.all(),
            HostileFiles.all(),
            HostileGates.all(),
            HostileStorages.all(),
            HostileSignatures.all(),
            HostilePools.all(),
            ChangingTrees.all(),
            Twins.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isMet(Hostile hostile) {
    assumeTrue(!hostile.forRoot() || Root.isMe(), "only root can do that to a file system");
    List<Executable> meetings = new ArrayList<>();
    for (Hostile.Meeting meeting : hostile.meetings()) {
      meetings.add(
          () -> meet(directory, hostile, meeting, said -> page.add(hostile, meeting, said)));
    }
    assertAll(hostile.name(), meetings);
  }

  @Test
  void twinsAreRefusedWhereCaseFolds() throws Exception {
    Hostile folded = Twins.folded();
    try (FoldingDisk disk = FoldingDisk.in(directory)) {
      for (Hostile.Meeting meeting : folded.meetings()) {
        meet(disk.directory(), folded, meeting, said -> {});
      }
    }
  }

  private void meet(Path place, Hostile hostile, Hostile.Meeting meeting, Consumer<String> page)
      throws Exception {
    scenes++;
    hub.reform();
    try (Scene scene =
        new Scene(Files.createDirectory(place.resolve("s" + scenes)), meeting.command(), hub)) {
      hostile.stage().set(scene);
      Guard before = Guard.of(scene.base());
      Ran ran = scene.run();
      page.accept(Said.by(ran, scene));
      String what = meeting.command() + ": " + ran;
      assertThat(ran.code()).as(what).isEqualTo(meeting.code().number());
      assertThat(Said.wholeBy(ran)).as(what).contains(meeting.says());
      Said.check(ran, what);
      assertThat(scene.allHappened()).as("%s: what was to happen meanwhile", what).isTrue();
      scene.lookAtFiles();
      assertThat(before.changes(Guard.of(scene.base()), free(scene, meeting)))
          .as("what changed by %s", what)
          .isEmpty();
    }
  }

  /** What a command that succeeds is there to change, and nothing else. */
  private static List<String> free(Scene scene, Hostile.Meeting meeting) {
    List<String> free = new ArrayList<>(scene.free());
    if (meeting.code() == ExitCode.OK) {
      free.addAll(
          List.of("ws/", "got/", "deployed/", "own.tar", "home/.pvr/objects/", "neighbour/.pvr/"));
    }
    return free;
  }

  @AfterAll
  void thePageIsWhatWasAnswered() throws IOException {
    hub.close();
    page.check(allCases());
  }
}
