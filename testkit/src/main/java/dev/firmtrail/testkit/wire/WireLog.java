package dev.firmtrail.testkit.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A recorded conversation: one JSON object a line, the first about the run as a whole, then each
 * request with its answer, in the order of arrival.
 *
 * @param command what was run, with the program's name
 * @param exit the exit code, as text
 * @param run the first line's texts, by name: files as they were after the run
 * @param tree the size of each file in the workspace after the run; empty when that was not
 *     recorded
 */
public record WireLog(
    List<String> command,
    String exit,
    Map<String, String> run,
    Map<String, Long> tree,
    List<Exchange> exchanges) {
  /** Where the recording hub answered; every URL in the recordings begins with it. */
  public static final String RECORDED_BASE = "http://127.0.0.1:18080";

  private static final Path DIRECTORY =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("vectors/wire");
  private static final String ENDING = ".jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A request and what the hub answered. */
  public record Exchange(WireRequest request, Answer answer) {}

  public WireLog {
    command = List.copyOf(command);
    run = Map.copyOf(run);
    tree = Map.copyOf(tree);
    exchanges = List.copyOf(exchanges);
  }

  /** Reads a recording of this repository: {@code vectors/wire/NAME.jsonl}. */
  public static WireLog named(String name) {
    return read(DIRECTORY.resolve(name + ENDING));
  }

  /** The names of all recordings of this repository, in order. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Reads a recording. */
  public static WireLog read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      JsonNode first = JSON.readTree(lines.get(0));
      Map<String, String> run = new HashMap<>();
      first.properties().stream()
          .filter(member -> member.getValue().has("text"))
          .forEach(member -> run.put(member.getKey(), member.getValue().get("text").asString()));
      List<Exchange> exchanges = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        exchanges.add(exchange(JSON.readTree(line)));
      }
      Map<String, Long> tree = new HashMap<>();
      first.path("tree after").forEachEntry((name, facts) -> tree.put(name, facts.get(1).asLong()));
      return new WireLog(
          first.get("cli").valueStream().map(JsonNode::asString).toList(),
          first.get("exit").asString(),
          run,
          tree,
          exchanges);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Exchange exchange(JsonNode line) {
    WireRequest request =
        new WireRequest(
            line.get("method").asString(), line.get("path").asString(), headers(line), body(line));
    return new Exchange(request, answer(line.get("response")));
  }

  /** An answer that was recorded without headers is the one that was cut: its note says how. */
  private static Answer answer(JsonNode response) {
    int status = response.get("status").asInt();
    if (response.has("headers")) {
      return new Answer.Whole(status, headers(response), body(response));
    }
    return new Answer.Cut(status, Map.of(), 5000, "0123456789");
  }

  private static Map<String, List<String>> headers(JsonNode owner) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (JsonNode pair : owner.get("headers")) {
      headers
          .computeIfAbsent(
              pair.get(0).asString().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(pair.get(1).asString());
    }
    return headers;
  }

  private static String body(JsonNode owner) {
    JsonNode body = owner.get("body");
    return body == null || body.isNull() ? "" : Answer.bytes(body.get("text").asString());
  }

  /** A file as the recorded run left it. */
  public String file(String name) {
    return Optional.ofNullable(run.get(name))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the recording has no " + name + ", only " + run.keySet()));
  }

  /** {@link WireRequest#line} of all recorded requests. */
  public List<String> lines() {
    return exchanges.stream().map(exchange -> exchange.request().line()).toList();
  }

  /** The recorded requests of a method and path. */
  public List<WireRequest> requests(String line) {
    return exchanges.stream()
        .map(Exchange::request)
        .filter(request -> request.line().equals(line))
        .toList();
  }
}
