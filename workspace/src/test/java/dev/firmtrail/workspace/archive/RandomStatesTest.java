package dev.firmtrail.workspace.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties that hold for any state. */
class RandomStatesTest {
  private static final int TIMES = 60;

  @TempDir Path directory;

  private int made;

  /** A file's content: few kinds of text, so that objects are shared; some large. */
  private static final Gen<String> CONTENTS =
      Gen.oneOf(
          Gen.of(List.of("", "a", "b", "x".repeat(511), "x".repeat(512), "x".repeat(513))),
          Gen.ints(0, 1 << 21).map("z"::repeat));

  private static final Gen<String> PATHS =
      Gen.lists(Gen.of(List.of("a", "b", "ä €", "objects", "json", "-c", "~")), 4)
          .map(parts -> parts.isEmpty() ? "f" : String.join("/", parts));

  private static final Gen<Map<String, String>> TREES = Gen.maps(PATHS, CONTENTS, 8);

  private Shed fresh() throws Exception {
    made++;
    return Shed.in(Files.createDirectory(directory.resolve("shed" + made)));
  }

  private static State state(Shed shed, Map<String, String> tree) throws Exception {
    Map<StatePath, StateEntry> entries = new TreeMap<>();
    for (Map.Entry<String, String> file : tree.entrySet()) {
      boolean clashes =
          entries.keySet().stream()
              .anyMatch(path ->
                  path.isWithin(file.getKey())
                      || new StatePath(file.getKey()).isWithin(path.text()));
      if (!clashes) {
        byte[] content = Shed.bytes(file.getValue());
        entries.put(new StatePath(file.getKey()), new StateEntry.ObjectRef(shed.put(content)));
        entries.put(
            new StatePath(file.getKey() + ".json"),
            new StateEntry.Inline(Json.of(file.getValue().length() + " bytes")));
      }
    }
    return State.of("spec " + tree.size(), entries);
  }

  @Test
  void comesBackTheSameWithEveryObject() {
    Property.forAll(
        TREES,
        TIMES,
        tree -> {
          Shed here = fresh();
          Shed there = fresh();
          State state = state(here, tree);

          Import.Report report = there.take(here.export(state, "a" + (made % 4 < 2 ? ".tgz" : "")));

          assertThat(report.state()).isEqualTo(state);
          assertThat(there.open().pristine().canonicalBytes()).isEqualTo(state.canonicalBytes());
          assertThat(there.pool().ids()).isEqualTo(state.objects());
          for (var id : state.objects()) {
            assertThat(there.pool().verify(id)).isTrue();
          }
        });
  }

  @Test
  void hasOneArchiveWhereverItsObjectsLie() {
    Property.forAll(
        TREES,
        TIMES / 4,
        tree -> {
          Shed here = fresh();
          Shed there = fresh();
          State state = state(here, tree);
          Path first = here.export(state, "a.tgz");
          there.take(first);
          there.put(Shed.bytes("no part of it"));

          assertThat(there.export(there.open().pristine(), "b.tgz")).hasSameBinaryContentAs(first);
          ByteArrayOutputStream plain = new ByteArrayOutputStream();
          new Export(state, there.pool(), false, Progress.NONE).to(plain);
          assertThat(new DeviceReader(plain.toByteArray()).members.keySet())
              .hasSize(1 + state.objects().size());
        });
  }
}
