package dev.firmtrail.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Objects that are not what they should be, and places where neither tokens nor bytes belong. */
final class HostileTransfers {
  private static final String ROOT = LyingHub.ROOT_ID;
  private static final String RECORD = "GET /objects/" + ROOT;
  private static final String BLOB = "GET /blob/" + ROOT + "*";

  /** Those that need the bytes of objects. */
  private static final List<Typed> FETCH = Typed.CLONE_AND_GET;

  private static final List<Typed> FETCH_URL =
      List.of(
          Typed.to(ExitCode.NOT_CLONED, "clone", "{URL}", "../got"),
          Typed.to(ExitCode.FAILED, "get", "{URL}"),
          Typed.to(ExitCode.NOT_INSPECTED, "inspect", "{URL}"));

  private HostileTransfers() {}

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    all.addAll(bytes());
    all.addAll(sizes());
    all.addAll(signed());
    all.addAll(redirects());
    all.addAll(tokens());
    all.addAll(downloads());
    return all;
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

  private static Hostile fetching(String name, String what, Hostile.Stage stage, String says) {
    return Hostile.of(
            name,
            what,
            scene -> {
              Files.delete(scene.pool().resolve(ROOT));
              // A part that came stays for the next try.
              scene.mayChange("home/.pvr/objects/" + ROOT + ".part");
              stage.set(scene);
            })
        .refusedBy(FETCH, says);
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

  private static List<Hostile> signed() {
    return List.of(
        signed(
            "geturl-is-a-file",
            "The signed URL of an object is `file:/etc/passwd`.",
            "file:/etc/passwd",
            "signed-geturl is not usable"),
        signed(
            "geturl-is-broken",
            "The signed URL of an object is none.",
            "http://[",
            "signed-geturl is not usable"),
        Hostile.of(
                "geturl-elsewhere",
                "The signed URL of an object is on another host; the token must not go there.",
                scene -> {
                  Files.delete(scene.pool().resolve(ROOT));
                  WireServer other = elsewhere(scene, Answer.text(200, "the root file system"));
                  scene
                      .hub()
                      .lie(
                          RECORD,
                          Answer.json(200, LyingHub.record(other.url().toString(), ROOT, 20)));
                })
            .harmlessFor(Typed.only(FETCH, "clone", "get", "merge"), ""),
        Hostile.of(
                "puturl-elsewhere",
                "The signed URL to send an object to is on another host; the token must not go there.",
                scene -> {
                  changed(scene);
                  WireServer other = elsewhere(scene, Answer.json(200, "{}"));
                  scene
                      .hub()
                      .lie(
                          "POST /objects/",
                          Answer.json(
                              200, LyingHub.record(other.url().toString(), newObject(scene), 10)));
                })
            .harmlessFor(Typed.only(Typed.SEND, "post"), ""),
        Hostile.of(
                "puturl-is-a-file",
                "The signed URL to send an object to is `file:/tmp/x`.",
                scene -> {
                  changed(scene);
                  scene
                      .hub()
                      .lie(
                          "POST /objects/",
                          Answer.json(
                              200,
                              "{\"sha256sum\":\"%s\",\"size\":\"1\",\"signed-puturl\":\"file:/tmp/x\"}"
                                  .formatted(newObject(scene))));
                })
            .refusedBy(Typed.SEND, "signed-puturl is not usable"),
        Hostile.of(
                "upload-refused-with-signature",
                "The place for an object says no, and repeats the signed URL.",
                scene -> {
                  changed(scene);
                  scene.hub().lie("PUT /blob/*", Answer.json(403, "{\"Error\":\"no\"}"));
                })
            .refusedBy(Typed.SEND, "answers 403"));
  }

  private static Hostile signed(String name, String what, String url, String says) {
    return fetching(
        name,
        what,
        scene ->
            scene
                .hub()
                .lie(
                    RECORD,
                    Answer.json(
                        200,
                        "{\"sha256sum\":\"%s\",\"size\":\"20\",\"signed-geturl\":\"%s\"}"
                            .formatted(ROOT, url))),
        says);
  }

  /** The workspace has an object that no hub has. */
  private static void changed(Scene scene) throws IOException {
    scene.write("ws/.pvr/json", "{\"#spec\":\"x\",\"new\":\"%s\"}".formatted(newObject(scene)));
    scene.hub().lie("PUT /trails/t1/steps/3/state", Answer.json(200, "{}"));
  }

  private static String newObject(Scene scene) throws IOException {
    return scene.object("new object".getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex();
  }

  /** Another host; when the scene ends, no token may have come there. */
  private static WireServer elsewhere(Scene scene, Answer answer) {
    WireServer other = scene.with(WireServer.start((request, server) -> answer));
    scene.with(
        (AutoCloseable)
            () ->
                assertThat(other.requests())
                    .as("what came to the other host")
                    .isNotEmpty()
                    .noneMatch(request -> request.headers().toString().contains(Scene.TOKEN)));
    return other;
  }

  /** What is asked here is answered there. */
  private static Hostile redirected(String name, String what, String line, String answer) {
    return Hostile.of(
            name,
            what,
            scene -> {
              Files.delete(scene.pool().resolve(ROOT));
              String record = LyingHub.record(scene.hub().url(), ROOT, 20);
              WireServer other =
                  elsewhere(scene, Answer.text(200, answer.isEmpty() ? record : answer));
              scene.hub().lie(line, Answer.redirect(other.url() + "/there"));
            })
        .harmlessFor(Typed.only(FETCH, "clone", "get", "merge"), "");
  }

  private static List<Hostile> redirects() {
    String state = "GET /trails/t1/steps/3/state";
    return List.of(
        redirected(
            "redirect-elsewhere",
            "The bytes of an object are redirected to another host.",
            BLOB,
            "the root file system"),
        redirected(
            "redirect-of-a-record",
            "What is told of an object is redirected to another host; the token must not go there.",
            RECORD,
            ""),
        Hostile.of(
                "redirect-of-a-document",
                "The state is redirected to another host.",
                scene -> scene.hub().lie(state, Answer.redirect("http://127.0.0.1:9/there")))
            .refusedBy(Typed.READ_STATE, "has moved to http://127.0.0.1:9/there"),
        Hostile.of(
                "redirect-of-a-post",
                "A step is redirected to another host.",
                scene ->
                    scene
                        .hub()
                        .lie(
                            "POST /trails/t1/steps",
                            new Answer.Whole(
                                307, Map.of("Location", List.of("http://127.0.0.1:9/")), "")))
            .refusedBy(
                Typed.only(Typed.join(Typed.SEND, Typed.READ_STATE), "post", "fastcopy"),
                "has moved to http://127.0.0.1:9/"),
        fetching(
            "redirect-loop",
            "An object is redirected to itself, for ever.",
            scene -> scene.hub().lie(BLOB, Answer.redirect("/blob/" + ROOT + "?again")),
            "redirects more than 5 times"),
        fetching(
            "redirect-to-a-file",
            "An object is redirected to `file:/etc/passwd`.",
            scene -> scene.hub().lie(BLOB, Answer.redirect("file:///etc/passwd")),
            "without saying a usable place"),
        fetching(
            "redirect-nowhere",
            "An object is redirected without a place.",
            scene -> scene.hub().lie(BLOB, Answer.text(302, "")),
            "without saying a usable place"));
  }

  private static List<Hostile> tokens() {
    return List.of(
        Hostile.of(
                "remote-elsewhere",
                "A repository's places are on another host, which wants a token.",
                scene -> {
                  WireServer other = elsewhere(scene, new Answer.Whole(403, Map.of(), "{}"));
                  scene
                      .hub()
                      .lie(
                          "GET /ada/box/.pvrremote",
                          Answer.json(200, LyingHub.remote(other.url().toString(), "3")));
                })
            .refusedBy(Typed.without(Typed.REPOSITORY, "remoteinfo", "fastcopy"), "403"),
        Hostile.of(
                "remote-elsewhere-with-given-token",
                "The same, and the token was given with the environment.",
                scene -> {
                  scene.set("PVR_ACCESSTOKEN", Scene.TOKEN);
                  WireServer other = elsewhere(scene, new Answer.Whole(403, Map.of(), "{}"));
                  scene
                      .hub()
                      .lie(
                          "GET /ada/box/.pvrremote",
                          Answer.json(200, LyingHub.remote(other.url().toString(), "3")));
                })
            .refusedBy(Typed.without(Typed.REPOSITORY, "remoteinfo", "fastcopy"), "403"),
        Hostile.of(
                "remote-elsewhere-wants-ours",
                "The other host names our hub's login, to be sent our token.",
                scene -> {
                  WireServer other =
                      elsewhere(
                          scene,
                          new Answer.Whole(
                              401,
                              Map.of(
                                  "WWW-Authenticate",
                                  List.of(
                                      "JWT realm=\"pantahub services\", ph-aeps=\""
                                          + scene.hub().url()
                                          + "/auth\"")),
                              "{}"));
                  scene
                      .hub()
                      .lie(
                          "GET /ada/box/.pvrremote",
                          Answer.json(200, LyingHub.remote(other.url().toString(), "3")));
                  scene.hub().lie("POST /auth/login", Answer.json(200, "{\"token\":\"nobodys\"}"));
                })
            .refusedBy(Typed.without(Typed.REPOSITORY, "remoteinfo", "fastcopy"), ""));
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
