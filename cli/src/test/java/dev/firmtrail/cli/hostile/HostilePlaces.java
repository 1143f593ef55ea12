package dev.firmtrail.cli.hostile;

import static dev.firmtrail.cli.hostile.HostileTransfers.BLOB;
import static dev.firmtrail.cli.hostile.HostileTransfers.RECORD;
import static dev.firmtrail.cli.hostile.HostileTransfers.ROOT;
import static dev.firmtrail.cli.hostile.HostileTransfers.fetching;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Places that a hub names and where neither tokens nor bytes belong. */
final class HostilePlaces {
  private HostilePlaces() {}

  static List<Hostile> all() {
    return Stream.of(signed(), redirects(), tokens()).flatMap(List::stream).toList();
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
            .harmlessFor(Typed.only(Typed.CLONE_AND_GET, "clone", "get", "merge"), ""),
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
    return scene.object("new object".getBytes(StandardCharsets.UTF_8)).hex();
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
        .harmlessFor(Typed.only(Typed.CLONE_AND_GET, "clone", "get", "merge"), "");
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
                  remoteElsewhere(scene, new Answer.Whole(403, Map.of(), "{}"));
                })
            .refusedBy(Typed.without(Typed.REPOSITORY, "remoteinfo", "fastcopy"), "403"),
        Hostile.of(
                "remote-elsewhere-with-given-token",
                "The same, and the token was given with the environment.",
                scene -> {
                  scene.set("PVR_ACCESSTOKEN", Scene.TOKEN);
                  remoteElsewhere(scene, new Answer.Whole(403, Map.of(), "{}"));
                })
            .refusedBy(Typed.without(Typed.REPOSITORY, "remoteinfo", "fastcopy"), "403"),
        Hostile.of(
                "remote-elsewhere-wants-ours",
                "The other host names our hub's login, to be sent our token.",
                scene -> {
                  remoteElsewhere(
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
                  scene.hub().lie("POST /auth/login", Answer.json(200, "{\"token\":\"nobodys\"}"));
                })
            .refusedBy(Typed.without(Typed.REPOSITORY, "remoteinfo", "fastcopy"), ""));
  }

  /** The places of the repository are on another host, which answers everything alike. */
  private static void remoteElsewhere(Scene scene, Answer answer) {
    WireServer other = elsewhere(scene, answer);
    scene
        .hub()
        .lie(
            "GET /ada/box/.pvrremote",
            Answer.json(200, LyingHub.remote(other.url().toString(), "3")));
  }
}
