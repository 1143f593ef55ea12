package dev.firmtrail.hub.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The page escapes whatever a document says, wherever it says it. */
class ApiPageTest {
  private static final String EVIL = "<b class=\"x\" title='y'>&";

  /** The hub's own document with an evil end on every text, except on what is looked up. */
  private static Json spoiled(String name, Json json) {
    return switch (json) {
      case JsonObject object -> {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        object
            .members()
            .forEach((key, value) ->
                members.put(key.startsWith("/") ? key + EVIL : key, spoiled(key, value)));
        yield JsonObject.builder().putAll(members).build();
      }
      case JsonArray(List<Json> items) ->
          new JsonArray(items.stream().map(item -> spoiled(name, item)).toList());
      default ->
          List.of("$ref", "name", "tags").contains(name) || !name.matches("[a-zA-Z]+")
              ? json
              : Json.of(EVIL + name);
    };
  }

  @Test
  void escapesEveryText() throws Exception {
    JsonObject good = ApiDocument.read("document");
    JsonObject operation =
        JsonObject.builder()
            .put("operationId", "x")
            .put("summary", "x")
            .put("tags", Json.ofStrings(List.of("t")))
            .build();
    JsonObject document =
        JsonObject.builder()
            .putAll(good.members())
            .put(
                "tags",
                new JsonArray(
                    List.of(JsonObject.builder().put("name", "t").put("description", "x").build())))
            .put(
                "paths",
                JsonObject.builder()
                    .put("/x", JsonObject.builder().put("get", operation).build())
                    .build())
            .build();
    String html = new ApiPage((JsonObject) spoiled("", document)).html();
    assertThat(html)
        .contains("/x&lt;b class=&quot;x&quot; title=&#39;y&#39;&gt;&amp;")
        .contains("&amp;summary")
        .contains("&amp;description")
        .doesNotContain("<b class=\"x");
    Document parsed =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    assertThat(parsed.getElementsByTagName("code").item(0).getTextContent()).isEqualTo("/x" + EVIL);
  }
}
