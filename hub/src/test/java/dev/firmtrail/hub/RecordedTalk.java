package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A recorded conversation that is held with our hub: what the published program sent goes out byte
 * for byte and in its order, each request after the answer to the one before; only ids, tokens and
 * the places that our hub named before are put in.
 */
final class RecordedTalk {
  private final TestHub hub;
  private final WireLog log;
  private final Map<String, Integer> differs;
  private final Map<String, String> putIn = new LinkedHashMap<>();
  private final Map<String, Deque<String>> places = new HashMap<>();
  private final Map<String, Json> answers = new HashMap<>();
  private final Set<String> announced = new HashSet<>();
  private String objects = "/objects";

  /**
   * @param differs our status, by request, where it is another than the recorded one
   */
  RecordedTalk(TestHub hub, WireLog log, Map<String, Integer> differs) {
    this.hub = hub;
    this.log = log;
    this.differs = differs;
    put(WireLog.RECORDED_BASE, hub.hub().url().toString());
    put(WireLog.RECORDED_BASE.substring("http://".length()), hub.hub().url().getAuthority());
  }

  WireLog log() {
    return log;
  }

  /** From now on every recorded text that has the first in it has the second instead. */
  void put(String recorded, String ours) {
    putIn.put(recorded, ours);
  }

  /** What stands for a recorded text. */
  String filled(String recorded) {
    // All at once: a token that is put in may have one of the others in it, by chance.
    return Pattern.compile(
            putIn.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")))
        .matcher(recorded)
        .replaceAll(found -> Matcher.quoteReplacement(putIn.get(found.group())));
  }

  /** Our last answer to a request that is recorded so. */
  JsonObject answer(String line) {
    return (JsonObject)
        Optional.ofNullable(answers.get(line))
            .orElseThrow(
                () -> new AssertionError("no answer to " + line + " in " + answers.keySet()));
  }

  /** Holds all of it; each answer is as recorded. */
  void hold() throws IOException, JsonException {
    for (WireLog.Exchange exchange : log.exchanges()) {
      WireRequest request = exchange.request();
      Answer.Whole recorded = (Answer.Whole) exchange.answer();
      DeviceAnswer ours = DeviceWire.checked(RawHttp.exact(hub.hub().url(), bytes(request)));
      assertThat(ours.status())
          .as("%s: %s", request.line(), ours.body())
          .isEqualTo(expectedStatus(request, recorded.status()));
      if (!differs(request, recorded.status())) {
        RecordedAnswer.check(request, recorded, ours, this);
      }
      if (ours.body().startsWith("{") && !isBytes(request)) {
        JsonObject document = JsonReader.readObject(raw(ours.body()));
        answers.put(request.line(), document);
        goOnWith(request, recorded, document, ours.status());
      }
    }
  }

  /**
   * We say 409 only for bytes that are here; the recorded hub for what was announced before, too.
   */
  private int expectedStatus(WireRequest request, int recorded) {
    boolean again =
        request.line().equals("POST /objects/")
            && recorded != 401
            && !announced.add(RecordedObjects.announced(request))
            && !RecordedObjects.known(log).containsKey(RecordedObjects.announced(request));
    int usual = again ? 200 : recorded;
    return recorded == 401 ? recorded : differs.getOrDefault(request.line(), usual);
  }

  /** The question that comes before the token is answered by both hubs alike. */
  private boolean differs(WireRequest request, int recorded) {
    return recorded != 401 && differs.containsKey(request.line());
  }

  static boolean isBytes(WireRequest request) {
    return request.path().startsWith("/s3/");
  }

  private String bytes(WireRequest recorded) {
    String body = filled(recorded.body());
    StringBuilder text = new StringBuilder();
    text.append(recorded.method())
        .append(' ')
        .append(place(recorded.path()))
        .append(" HTTP/1.1\r\n");
    recorded
        .headers()
        .forEach((name, values) ->
            text.append(asGoWritesIt(name))
                .append(": ")
                .append(header(name, values.getFirst(), body))
                .append("\r\n"));
    text.append("Connection: close\r\n\r\n");
    boolean chunked = recorded.header("Transfer-Encoding").isPresent();
    if (chunked && !body.isEmpty()) {
      text.append(Integer.toHexString(body.length())).append("\r\n").append(body).append("\r\n");
    }
    return text.append(chunked ? "0\r\n\r\n" : body).toString();
  }

  private static String asGoWritesIt(String name) {
    return Pattern.compile("\\b[a-z]")
        .matcher(name)
        .replaceAll(letter -> letter.group().toUpperCase(Locale.ROOT));
  }

  private String header(String name, String value, String body) {
    return name.equalsIgnoreCase("Content-Length")
        ? Integer.toString(body.length())
        : filled(value);
  }

  private String place(String path) {
    Deque<String> named = places.getOrDefault(path, new ArrayDeque<>());
    if (named.size() > 1) {
      return named.pop();
    }
    return named.isEmpty()
        ? filled(path.startsWith("/objects") ? objects + path.substring("/objects".length()) : path)
        : named.getFirst();
  }

  /** Keeps what the published program takes from an answer into its next requests. */
  private void goOnWith(WireRequest request, Answer.Whole recorded, JsonObject ours, int status)
      throws JsonException {
    String path = request.path();
    if (path.equals("/auth/login") && status == 200) {
      put(string(JsonReader.readObject(raw(recorded.body())), "token"), string(ours, "token"));
    } else if (path.endsWith("/.pvrremote") && status == 200) {
      JsonObject remote = JsonReader.readObject(raw(recorded.body()));
      String recordedState =
          string(remote, "json-get-url").substring(WireLog.RECORDED_BASE.length());
      // Of two repositories one after the other the states are asked for in the same order.
      places
          .computeIfAbsent(recordedState, state -> new ArrayDeque<>())
          .add(local(string(ours, "json-get-url")));
      leadTo(
          string(remote, "post-url").substring(WireLog.RECORDED_BASE.length()),
          string(ours, "post-url"));
      objects = local(string(ours, "objects-endpoint"));
    } else if (path.startsWith("/objects/") && status != 401) {
      String url = request.method().equals("GET") ? "signed-geturl" : "signed-puturl";
      leadTo("/s3/" + string(ours, "sha256sum"), string(ours, url));
    } else if (path.startsWith("/logs/")) {
      put("cur1", string(ours, "next-cursor"));
    } else if (path.equals("/devices/")) {
      put("devsecret", string(ours, "secret"));
      put("did1", string(ours, "id"));
    }
  }

  private void leadTo(String recorded, String url) {
    Deque<String> only = new ArrayDeque<>();
    only.add(local(url));
    places.put(recorded, only);
  }

  private String local(String url) {
    assertThat(url).startsWith(hub.hub().url().toString());
    return url.substring(hub.hub().url().toString().length());
  }

  /** Of a document as it goes over the wire, one character for each byte. */
  static byte[] raw(String body) {
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String string(JsonObject answer, String member) {
    return answer
        .string(member)
        .orElseThrow(() -> new AssertionError("no text " + member + " in " + answer.members()));
  }
}
