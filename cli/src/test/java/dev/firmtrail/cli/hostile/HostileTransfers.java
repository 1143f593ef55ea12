package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.testkit.wire.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Bytes that are not what they should be: of objects, and of archives behind a URL. */
final class HostileTransfers {
  static final String ROOT = LyingHub.ROOT_ID;
  static final String RECORD = "GET /objects/" + ROOT;
  static final String BLOB = "GET /blob/" + ROOT + "*";

  private static final List<Typed> FETCH_URL =
      List.of(
          Typed.to(ExitCode.NOT_CLONED, "clone", "{URL}", "../got"),
          Typed.to(ExitCode.FAILED, "get", "{URL}"),
          Typed.to(ExitCode.NOT_INSPECTED, "inspect", "{URL}"));

  private HostileTransfers() {}

  static List<Hostile> all() {
    return Stream.of(bytes(), sizes(), downloads()).flatMap(List::stream).toList();
  }

  private static Hostile blob(String name, String what, Answer answer, String says) {
    return fetching(name, what, scene -> scene.hub().lie(BLOB, answer), says);
  }

  private static Hostile record(String name, String what, Object size, String says) {
    return fetching(
        name,
        what,
        scene ->
            scene
                .hub()
                .lie(RECORD, Answer.json(200, LyingHub.record(scene.hub().url(), ROOT, size))),
        says);
  }

  /** What meets a command that needs the bytes of an object. */
  static Hostile fetching(String name, String what, Hostile.Stage stage, String says) {
    return Hostile.of(
            name,
            what,
            scene -> {
              Files.delete(scene.pool().resolve(ROOT));
              // A part that came stays for the next try.
              scene.mayChange("home/.pvr/objects/" + ROOT + ".part");
              stage.set(scene);
            })
        .refusedBy(Typed.CLONE_AND_GET, says);
  }

  private static List<Hostile> bytes() {
    int size = LyingHub.ROOT.length;
    return List.of(
        blob(
            "object-wrong-hash",
            "An object has other bytes of the right number.",
            Answer.text(200, "x".repeat(size)),
            "twice"),
        blob(
            "object-too-short",
            "An object is shorter than announced.",
            Answer.text(200, "the"),
            "twice"),
        blob(
            "object-too-long",
            "An object is longer than announced.",
            Answer.text(200, "the root file system and more"),
            "twice"),
        blob("object-endless", "An object never ends.", new Answer.Endless(200), "twice"),
        blob(
            "object-cut",
            "The connection ends in the middle of an object.",
            new Answer.Cut(200, Map.of(), size, "the"),
            "broke"),
        blob(
            "object-is-an-error",
            "Instead of an object comes a page with an error.",
            Answer.text(500, "sorry"),
            "answers 500"),
        blob(
                "object-stalled",
                "An object stops in its middle.",
                new Answer.Stalled(size, "the"),
                "too slow")
            .patiently());
  }

  private static List<Hostile> sizes() {
    return List.of(
        record(
            "size-too-large",
            "The hub announces 900 PB for an object of 20 bytes.",
            900_000_000_000_000_000L,
            "room"),
        record(
            "size-a-little-too-large",
            "The hub announces 2 MB for an object of 20 bytes.",
            2_000_000,
            "twice"),
        record("size-negative", "The hub announces -1 bytes.", -1, "not a number of bytes"),
        record("size-is-no-number", "The hub announces 1e3 bytes.", "1e3", "not a number of bytes"),
        fetching(
            "record-of-another-object",
            "The hub tells about another object than the one that it was asked for.",
            scene ->
                scene
                    .hub()
                    .lie(
                        RECORD,
                        Answer.json(
                            200, LyingHub.record(scene.hub().url(), LyingHub.KERNEL_ID, 10))),
            "another object"));
  }

  private static List<Hostile> downloads() {
    return List.of(
        Hostile.of(
                "archive-endless",
                "An archive behind a URL never ends; the directory for temporary files is on a small disk.",
                scene -> {
                  small(scene);
                  scene.hub().lie("GET /x.tgz", new Answer.Endless(200));
                })
            .refusedBy(FETCH_URL, "no room")
            .asRoot(),
        Hostile.of(
                "archive-by-a-pipe-endless",
                "What should be an archive is /dev/zero.",
                HostileTransfers::small)
            .refusedBy(
                List.of(
                    Typed.to(ExitCode.FAILED, "import", "/dev/zero"),
                    Typed.to(ExitCode.NOT_CLONED, "clone", "/dev/zero", "../got")),
                "no room")
            .asRoot(),
        download(
            "archive-announces-too-much",
            "An archive behind a URL is announced with 8 EB.",
            scene ->
                scene
                    .hub()
                    .lie(
                        "GET /x.tgz",
                        new Answer.Cut(200, Map.of(), 8_000_000_000_000_000_000L, "x")),
            "no room"),
        download(
            "archive-redirect-loop",
            "An archive behind a URL is redirected to itself.",
            scene -> scene.hub().lie("GET /x.tgz*", Answer.redirect("/x.tgz?again")),
            "redirects more than 5 times"),
        download(
            "archive-url-is-html",
            "Behind the URL of an archive is a login page.",
            scene -> scene.hub().lie("GET /x.tgz", Answer.text(200, "<html>log in</html>")),
            "not a tar archive"));
  }

  private static void small(Scene scene) throws Exception {
    Path temporary = scene.at("temporary");
    scene.with(Root.smallDisk(temporary, "40m"));
  }

  private static Hostile download(String name, String what, Hostile.Stage stage, String says) {
    return Hostile.of(name, what, stage).refusedBy(FETCH_URL, says);
  }
}
