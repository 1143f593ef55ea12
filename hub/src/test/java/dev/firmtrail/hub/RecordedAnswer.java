package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an answer has to be as recorded: every member that the recorded hub sent, with its type
 * and its value, and every header that the published program looks at. Ours may say more.
 */
final class RecordedAnswer {
  /** Texts that each hub makes itself: there has to be one. */
  private static final Set<String> MADE =
      Set.of(
          "device",
          "deviceid",
          "expire-time",
          "id",
          "now",
          // One that is needed under two names has the first that it was announced under.
          "objectname",
          "owner",
          "prn",
          "progress-time",
          "real-ip",
          "redirect-uri",
          "secret",
          "step-time",
          "storage-id",
          "time-created",
          "time-modified",
          "timestamp",
          "token",
          "trail-id");

  /** URLs that each hub makes itself: of its own. */
  private static final Set<String> URLS =
      Set.of("objects-endpoint", "signed-geturl", "signed-puturl");

  private static final List<String> HEADERS =
      List.of("www-authenticate", "pantahub-object-type", "accept-ranges");

  private final RecordedTalk talk;
  private final String line;

  private RecordedAnswer(RecordedTalk talk, String line) {
    this.talk = talk;
    this.line = line;
  }

  /** Compares an answer with the recorded one. */
  static void check(
      WireRequest request, Answer.Whole recorded, DeviceAnswer ours, RecordedTalk talk)
      throws JsonException {
    RecordedAnswer check = new RecordedAnswer(talk, request.line());
    check.headers(request, recorded, ours);
    if (RecordedTalk.isBytes(request)) {
      assertThat(ours.body()).as(request.line()).isEqualTo(recorded.body());
      return;
    }
    assertThat(ours.headers().get("content-type"))
        .as(request.line())
        .startsWith("application/json");
    Json document = JsonReader.read(RecordedTalk.raw(ours.body()));
    if (ours.status() >= 400 && ours.status() != 409) {
      // Its words are read by people.
      assertThat(document).isInstanceOf(JsonObject.class);
    } else if (request.path().startsWith("/logs/")) {
      page((JsonObject) document);
    } else {
      check.same(
          "", JsonReader.read(RecordedTalk.raw(check.expected(request, recorded))), document);
    }
  }

  /** The recorded hub had one repository, whatever it was asked for. */
  private String expected(WireRequest request, Answer.Whole recorded) {
    return talk.filled(
        request.path().startsWith("/trails/tid2")
            ? recorded.body().replace("tid1", "tid2")
            : recorded.body());
  }

  private void headers(WireRequest request, Answer.Whole recorded, DeviceAnswer ours) {
    for (String name : HEADERS) {
      List<String> values = recorded.headers().getOrDefault(name, List.of());
      // The login's own 401 has none on a real hub: it would only tell to log in.
      if (!values.isEmpty() && !request.path().equals("/auth/login")) {
        // There are no links between owners here.
        String expected = values.getFirst().equals("link") ? "object" : values.getFirst();
        assertThat(ours.headers()).as(line).containsEntry(name, talk.filled(expected));
      }
    }
  }

  /** The recorded hub made up the numbers and some of the names. */
  private static void page(JsonObject ours) {
    for (String name : List.of("start", "page", "count")) {
      assertThat(ours.integer(name)).as(name).isPresent();
    }
    assertThat(ours.string("next-cursor")).isPresent();
  }

  private void same(String member, Json recorded, Json ours) {
    switch (recorded) {
      case JsonObject object -> members(object, (JsonObject) ours);
      case JsonArray array -> {
        List<Json> items = ((JsonArray) ours).items();
        assertThat(items).as("%s %s", line, member).hasSameSizeAs(array.items());
        for (int i = 0; i < items.size(); i++) {
          same(member, array.items().get(i), items.get(i));
        }
      }
      case JsonString text -> text(member, text, ours);
      case JsonNumber number ->
          assertThat(JsonWriter.CANONICAL.text(ours))
              .as("%s %s", line, member)
              .isEqualTo(JsonWriter.CANONICAL.text(number));
      case Json.Literal literal -> assertThat(ours).as("%s %s", line, member).isEqualTo(literal);
    }
  }

  private void members(JsonObject recorded, JsonObject ours) {
    for (Map.Entry<String, Json> each : recorded.members().entrySet()) {
      String name = each.getKey();
      switch (name) {
        // Whoever has an owner needs none.
        case "challenge" -> assertThat(ours.members()).as(line).doesNotContainKey(name);
        // The recorded hub made it of other bytes.
        case "state-sha" -> stateSha(ours);
        // Shown to people alone, and other words for one step than for the newest.
        case "post-fields", "post-fields-opt" ->
            assertThat(ours.get(name)).as(line).containsInstanceOf(JsonArray.class);
        default ->
            same(
                name,
                each.getValue(),
                ours.get(name)
                    .orElseThrow(() -> new AssertionError(line + " lacks " + name + ": " + ours)));
      }
    }
  }

  private void stateSha(JsonObject ours) {
    String hash = RecordedTalk.string(ours, "state-sha");
    assertThat(Sha256.isHex(hash)).as(hash).isTrue();
    ours.object("state")
        .ifPresent(state ->
            assertThat(hash)
                .as(line)
                .isEqualTo(ObjectId.of(JsonWriter.CANONICAL.bytes(state)).hex()));
  }

  private void text(String member, JsonString recorded, Json ours) {
    assertThat(ours).as("%s %s", line, member).isInstanceOf(JsonString.class);
    String found = ((JsonString) ours).value();
    if (member.equals("signed-puturl") && line.startsWith("GET ") && found.isEmpty()) {
      return; // Who may only read may not upload.
    }
    if (URLS.contains(member)) {
      assertThat(found).as("%s %s", line, member).startsWith(talk.filled(WireLog.RECORDED_BASE));
    } else if (!MADE.contains(member)) {
      assertThat(found).as("%s %s", line, member).isEqualTo(recorded.value());
    }
  }
}
