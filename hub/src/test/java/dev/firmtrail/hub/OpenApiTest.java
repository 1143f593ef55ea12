package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The OpenAPI document and its page: that they tell of each route, of nothing else, and the truth
 * about who may call. That answers are as described is {@link EndpointTableTest}'s.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private TestHub hub;
  private JsonObject document;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    document = ask("/firmtrail/v1/openapi.json").json();
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private Reply ask(String path) {
    return hub.call("GET", path, Optional.empty(), Optional.empty(), Map.of());
  }

  Stream<Route> routes() {
    return hub.hub().routes().stream();
  }

  private static String method(Route route) {
    return route.method().name().toLowerCase(Locale.ROOT);
  }

  private JsonObject operation(Route route) {
    return document
        .object("paths")
        .flatMap(paths -> paths.object(route.path()))
        .flatMap(item -> item.object(method(route)))
        .orElseThrow(() -> new AssertionError(route + " is not described"));
  }

  private static List<Json> items(JsonObject holder, String member) {
    return holder.get(member).map(list -> ((JsonArray) list).items()).orElse(List.of());
  }

  /** The words as they were written, before the hub leaves out what it does not serve. */
  private Set<String> written() throws IOException, JsonException {
    Set<String> calls = new TreeSet<>();
    for (Json tag : items(document, "tags")) {
      String name = ((JsonObject) tag).string("name").orElseThrow();
      try (InputStream in =
          OpenApiTest.class.getResourceAsStream("/dev/firmtrail/hub/openapi/" + name + ".json")) {
        assertThat(in).isNotNull();
        JsonReader.readObject(in.readAllBytes())
            .object("paths")
            .orElseThrow()
            .members()
            .forEach((path, item) ->
                ((JsonObject) item)
                    .members()
                    .keySet()
                    .forEach(method -> calls.add(method + " " + path)));
      }
    }
    return calls;
  }

  @Test
  void describesEachRouteAndNothingElse() throws Exception {
    assertThat(written())
        .isEqualTo(
            routes()
                .map(route -> method(route) + " " + route.path())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void saysWhoMayCall(Route route) {
    String scopes =
        route.need().accepted().stream()
            .map(scope -> "{\"token\":[\"" + scope.id() + "\"]}")
            .collect(Collectors.joining(","));
    String token = scopes.isEmpty() ? "{\"token\":[]}" : scopes;
    String expected =
        switch (route.access()) {
          case OPEN -> "";
          case OPERATOR -> "{\"operator\":[]}";
          case OPTIONAL_TOKEN -> "{}," + token;
          case ANY_TOKEN, ACCOUNT, PASSWORD, DEVICE -> token;
        };
    JsonObject operation = operation(route);
    assertThat(JsonWriter.COMPACT.text(operation.get("security").orElseThrow()))
        .isEqualTo("[" + expected + "]");
    Set<String> statuses = operation.object("responses").orElseThrow().members().keySet();
    boolean session = route.access() != Access.OPEN && route.access() != Access.OPERATOR;
    assertThat(statuses.contains("401")).isEqualTo(session || route.path().equals("/auth/login"));
    assertThat(statuses).contains("5XX");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void namesWhatStandsInThePath(Route route) {
    List<String> declared =
        items(operation(route), "parameters").stream()
            .map(parameter -> ApiAnswers.found(document, (JsonObject) parameter))
            .filter(parameter -> parameter.string("in").orElse("").equals("path"))
            .map(parameter -> parameter.string("name").orElseThrow())
            .toList();
    Matcher wanted = Pattern.compile("\\{([a-z]+)}").matcher(route.path());
    assertThat(declared).isEqualTo(wanted.results().map(each -> each.group(1)).toList());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void limitsWhatIsSent(Route route) {
    JsonObject operation = operation(route);
    boolean body = operation.get("requestBody").isPresent();
    assertThat(operation.integer("x-most-bytes"))
        .isEqualTo(
            body && route.bodyLimit() != Route.STREAMED
                ? Optional.of(route.bodyLimit())
                : Optional.empty());
    assertThat(operation.string("summary").orElse("")).matches("[A-Z].*\\.");
  }

  @Test
  void givesEachOperationANameOfItsOwn() {
    List<String> names =
        routes().map(route -> operation(route).string("operationId").orElseThrow()).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][A-Za-z0-9]+"));
  }

  @Test
  void refersToWhatIsThereAndHasNothingThatNobodyRefersTo() {
    Set<String> used = new HashSet<>();
    references(document, used);
    Set<String> there = new HashSet<>();
    document
        .object("components")
        .orElseThrow()
        .members()
        .forEach((kind, named) ->
            ((JsonObject) named)
                .members()
                .keySet()
                .forEach(name -> there.add("#/components/" + kind + "/" + name)));
    there.removeIf(name -> name.startsWith("#/components/securitySchemes/"));
    assertThat(used).isEqualTo(there);
  }

  private static void references(Json json, Set<String> into) {
    switch (json) {
      case JsonArray(List<Json> items) -> items.forEach(item -> references(item, into));
      case JsonObject object -> {
        object.string("$ref").ifPresent(into::add);
        object.members().values().forEach(member -> references(member, into));
      }
      default -> {}
    }
  }

  @Test
  void isGoodByASecondOpinion() {
    List<String> messages =
        new OpenAPIV3Parser().readContents(JsonWriter.COMPACT.text(document)).getMessages();
    assertThat(messages).isEmpty();
  }

  @Test
  void theSecondOpinionSeesFaults() {
    JsonObject broken =
        JsonObject.builder()
            .putAll(document.members())
            .put("paths", JsonObject.builder().put("no slash", JsonObject.EMPTY).build())
            .build();
    List<String> messages =
        new OpenAPIV3Parser().readContents(JsonWriter.COMPACT.text(broken)).getMessages();
    assertThat(messages).isNotEmpty();
  }

  @Test
  void showsAPageThatNeedsNothingFromElsewhere() throws Exception {
    Reply reply = ask("/firmtrail/v1/docs");
    String page = reply.text();
    assertThat(reply.header("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
    String css = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
    assertThat(reply.header("Content-Security-Policy"))
        .contains(
            "default-src 'none'; style-src 'sha256-"
                + Base64.getEncoder().encodeToString(hash)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("<link")
        .doesNotContain("<img")
        .doesNotContain("url(")
        .doesNotContainPattern(" (style|on[a-z]+|src)=");
    List<String> links = new ArrayList<>();
    Matcher link = Pattern.compile("href=\"([^\"]*)\"").matcher(page);
    while (link.find()) {
      links.add(link.group(1));
    }
    assertThat(links)
        .allMatch(
            to -> to.equals("openapi.json") || page.contains("id=\"" + to.replace("#", "") + "\""));
    routes()
        .forEach(route ->
            assertThat(page)
                .contains("id=\"" + operation(route).string("operationId").orElseThrow() + "\"")
                .contains("<code>" + route.path() + "</code>"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }
}
