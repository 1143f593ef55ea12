package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An operation in its scene, and what it may leave there: what was before, or what it makes when
 * nothing disturbs it.
 */
record Play(
    FaultedOperation operation,
    List<String> command,
    Scene scene,
    NavigableMap<String, String> before,
    NavigableMap<String, String> after) {
  private static final String ADDED = "ws/.pvr/new";

  /** What runs the command without a disturbance. */
  interface Undisturbed {
    Ended run(Scene scene, List<String> command) throws Exception;
  }

  /** Leaves the scene as the operation made it; {@link Scene#setBack} for another run. */
  static Play prepare(FaultedOperation operation, Scene scene, URI hub, Undisturbed undisturbed)
      throws Exception {
    Files.createDirectories(scene.workspace());
    operation.prepare(scene, hub);
    scene.keep();
    NavigableMap<String, String> before = scene.content();
    List<String> command = operation.command(hub);
    undisturbed.run(scene, command).done();
    return new Play(operation, command, scene, before, scene.content());
  }

  /** The same command in this process, with nothing in its way. */
  Ended again() {
    return scene.person().quickly(scene.workspace(), command.toArray(String[]::new));
  }

  boolean isDone() throws IOException {
    return Scene.differences(after, settled(scene.content())).isEmpty();
  }

  /** Nothing half is there, and the code tells the truth. */
  void assertOldOrNew(int code, String what) throws IOException {
    NavigableMap<String, String> left = scene.content();
    if (code == 0) {
      assertThat(Scene.differences(after, settled(left))).as(what).isEmpty();
    } else {
      assertThat(operation.documents(code)).as(what).isTrue();
    }
    left.forEach((path, held) -> {
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (name.matches("[0-9a-f]{64}")) {
        assertThat(held).as(what).isEqualTo(name);
      } else if (!Scene.isTemporary(path) && !path.endsWith(".part")) {
        assertThat(
                List.of(
                    Optional.ofNullable(before.get(path)), Optional.ofNullable(after.get(path))))
            .as(what + " " + path)
            .contains(Optional.of(held));
      }
    });
    before.keySet().stream()
        .filter(after::containsKey)
        .forEach(path -> assertThat(left).as(what).containsKey(path));
  }

  void assertNothingTemporary(String what) {
    assertThat(scene.content().keySet()).as(what).noneMatch(Scene::isTemporary);
  }

  /** Unless it was done in spite of all, the same command now does it. */
  void assertCanBeDone(String what) throws IOException {
    if (!isDone()) {
      Ended again = again();
      assertThat(again.code()).as(what + again).isZero();
      assertThat(Scene.differences(after, settled(scene.content()))).as(what).isEmpty();
    }
  }

  /** What is said of a failure: no word of the program's inside. */
  static void assertSpeaksToAPerson(String said, String what) {
    assertThat(said).as(what).doesNotContain("null", "Exception", "\tat ", "defect");
  }

  /** Without what makes no difference to any command. */
  private NavigableMap<String, String> settled(NavigableMap<String, String> content) {
    NavigableMap<String, String> rest = new TreeMap<>(content);
    rest.keySet().removeIf(Scene::isTemporary);
    if (operation == FaultedOperation.COMMIT && before.containsKey(ADDED)) {
      // What was added is in the committed state: the list of it may stay as it was.
      rest.remove(ADDED, before.get(ADDED));
    }
    return rest;
  }
}
