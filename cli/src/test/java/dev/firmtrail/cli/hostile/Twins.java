package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.testkit.tar.Tars;
import dev.firmtrail.testkit.wire.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/**
 * Names that some file systems take for one. Here they are two, and both must come back; where they
 * are one, nothing may be overwritten without a word.
 */
final class Twins {
  private static final String CASE = "App/x";
  private static final String CASE_TWIN = "app/X";
  private static final String COMPOSED = "caf\u00e9";
  private static final String DECOMPOSED = "cafe\u0301";

  private static final List<Typed> MAKE_FILES =
      List.of(
          Typed.to(ExitCode.NOT_CLONED, "clone", Scene.REPOSITORY, "../got"),
          Typed.to(ExitCode.NOT_CLONED, "clone", Scene.ARCHIVE, "../got"),
          Typed.to(ExitCode.FAILED, "checkout"));

  private Twins() {}

  static List<Hostile> all() {
    return List.of(
        twins(
            "twins-by-case",
            "`App/x` and `app/X` are two files of a state, and come back as two.",
            CASE,
            CASE_TWIN),
        twins(
            "twins-by-accent",
            "`é` as one character and as two: two files, and they come back as two.",
            COMPOSED,
            DECOMPOSED));
  }

  /** On a file system that folds case; see {@link FoldingDisk}. */
  static Hostile folded() {
    return Hostile.of(
            "twins-where-case-folds",
            "The same `App/x` and `app/X`, on a file system that takes both for one.",
            scene -> place(scene, CASE, CASE_TWIN))
        .refusedBy(MAKE_FILES, "are one name on the file system");
  }

  private static Hostile twins(String name, String what, String one, String other) {
    return Hostile.of(
            name,
            what,
            scene -> {
              place(scene, one, other);
              scene.mustHold(one, LyingHub.ROOT);
              scene.mustHold(other, LyingHub.KERNEL);
            })
        .harmlessFor(MAKE_FILES, "");
  }

  private static void place(Scene scene, String one, String other) throws IOException {
    String state =
        "{\"#spec\":\"x\",\"%s\":\"%s\",\"%s\":\"%s\"}"
            .formatted(one, LyingHub.ROOT_ID, other, LyingHub.KERNEL_ID);
    byte[] document = state.getBytes(StandardCharsets.UTF_8);
    scene.hub().lie("GET /trails/t1/steps/3/state", Answer.json(200, state));
    Files.write(
        scene.at("hostile.tar"),
        new Tars()
            .file("json", document)
            .file("objects/" + LyingHub.ROOT_ID, LyingHub.ROOT)
            .file("objects/" + LyingHub.KERNEL_ID, LyingHub.KERNEL)
            .closed());
    scene.write("ws/.pvr/json", state);
  }
}
