package dev.firmtrail.cli.hostile;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.Responder;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A hub with two devices, {@code ada/box} and {@code ada/other}, that answers honestly where it was
 * not told to lie.
 */
final class LyingHub implements AutoCloseable {
  /** In every signed URL; nobody may ever read it in a message. */
  static final String SIGNATURE = "c2lnbmF0dXJlLW9mLWEtdXJs";

  static final byte[] ROOT = "the root file system".getBytes(StandardCharsets.UTF_8);
  static final byte[] KERNEL = "the kernel".getBytes(StandardCharsets.UTF_8);
  static final String ROOT_ID = ObjectId.of(ROOT).hex();
  static final String KERNEL_ID = ObjectId.of(KERNEL).hex();
  static final String STATE =
      "{\"#spec\":\"pantavisor-service-system@1\",\"app/root\":\"%s\",\"app/run.json\":{\"n\":1},\"bsp/kernel.img\":\"%s\"}"
          .formatted(ROOT_ID, KERNEL_ID);

  private final List<Map.Entry<String, Responder>> lies = new CopyOnWriteArrayList<>();
  private final WireServer server = WireServer.start(this::answer);

  /** Is honest again. */
  void reform() {
    lies.clear();
  }

  /** Scheme, host and port. */
  String url() {
    return server.url().toString();
  }

  /**
   * Lies from now on.
   *
   * @param line method and path, or the beginning of that with a {@code *} behind
   */
  LyingHub lie(String line, Responder responder) {
    lies.add(Map.entry(line, responder));
    return this;
  }

  LyingHub lie(String line, Answer answer) {
    return lie(line, (request, asked) -> answer);
  }

  private Answer answer(WireRequest request, WireServer asked) {
    Optional<Responder> lie =
        lies.stream()
            .filter(entry -> fits(entry.getKey(), request.line()))
            .map(Map.Entry::getValue)
            .findFirst();
    return lie.isPresent() ? lie.get().answer(request, asked) : honest(request);
  }

  private static boolean fits(String lie, String line) {
    return lie.endsWith("*")
        ? line.startsWith(lie.substring(0, lie.length() - 1))
        : line.equals(lie);
  }

  private Answer honest(WireRequest request) {
    String path = request.path().replaceFirst("\\?.*", "");
    return switch (request.method() + " " + path.replaceAll("[0-9a-f]{64}", "ID")) {
      case "GET /ada/box/.pvrremote", "GET /ada/other/.pvrremote" ->
          Answer.json(200, remote(url(), "3"));
      case "GET /ada/box/steps/3/.pvrremote" -> Answer.json(200, remote(url(), "3"));
      case "GET /trails/t1/steps/3/state" -> Answer.json(200, STATE);
      case "GET /trails/t1/steps/3" -> Answer.json(200, step("3", STATE));
      case "GET /trails/t1/steps/2" -> Answer.json(200, step("2", "{\"#spec\":\"x\"}"));
      case "GET /trails/t1/steps/3/objects" -> Answer.json(200, "[]");
      case "GET /objects/ID" -> Answer.json(200, record(url(), id(path), content(path).length));
      case "GET /blob/ID" ->
          new Answer.Whole(200, Map.of(), new String(content(path), StandardCharsets.ISO_8859_1));
      case "POST /objects/" -> Answer.json(200, announced(request));
      case "PUT /blob/ID" -> Answer.json(200, "{}");
      case "POST /trails/t1/steps" -> posted(request);
      case "GET /auth/auth_status" -> Answer.json(200, "{\"nick\":\"ada\",\"type\":\"USER\"}");
      case "GET /trails/summary" -> Answer.json(200, "[]");
      case "GET /logs/" -> Answer.json(200, "{\"entries\":[]}");
      case "GET /firmtrail/v1/devices/box/signature-policy" ->
          Answer.json(200, "{\"mode\":\"accept\",\"from\":\"default\"}");
      case "GET /firmtrail/v1/devices/box/events" -> Answer.json(200, "[]");
      case "GET /devices/box" -> Answer.json(200, "{\"nick\":\"box\"}");
      default -> Answer.json(404, "{\"Error\":\"no such thing here\"}");
    };
  }

  /** What a repository says of itself. */
  static String remote(String hub, String revision) {
    return """
    {"pvr-spec":"service","json-get-url":"%1$s/trails/t1/steps/%2$s/state","json-key":"state",\
    "objects-endpoint":"%1$s/objects/","post-url":"%1$s/trails/t1/steps",\
    "step-get-url":"%1$s/trails/t1/steps/%2$s","post-fields":["commit-msg"],"post-fields-opt":["rev"]}\
    """
        .formatted(hub, revision);
  }

  static String step(String revision, String state) {
    return "{\"rev\":%s,\"state\":%s,\"commit-msg\":\"work\",\"committer\":\"prn:::accounts:/ada\",\"progress\":{\"status\":\"DONE\"}}"
        .formatted(revision, state);
  }

  /** What is said of an object. */
  static String record(String hub, String id, Object size) {
    String signed = "%s/blob/%s?sig=%s".formatted(hub, id, SIGNATURE);
    return "{\"sha256sum\":\"%s\",\"size\":\"%s\",\"signed-geturl\":\"%s\",\"signed-puturl\":\"%s\"}"
        .formatted(id, size, signed, signed);
  }

  private String announced(WireRequest request) {
    String id = request.text().replaceFirst("(?s).*\"sha256sum\":\"([0-9a-f]{64})\".*", "$1");
    return record(url(), id, 1);
  }

  private static String id(String path) {
    return path.replaceFirst(".*/", "");
  }

  private static byte[] content(String path) {
    return id(path).equals(ROOT_ID) ? ROOT : KERNEL;
  }

  private static Answer posted(WireRequest request) {
    String text = request.text();
    try {
      int from = text.indexOf("\"state\":") + "\"state\":".length();
      int to = text.lastIndexOf('}');
      State state = State.read(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
      return Answer.json(
          200, "{\"rev\":4,\"state-sha\":\"%s\",\"trail-id\":\"t1\"}".formatted(state.id().hex()));
    } catch (InvalidStateException unexpected) {
      return Answer.json(400, "{\"Error\":\"unreadable\"}");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
