package dev.firmtrail.cli.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a published hub gets to read. */
class PostBodyTest {
  @TempDir Path directory;

  @Test
  void theStepIsCanonicalWithTheVeryStateThatIsCommitted() throws Exception {
    Path ws = Files.createDirectory(directory.resolve("ws"));
    Files.writeString(ws.resolve("kernel"), "k");
    Files.writeString(ws.resolve("ö.json"), "{\"b\":[1.50,null],\"a\":\"<é>\"}");
    for (List<String> words :
        List.of(List.of("init"), List.of("add", "."), List.of("commit", "-m", "work"))) {
      pvr(ws, words.toArray(new String[0]));
    }
    try (WireServer hub = WireServer.start(PostBodyTest::answer)) {
      pvr(ws, "-a", "token", "post", "-m", "why <&> ö", "-e", "{\"x\":1.0}", hub.url() + "/u/d");
      WireRequest step =
          hub.requests().stream()
              .filter(request -> request.line().equals("POST /steps"))
              .findFirst()
              .orElseThrow();
      JsonNode body = GoJson.whole(step.body().getBytes(StandardCharsets.ISO_8859_1));
      assertThat(step.text()).isEqualTo(GoJson.canonical(body));
      assertThat(body.propertyNames()).containsOnly("commit-msg", "rev", "state", "x");
      assertThat(body.path("rev").asInt()).isEqualTo(-1);
      assertThat(body.path("commit-msg").asString()).isEqualTo("why <&> ö");
      assertThat(step.text())
          .contains("\"state\":" + Files.readString(ws.resolve(".pvr/json")) + ",");
    }
  }

  private void pvr(Path ws, String... words) {
    Ran ran = Ran.with(ws, directory, Map.of(), Terminals.NONE, words);
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  /** A hub that has every object. */
  private static Answer answer(WireRequest request, WireServer hub) {
    return switch (request.line()) {
      case "GET /u/d/.pvrremote" ->
          Answer.json(
              200,
              """
              {"pvr-spec":"pvr-pantahub-1","json-get-url":"%1$s/state","json-key":"state",
               "objects-endpoint":"%1$s/objects","post-url":"%1$s/steps"}\
              """
                  .formatted(hub.url()));
      case "GET /state" -> Answer.json(200, "{}");
      case "POST /objects/" -> Answer.json(409, "{}");
      case "POST /steps" ->
          Answer.json(
              200, "{\"rev\":1,\"state-sha\":\"" + "0".repeat(64) + "\",\"trail-id\":\"t\"}");
      default -> Answer.text(404, "");
    };
  }
}
