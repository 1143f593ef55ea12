package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds what a hub answers, and what it takes, against its own OpenAPI document, with a library's
 * reading of its schemas. Stricter than the document: an answer may have no member that is not in
 * it.
 */
final class ApiAnswers {
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final JsonObject document;
  private final Json closed;

  ApiAnswers(JsonObject document) {
    this.document = document;
    this.closed = closed(document.object("components").orElseThrow());
  }

  /** Fails where the document does not allow this answer, or says nothing of the call. */
  void check(String method, String path, Optional<String> body, Reply reply) {
    Optional<JsonObject> operation = operation(method, path);
    if (operation.isEmpty()) {
      assertThat(reply.status()).isIn(404, 405);
      assertThat(faults(reference("Failure"), reply.text())).isEmpty();
      return;
    }
    JsonObject answers = operation.get().object("responses").orElseThrow();
    String status = Integer.toString(reply.status());
    JsonObject answer =
        answers
            .object(status)
            .or(() -> answers.object(status.charAt(0) + "XX"))
            .map(this::found)
            .orElseThrow(() -> new AssertionError(status + " is not described: " + reply.text()));
    JsonObject content = answer.object("content").orElse(JsonObject.EMPTY);
    if (content.isEmpty()) {
      assertThat(reply.text()).isEmpty();
      return;
    }
    String type = reply.header("Content-Type").orElse("").replaceAll(";.*", "");
    assertThat(content.members()).containsKey(type);
    if (type.equals("application/json")) {
      assertThat(faults(schema(content), reply.text())).as(reply.text()).isEmpty();
    }
    if (reply.status() == 200 && operation.get().get("requestBody").isPresent()) {
      JsonObject wanted = found(operation.get().object("requestBody").orElseThrow());
      JsonObject taken = wanted.object("content").orElseThrow();
      body.filter(text -> taken.get("application/json").isPresent())
          .ifPresent(text -> assertThat(openFaults(schema(taken), text)).as(text).isEmpty());
    }
  }

  /** The operation that the hub would choose: names of accounts are asked last. */
  private Optional<JsonObject> operation(String method, String request) {
    String path = request.replaceAll("\\?.*", "").replaceAll("/$", "");
    return document.object("paths").orElseThrow().members().entrySet().stream()
        .filter(entry -> path.matches(pattern(entry.getKey())))
        .filter(entry -> !entry.getKey().startsWith("/{") || !reserved(path))
        .min(Comparator.comparing(entry -> entry.getKey().replace('{', '~')))
        .map(entry -> (JsonObject) entry.getValue())
        .flatMap(item -> item.object(method.toLowerCase(Locale.ROOT)));
  }

  private static boolean reserved(String path) {
    return Hub.RESERVED.contains(path.split("/", -1)[1]);
  }

  private static String pattern(String template) {
    return template.replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+");
  }

  private static JsonObject schema(JsonObject content) {
    return content
        .object("application/json")
        .flatMap(media -> media.object("schema"))
        .orElseThrow();
  }

  private static JsonObject reference(String name) {
    return JsonObject.builder().put("$ref", "#/components/schemas/" + name).build();
  }

  private JsonObject found(JsonObject perhaps) {
    return found(document, perhaps);
  }

  /** What a reference within a document stands for. */
  static JsonObject found(JsonObject document, JsonObject perhaps) {
    return perhaps
        .string("$ref")
        .map(reference -> {
          JsonObject target = document;
          for (String step : reference.substring(2).split("/", -1)) {
            target = target.object(step).orElseThrow(() -> new AssertionError(reference));
          }
          return target;
        })
        .orElse(perhaps);
  }

  private List<String> faults(JsonObject schema, String text) {
    return faults((JsonObject) closed(schema), closed, text);
  }

  /** Requests may have more members than are known. */
  private List<String> openFaults(JsonObject schema, String text) {
    return faults(schema, document.object("components").orElseThrow(), text);
  }

  private List<String> faults(JsonObject schema, Json components, String text) {
    String whole =
        JsonWriter.COMPACT.text(
            JsonObject.builder().putAll(schema.members()).put("components", components).build());
    return schemas
        .computeIfAbsent(whole, source -> registry.getSchema(source, InputFormat.JSON))
        .validate(text, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** The same schema, with no member allowed that it does not name. */
  private static Json closed(Json json) {
    return switch (json) {
      case JsonArray(List<Json> items) ->
          new JsonArray(items.stream().map(ApiAnswers::closed).toList());
      case JsonObject object -> {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> members.put(name, closed(value)));
        if (object.object("properties").isPresent()) {
          members.putIfAbsent("additionalProperties", Json.of(false));
        }
        yield JsonObject.builder().putAll(members).build();
      }
      default -> json;
    };
  }
}
