package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.RawServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hubs that answer too much, too slowly, elsewhere, or about something else. */
final class HostileHubs {
  private static final String REMOTE = "GET /ada/box/.pvrremote";
  private static final String STATE = "GET /trails/t1/steps/3/state";
  private static final String STEP = "GET /trails/t1/steps/3";

  private HostileHubs() {}

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    all.addAll(bodies());
    all.addAll(wire());
    all.addAll(errors());
    all.addAll(others());
    all.addAll(talk());
    return all;
  }

  /** Everything that asks anything gets this. */
  private static Hostile everything(String name, String what, Answer answer, String says) {
    return Hostile.of(name, what, scene -> scene.hub().lie("*", answer))
        .refusedBy(Typed.join(Typed.REPOSITORY, Typed.HUB), says);
  }

  /** The same where that costs a little: by those alone that take a way of their own. */
  private static Hostile some(String name, String what, Hostile.Stage stage, String says) {
    List<Typed> few =
        new ArrayList<>(Typed.only(Typed.REPOSITORY, "clone", "post", "show", "remoteinfo"));
    few.addAll(Typed.only(Typed.HUB, "claim"));
    few.add(Typed.HUB.getFirst());
    return Hostile.of(name, what, stage).refusedBy(few, says);
  }

  private static List<Hostile> bodies() {
    return List.of(
        some(
            "json-endless",
            "A document never ends.",
            scene -> scene.hub().lie("*", new Answer.Endless(200)),
            "more than 16 MiB"),
        everything(
            "json-no-json",
            "Every answer is a login page.",
            Answer.text(200, "<html>log in</html>"),
            "not what a hub sends"),
        everything(
            "json-deep",
            "Every answer is nested 100,000 deep.",
            Answer.text(200, "[".repeat(100_000)),
            "not what a hub sends"),
        Hostile.of(
                "json-huge-numbers",
                "The numbers of a step and of a device are huge.",
                scene -> {
                  scene.hub().lie(STEP, Answer.json(200, LyingHub.step("1e400", LyingHub.STATE)));
                  scene
                      .hub()
                      .lie(
                          "GET /trails/summary",
                          Answer.json(200, "[{\"deviceid\":\"d\",\"progress-revision\":1e400}]"));
                })
            .refusedBy(Typed.READ_STEP, "no member \"rev\"")
            .harmlessFor(List.of(Typed.HUB.getFirst()), "d"),
        everything(
            "answer-is-empty",
            "Every answer is empty.",
            Answer.text(200, ""),
            "not what a hub sends"),
        some(
            "json-stalled",
            "A document stops in its middle.",
            scene -> {
              scene.shortPatience();
              scene.hub().lie("*", new Answer.Stalled(1000, "{"));
            },
            "too slow"),
        some(
            "json-drips",
            "A document comes drop by drop, for ever.",
            scene -> {
              scene.shortPatience();
              raw(scene, (path, to) -> to.send("HTTP/1.1 200 OK\r\n\r\n{").sendForever(" ", 100));
            },
            "for one document"));
  }

  private static List<Hostile> wire() {
    return List.of(
        some(
            "chunk-broken",
            "A piece of the body has no length.",
            scene ->
                raw(
                    scene,
                    (path, to) ->
                        to.send(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")),
            "broke"),
        some(
            "header-of-1-mb",
            "A header has 1 MB.",
            scene ->
                raw(
                    scene,
                    (path, to) ->
                        to.send("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n{}")),
            "broke"),
        some(
            "length-is-a-lie",
            "`Content-Length: -1`.",
            scene ->
                raw(
                    scene,
                    (path, to) -> to.send("HTTP/1.1 200 OK\r\nContent-Length: 12x\r\n\r\n{}")),
            "HTTP allows"),
        some(
            "head-never-ends",
            "Headers for ever.",
            scene -> {
              scene.shortPatience();
              raw(scene, (path, to) -> to.send("HTTP/1.1 200 OK\r\n").sendForever("X: y\r\n", 20));
            },
            ""),
        some(
            "no-http",
            "The port speaks something else.",
            scene -> raw(scene, (path, to) -> to.send("SSH-2.0-OpenSSH_9\r\n")),
            "broke"),
        some(
            "connection-cut",
            "The connection ends without a word.",
            scene -> scene.hub().lie("*", new Answer.Nothing()),
            "broke"));
  }

  private static void raw(Scene scene, RawServer.Script script) throws Exception {
    scene.moveHubTo(scene.with(RawServer.start(script)).url().toString());
  }

  private static List<Hostile> errors() {
    String escapes = "{\"Error\":\"no \\u001b[31m\\u0007\\u009b2J\\r\\n" + "x".repeat(5000) + "\"}";
    return List.of(
        everything(
            "error-with-escapes",
            "Every error would clear the terminal, ring, and fill a screen.",
            Answer.json(404, escapes),
            "\\u{1b}[31m\\u{7}\\u{9b}2J\\u{d}\\u{a}xxx"),
        some(
            "error-of-100-mb",
            "An error comes with 100 MB of text.",
            scene -> scene.hub().lie("*", new Answer.Endless(500)),
            "more than 16 MiB"),
        everything(
                "retry-after-a-year",
                "The hub asks to come back in a year.",
                new Answer.Whole(503, Map.of("Retry-After", List.of("31536000")), ""),
                "503")
            .patiently(),
        everything(
            "login-elsewhere",
            "Whoever asks shall log in at another host.",
            challenge("http://127.0.0.1:9/auth"),
            "http://127.0.0.1:9"),
        everything(
            "login-nowhere",
            "Whoever asks shall log in at `file:/etc/passwd`.",
            challenge("file:/etc/passwd"),
            "/auth"),
        some(
            "login-never-ends",
            "Whoever logs in shall log in again.",
            scene -> scene.hub().lie("*", challenge(scene.hub().url() + "/auth")),
            "/auth"));
  }

  private static Answer challenge(String endpoint) {
    return new Answer.Whole(
        401,
        Map.of(
            "WWW-Authenticate",
            List.of("JWT realm=\"pantahub services\", ph-aeps=\"" + endpoint + "\"")),
        "{}");
  }

  private static List<Hostile> others() {
    return List.of(
        Hostile.of(
                "another-step",
                "Asked for step 3, the hub answers with step 7.",
                scene ->
                    scene.hub().lie(STEP, Answer.json(200, LyingHub.step("7", LyingHub.STATE))))
            .refusedBy(Typed.READ_STEP, "it is about step 7"),
        Hostile.of(
                "another-revision",
                "Asked for the repository of step 3, the hub names the places of step 7.",
                scene ->
                    scene
                        .hub()
                        .lie(
                            "GET /ada/box/steps/3/.pvrremote",
                            Answer.json(200, LyingHub.remote(scene.hub().url(), "7"))))
            .refusedBy(
                List.of(
                    Typed.to(ExitCode.NOT_CLONED, "clone", "ada/box/steps/3", "../got"),
                    Typed.to(ExitCode.FAILED, "get", "ada/box/steps/3"),
                    Typed.to(ExitCode.NOT_INSPECTED, "inspect", "ada/box/steps/3"),
                    Typed.to(ExitCode.FAILED, "id", "3"),
                    Typed.to(ExitCode.HUB_FAILED, "show", "@3"),
                    Typed.to(ExitCode.NOT_SHOWN, "stepinfo", "ada/box/steps/3")),
                "answers with step 7"),
        Hostile.of(
                "remote-without-places",
                "A repository names no places.",
                scene -> scene.hub().lie(REMOTE, Answer.json(200, "{}")))
            .refusedBy(Typed.without(Typed.REPOSITORY, "remoteinfo"), "json-get-url"),
        place(
            "remote-names-a-file",
            "A repository's state is at `file:/etc/passwd`.",
            "file:/etc/passwd",
            "neither http nor https"),
        place(
            "remote-names-a-port-that-is-none",
            "A repository's state is at port 99999.",
            "http://127.0.0.1:99999/x",
            ""),
        place(
            "remote-with-password",
            "A repository's state is at a URL with a name and a password.",
            "http://ada:" + Scene.PASSWORD.replace(" ", "-") + "@127.0.0.1/x",
            "log in instead"),
        place(
            "remote-with-escapes",
            "The URL of a repository's state would clear the terminal.",
            "http://h/\\u001b[31m",
            "not a usable URL"));
  }

  private static Hostile place(String name, String what, String url, String says) {
    return Hostile.of(
            name,
            what,
            scene ->
                scene
                    .hub()
                    .lie(
                        REMOTE,
                        Answer.json(
                            200,
                            "{\"json-get-url\":\"%s\",\"objects-endpoint\":\"%2$s/objects/\",\"post-url\":\"%2$s/trails/t1/steps\"}"
                                .formatted(url, scene.hub().url()))))
        .refusedBy(Typed.without(Typed.REPOSITORY, "remoteinfo"), says);
  }

  /** Answers that are right, and hold what no terminal should get. */
  private static List<Hostile> talk() {
    String escapes = "\\u001b[31mred\\u0007\\u009b2J\\u202e";
    return List.of(
        Hostile.of(
                "nick-with-escapes",
                "A device's nick, status and message would colour the terminal.",
                scene -> {
                  scene.atTerminal();
                  scene
                      .hub()
                      .lie(
                          "GET /trails/summary",
                          Answer.json(
                              200,
                              "[{\"deviceid\":\"d1\",\"device-nick\":\"%1$s\",\"status\":\"%1$s\",\"status-msg\":\"%1$s\",\"real-ip\":\"%1$s\"}]"
                                  .formatted(escapes)));
                })
            .harmlessFor(List.of(Typed.to(ExitCode.HUB_FAILED, "device", "ps")), "\\u{1b}[31mred"),
        Hostile.of(
                "log-with-escapes",
                "What a device logs would colour the terminal.",
                scene -> {
                  scene.atTerminal();
                  scene
                      .hub()
                      .lie(
                          "GET /logs/*",
                          Answer.json(
                              200,
                              "{\"entries\":[{\"id\":\"1\",\"dev\":\"d1\",\"src\":\"%1$s\",\"msg\":\"%1$s\",\"lvl\":\"INFO\",\"tsec\":1,\"tnano\":0,\"time-created\":\"2019-01-01T00:00:00Z\"}]}"
                                  .formatted(escapes)));
                })
            .harmlessFor(
                List.of(Typed.to(ExitCode.HUB_FAILED, "device", "logs", "--to", "2020-01-01")),
                "\\u{1b}[31mred"),
        Hostile.of(
                "policy-with-escapes",
                "What a signature policy says would colour the terminal.",
                scene -> {
                  scene.atTerminal();
                  scene
                      .hub()
                      .lie(
                          "GET /firmtrail/*",
                          Answer.json(
                              200,
                              "{\"mode\":\"%1$s\",\"from\":\"%1$s\",\"who\":\"%1$s\",\"created\":\"%1$s\",\"oem\":{\"name\":\"%1$s\"}}"
                                  .formatted(escapes)));
                })
            .harmlessFor(
                List.of(Typed.to(ExitCode.DEVICE_FAILED, "device", "policy", "box")),
                "\\u{1b}[31mred"),
        Hostile.of(
                "event-with-escapes",
                "What a hub says of an event would colour the terminal.",
                scene -> {
                  scene.atTerminal();
                  scene
                      .hub()
                      .lie(
                          "GET /firmtrail/*",
                          Answer.json(
                              200,
                              "[{\"seq\":0,\"subject\":\"d\",\"kind\":\"%1$s\",\"who\":\"%1$s\",\"created\":\"%1$s\",\"body\":{\"%1$s\":\"%1$s\"}}]"
                                  .formatted(escapes)));
                })
            .refusedBy(
                List.of(Typed.to(ExitCode.DEVICE_FAILED, "device", "events", "box")),
                "event 1 is missing"),
        Hostile.of(
                "step-with-escapes",
                "A step's message and author would colour the terminal.",
                scene -> {
                  scene.atTerminal();
                  scene
                      .hub()
                      .lie(
                          STEP,
                          Answer.json(
                              200,
                              "{\"rev\":3,\"state\":%s,\"commit-msg\":\"%2$s\",\"committer\":\"%2$s\",\"progress\":{\"status\":\"%2$s\"}}"
                                  .formatted(LyingHub.STATE, escapes)));
                })
            .harmlessFor(Typed.READ_STEP, "red"),
        Hostile.of(
                "documents-with-escapes",
                "A string of a repository and of its step would colour the terminal.",
                scene -> {
                  scene.atTerminal();
                  scene
                      .hub()
                      .lie(
                          REMOTE,
                          Answer.json(
                              200,
                              LyingHub.remote(scene.hub().url(), "3").replace("service", escapes)));
                  scene
                      .hub()
                      .lie(
                          STEP,
                          Answer.json(
                              200, LyingHub.step("3", LyingHub.STATE).replace("work", escapes)));
                  scene
                      .hub()
                      .lie(
                          "GET /devices/box",
                          Answer.json(200, "{\"nick\":\"%s\"}".formatted(escapes)));
                  scene
                      .hub()
                      .lie(
                          STATE,
                          Answer.json(
                              200, "{\"#spec\":\"x\",\"a.json\":\"%s\"}".formatted(escapes)));
                })
            .harmlessFor(Typed.PRINT_ANSWER, "")
            .harmlessFor(List.of(Typed.to(ExitCode.DEVICE_FAILED, "device", "get", "box")), "red")
            .harmlessFor(Typed.only(Typed.READ_STATE, "inspect"), "red"));
  }
}
