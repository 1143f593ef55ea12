package dev.firmtrail.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.testkit.programs.Python;
import dev.firmtrail.testkit.wire.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pvr audit} against a real hub. */
class AuditCommandsTest {
  private static final Pattern TOKEN = Pattern.compile("\"access-token\": \"([^\"]+)\"");

  @TempDir Path base;
  private Place ada;
  private Hub hub;
  private Path ws;
  private JsonObject box;

  @BeforeEach
  void aDeviceWithAStep() throws IOException {
    hub = Place.hub(base.resolve("hub"));
    ada = new Place(base.resolve("ada"));
    ada.person("ada", hub.url());
    ws = ada.workspace("ws", Map.of("app/run.json", "{\"n\": 1}", "app/root", "the root"));
    box = Place.json(ada.pvr(ws, "device", "create", "box", "--json"));
    ada.commit(ws, Map.of("app/root", "root one"));
    ada.ok(ws, "post", "ada/box");
  }

  @AfterEach
  void stop() {
    hub.close();
    ada.close();
  }

  private Ran audit(int code, String... words) throws IOException {
    Ran ran =
        ada.pvr(base, Stream.concat(Stream.of("audit"), Stream.of(words)).toArray(String[]::new));
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(code);
    return ran;
  }

  @Test
  void aStepIsGoodWhenItIsSignedAndNotBefore() throws IOException {
    assertThat(audit(3, "step", "ada/box/steps/1").out())
        .contains(
            "unknown   _sigs: nothing says who may sign",
            "cannot tell, 1 object by the hub's record");
    ada.ok(ws, "sig", "keygen", "--name", "ada");
    assertThat(audit(1, "step", "ada/box/steps/1").out())
        .contains("different app/root: nobody who is trusted signed this");
    ada.ok(ws, "sig", "add");
    ada.ok(ws, "add");
    ada.ok(ws, "commit", "-m", "signed");
    ada.ok(ws, "post");
    assertThat(audit(0, "step", "ada/box").out())
        .isEqualTo("step 2 (ada/box): same, 1 object by the hub's record\n");
    assertThat(audit(0, "step", "ada/box/steps/2", "--deep").out())
        .isEqualTo("step 2 (ada/box/steps/2): same, 1 object read, 8 bytes\n");
    assertThat(audit(3, "step", "ada/box", "--cacerts", "none.pem").err()).contains("none.pem");
    assertThat(audit(3, "step", "ada/none").out()).isEmpty();
  }

  @Test
  void anObjectWhoseBytesTheHubLostIsFoundByReading() throws Exception {
    ada.ok(ws, "sig", "keygen", "--name", "ada");
    ada.ok(ws, "sig", "add");
    ada.ok(ws, "add");
    ada.ok(ws, "commit", "-m", "signed");
    ada.ok(ws, "post");
    String id =
        JsonReader.readObject(Files.readAllBytes(ws.resolve(".pvr/json")))
            .string("app/root")
            .orElseThrow();
    try (Stream<Path> files = Files.walk(base.resolve("hub"))) {
      Path blob =
          files
              .filter(file -> file.toString().replace("/", "").endsWith(id))
              .findFirst()
              .orElseThrow();
      blob.toFile().setWritable(true);
      Files.writeString(blob, "root 0ne");
    }
    audit(0, "step", "ada/box");
    Ran deep = audit(1, "step", "ada/box", "--deep");
    assertThat(deep.out())
        .contains("different app/root: the hub sends other bytes, 8 of 8", "expected " + id);
  }

  /** A storage as a device makes it. */
  private Path storage(String revision) throws Exception {
    Path storage = base.resolve("storage");
    Path trail = storage.resolve("trails/" + revision);
    Files.createDirectories(storage.resolve("objects"));
    Files.createDirectories(trail.resolve(".pvr"));
    Files.copy(ws.resolve(".pvr/json"), trail.resolve(".pvr/json"));
    JsonObject state = JsonReader.readObject(Files.readAllBytes(ws.resolve(".pvr/json")));
    Path object = storage.resolve("objects/" + state.string("app/root").orElseThrow());
    Files.copy(ws.resolve("app/root"), object);
    Files.createDirectories(trail.resolve("app"));
    Files.createLink(trail.resolve("app/root"), object);
    Files.copy(ws.resolve("app/run.json"), trail.resolve("app/run.json"));
    Files.createSymbolicLink(storage.resolve("trails/current"), Path.of(revision));
    return storage;
  }

  @Test
  void aStorageIsHeldAgainstAStepOrAFile() throws Exception {
    Path storage = storage("1");
    assertThat(audit(0, "storage", "storage", "--against", "ada/box/steps/1").out())
        .isEqualTo(
            """
            revision 1 in %s: same as ada/box/steps/1
            not judged: volumes, logs, caches, configuration, boot environment, progress, and files of other revisions
            """
                .formatted(storage));
    assertThat(audit(1, "storage", "storage", "--against", "ada/box/steps/0", "--rev", "1").out())
        .contains("different trails/1/.pvr/json: changed: app/root");
    Files.writeString(storage.resolve("trails/1/app/root"), "root");
    assertThat(audit(1, "storage", "storage", "--against", "ada/box").out())
        .startsWith(
            "different trails/1/app/root: truncated: 4 of 8 bytes; it is one file with objects/");
    JsonObject json =
        JsonReader.readObject(
            audit(
                    1,
                    "storage",
                    "storage",
                    "--against",
                    ws.resolve(".pvr/json").toString(),
                    "--json")
                .out()
                .getBytes(UTF_8));
    assertThat(json.string("verdict")).contains("different");
    assertThat(json.integer("bytes"))
        .contains(4L + Files.size(storage.resolve("trails/1/app/run.json")));
  }

  @Test
  void whatCannotBeDoneIsNoVerdict() throws Exception {
    storage("1");
    for (String words :
        List.of(
            "storage",
            "storage storage",
            "storage a b --against @",
            "storage none --against ada/box",
            "storage storage --against ada/box --rev ../../etc",
            "storage storage --against nobody/none",
            "storage storage --against ada/box --html no/such/page.html",
            "storage storage --against ada/box --html - --json",
            "storage storage --no-such-flag",
            "fleet a b",
            "fleet ftp://hub",
            "step a b")) {
      Ran ran = audit(3, words.split(" ", -1));
      assertThat(ran.out()).as(words).isEmpty();
      assertThat(ran.err()).as(words).isNotEmpty();
    }
  }

  @Test
  void aWorkspaceThatCannotBeReadIsNoVerdict() throws Exception {
    Path damaged = ada.workspace("damaged", Map.of("a", "a"));
    Files.writeString(damaged.resolve(".pvr/json"), "{");
    storage("1");
    for (String[] words :
        List.of(
            new String[] {"audit", "storage", "../storage", "--against", "@"},
            new String[] {"audit", "step", "@1"},
            new String[] {"gate", ".", "--against", "@"})) {
      Ran ran = ada.pvr(damaged, words);
      assertThat(ran.code()).as(ran.err()).isEqualTo(3);
      assertThat(ran.err()).as(List.of(words).toString()).isNotEmpty();
    }
    assertThat(ada.pvr(damaged, "status").code()).isEqualTo(2);
  }

  @Test
  void thePageIsWellFormedAndShowsHostileNamesAsText() throws Exception {
    Path storage = storage("1");
    String hostile = "trails/1/<script src='x'>&\"\u202e";
    Files.createDirectories(storage.resolve(hostile).getParent());
    Files.writeString(storage.resolve(hostile), "x");
    audit(1, "storage", "storage", "--against", "ada/box", "--html", "page.html");
    Ran printed = audit(1, "storage", "storage", "--against", "ada/box", "--html", "-");
    assertThat(printed.out()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    String shown = hostile.replace("\u202e", "\\u{202e}");
    assertThat(
            Python.answers(
                base,
                AuditCommandsTest.class,
                "page.py",
                List.of(base.resolve("page.html").toString())))
        .containsExactly("well-formed: EXTRA " + shown);
  }

  private void says(int step, String status) throws Exception {
    try (Place device = new Place(base.resolve("device" + step + status))) {
      Place.good(
          device.typing(
              Place.text(box, "prn") + "\n" + Place.text(box, "secret") + "\n",
              device.base,
              "login",
              hub.url().toString()));
      Matcher token = TOKEN.matcher(Files.readString(device.config().resolve("auth.json")));
      assertThat(token.find()).isTrue();
      HttpRequest report =
          HttpRequest.newBuilder(
                  URI.create(
                      hub.url()
                          + "/trails/"
                          + Place.text(box, "id")
                          + "/steps/"
                          + step
                          + "/progress"))
              .header("Authorization", "Bearer " + token.group(1))
              .header("Content-Type", "application/json")
              .PUT(
                  BodyPublishers.ofString(
                      "{\"status\":\"" + status + "\",\"status-msg\":\"x\",\"progress\":100}"))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        var answer = client.send(report, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
    }
  }

  @Test
  void aFleetIsHeldAgainstItsTrails() throws Exception {
    says(0, "DONE");
    assertThat(audit(0, "fleet").out())
        .containsPattern("box +0 +0 +1 .* same")
        .contains("1 device: same");
    says(1, "INPROGRESS");
    assertThat(audit(3, "fleet").out()).contains("step 1 is under way");
    says(1, "TESTING");
    assertThat(audit(0, "fleet").out()).contains("1 device: same");
    says(1, "DONE");
    assertThat(audit(0, "fleet").out()).containsPattern("box +1 +1 +\\? ");
    ada.commit(ws, Map.of("app/root", "root two"));
    ada.ok(ws, "post");
    says(2, "ERROR");
    assertThat(audit(1, "fleet").out()).contains("step 2 ended with ERROR");
    ada.ok(ws, "device", "create", "other");
    JsonObject json = JsonReader.readObject(audit(1, "fleet", "--json").out().getBytes(UTF_8));
    assertThat(json.string("verdict")).contains("different");
    assertThat(json.get("findings").orElseThrow().toString())
        .contains("box")
        .doesNotContain("other");
  }

  /** Of a hub that keeps no events, and has not heard of the device. */
  @Test
  void aDeviceThatNobodyHeardOfCannotBeJudged() throws Exception {
    hub.close();
    try (HubBehind old = new HubBehind(base.resolve("hub"))) {
      Place.good(ada.typing("ada\n" + Place.PASSWORD + "\n", base, "login", old.url().toString()));
      old.put((request, real) -> {
        if (request.path().contains("/running")) {
          return new Answer.Whole(404, Map.of(), "{}");
        }
        if (request.path().contains("/summary") && real.get() instanceof Answer.Whole whole) {
          String never =
              whole
                  .body()
                  .replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"0001-01-01T00:00:00Z\"");
          return new Answer.Whole(whole.status(), whole.headers(), never);
        }
        return real.get();
      });
      assertThat(audit(3, "fleet").out())
          .contains("unknown   box: the device was never seen", "1 device: cannot tell");
    }
    hub = Place.hub(base.resolve("hub"));
  }

  @Test
  void aHubThatContradictsItselfAboutAStepIsFound() throws Exception {
    hub.close();
    try (HubBehind lying = new HubBehind(base.resolve("hub"))) {
      Place.good(
          ada.typing("ada\n" + Place.PASSWORD + "\n", base, "login", lying.url().toString()));
      Pattern id = Pattern.compile("(\"state-sha\": ?\")([0-9a-f]{64})\"");
      lying.put(changed("/steps/", id, "$1" + "0".repeat(64) + "\""));
      assertThat(audit(1, "step", "ada/box/steps/1").out())
          .contains("different state-sha: is not the id of the state", "found    000000");
      lying.put(changed("/steps/", id, "$1\""));
      assertThat(audit(3, "step", "ada/box/steps/1").out())
          .contains("unknown   state-sha: the hub does not say the id of the step");
      lying.put(changed("/state", Pattern.compile("^\\{"), "{ "));
      assertThat(audit(1, "step", "ada/box/steps/1").out())
          .contains("different state: the hub does not send its canonical form");
      lying.put(changed("/steps/1", Pattern.compile("(\"state\": ?\\{)"), "$1\"more\":{},"));
      assertThat(audit(1, "step", "ada/box/steps/1").out())
          .contains("different step/state: the step holds another state than the hub sends for it");
    }
    hub = Place.hub(base.resolve("hub"));
  }

  /** Puts something else in what the hub answers where a path ends or goes on so. */
  private static HubBehind.Between changed(String path, Pattern what, String by) {
    return (request, real) -> {
      if (request.path().contains(path) && real.get() instanceof Answer.Whole whole) {
        String body = what.matcher(whole.body()).replaceFirst(by);
        return new Answer.Whole(whole.status(), whole.headers(), body);
      }
      return real.get();
    };
  }

  @Test
  void aDeviceThatRunsAnOldStepIsDifferent() throws Exception {
    says(0, "DONE");
    says(1, "DONE");
    says(0, "DONE");
    assertThat(audit(1, "fleet").out())
        .contains(
            "different box: says that it runs step 0, where step 1 is the newest that was done");
  }
}
