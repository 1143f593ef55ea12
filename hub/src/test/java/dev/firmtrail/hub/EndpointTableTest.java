package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table {@code endpoints.tsv}, row by row: status, headers, members and their order, how the
 * text is written, and that the hub's OpenAPI document says so too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointTableTest {
  private static final String CONTENT = "content";
  private static final String OTHER = ObjectId.of("other".getBytes(StandardCharsets.UTF_8)).hex();

  private TestHub hub;
  private DeviceLogin device;
  private String object;
  private String joinToken;
  private String personalToken;
  private Map<String, String> tokens;
  private ApiAnswers described;

  /** One line of the table. */
  record Row(
      String method,
      String path,
      String caller,
      String body,
      int status,
      String header,
      String style,
      String members) {
    static Row of(String line) {
      String[] cells = line.split("\t", -1);
      return new Row(
          cells[0],
          cells[1],
          cells[2],
          cells[3],
          Integer.parseInt(cells[4]),
          cells[5],
          cells[6],
          cells[7]);
    }

    Optional<String> text(String cell) {
      return cell.equals("-") ? Optional.empty() : Optional.of(cell);
    }

    @Override
    public String toString() {
      return method + " " + path + " by " + caller + " " + status;
    }
  }

  static Stream<Row> rows() throws IOException {
    try (InputStream in = EndpointTableTest.class.getResourceAsStream("endpoints.tsv")) {
      assertThat(in).isNotNull();
      String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return table.lines().filter(line -> !line.startsWith("#")).map(Row::of).toList().stream();
    }
  }

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    String owner = hub.account("owner");
    device = hub.deviceWithTrail(owner, "box");
    object = hub.object(owner, CONTENT, "app/a");
    JsonObject state =
        JsonObject.builder()
            .putAll(TestHub.state("app/a", object).members())
            .put("app/run.json", JsonObject.EMPTY)
            .build();
    hub.post("/trails/" + device.id() + "/steps", owner, TestHub.step(-1, state));
    joinToken = hub.post("/devices/tokens", owner, JsonObject.EMPTY).string("id");
    personalToken =
        hub.post(
                "/tokens",
                owner,
                JsonObject.builder().put("scopes", Json.ofStrings(List.of("all"))).build())
            .string("id");
    tokens =
        Map.of(
            "owner", owner,
            "device", device.token(),
            "stranger", hub.account("stranger"),
            "anonymous", hub.anonymous());
    described =
        new ApiAnswers(
            hub.call(
                    "GET",
                    "/firmtrail/v1/openapi.json",
                    Optional.empty(),
                    Optional.empty(),
                    Map.of())
                .json());
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private String fill(String cell) {
    return cell.replace("{device}", device.id())
        .replace("{join}", joinToken)
        .replace("{token}", personalToken)
        .replace("{object}", object)
        .replace("{other}", OTHER)
        .replace("{hub}", hub.hub().url().toString());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void answersAsTheTableSays(Row row) {
    Reply reply =
        hub.call(
            row.method(),
            fill(row.path()),
            Optional.ofNullable(tokens.get(row.caller())),
            row.text(row.body()).map(this::fill),
            Map.of());
    assertThat(reply.status()).as(reply.text()).isEqualTo(row.status());
    row.text(row.header()).ifPresent(header -> assertHeader(reply, fill(header)));
    assertThat(reply.header("Content-Length"))
        .contains(Integer.toString(reply.text().getBytes(StandardCharsets.UTF_8).length));
    described.check(row.method(), fill(row.path()), row.text(row.body()).map(this::fill), reply);
    if (row.style().equals("empty")) {
      assertThat(reply.text()).isEmpty();
      return;
    }
    if (row.style().equals("text")) {
      return;
    }
    assertThat(reply.header("Content-Type")).contains("application/json; charset=utf-8");
    assertMembers(reply, row.members());
    assertStyle(reply.text(), reply.anyJson(), row.style());
  }

  private static void assertHeader(Reply reply, String header) {
    int equals = header.indexOf('=');
    assertThat(reply.header(header.substring(0, equals)).orElse(""))
        .startsWith(header.substring(equals + 1));
  }

  private static void assertMembers(Reply reply, String members) {
    boolean list = members.startsWith("[]");
    String names = list ? members.substring(2) : members;
    List<Json> objects = list ? ((JsonArray) reply.anyJson()).items() : List.of(reply.json());
    assertThat(objects.isEmpty()).isEqualTo(list && names.isEmpty());
    for (Json one : objects) {
      assertThat(String.join(",", ((JsonObject) one).members().sequencedKeySet()))
          .isIn((Object[]) names.split("\\|"));
    }
  }

  private static void assertStyle(String text, Json json, String style) {
    String again =
        switch (style) {
          case "indented" -> JsonWriter.prettyInOrder("  ").text(json);
          case "compact" -> JsonWriter.COMPACT.text(json);
          case "built" -> JsonWriter.AS_BUILT.text(json);
          case "canonical" -> JsonWriter.CANONICAL.text(json);
          // Canonical inside each member, but the step's own members in an order of their own.
          case "step" -> steps(json);
          default -> throw new AssertionError("no such style: " + style);
        };
    assertThat(text).isEqualTo(again);
  }

  private static String steps(Json json) {
    if (json instanceof JsonArray(List<Json> items)) {
      return items.stream()
          .map(EndpointTableTest::steps)
          .toList()
          .toString()
          .replace("}, {", "},{");
    }
    return "{"
        + String.join(
            ",",
            ((JsonObject) json)
                .members().sequencedEntrySet().stream()
                    .map(member ->
                        JsonWriter.CANONICAL.text(Json.of(member.getKey()))
                            + ":"
                            + JsonWriter.CANONICAL.text(member.getValue()))
                    .toList())
        + "}";
  }

  @Test
  void hasARowForEveryRoute() throws IOException {
    List<String> asked =
        rows().map(row -> row.method() + " " + row.path().replaceAll("\\?.*|/$", "")).toList();
    assertThat(hub.hub().routes())
        .allSatisfy(route -> {
          String pattern =
              route.method()
                  + " "
                  + route.path().replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+");
          boolean known =
              asked.stream().anyMatch(path -> path.matches(pattern))
                  || route.path().startsWith("/s3/")
                  || route.path().matches(".*/meta|/\\{user}/\\{device}/\\{rev}");
          assertThat(known).as(pattern).isTrue();
        });
  }
}
