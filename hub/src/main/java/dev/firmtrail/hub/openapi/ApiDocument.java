package dev.firmtrail.hub.openapi;

import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The OpenAPI 3.1 document of this hub. Its words are kept by hand, in one resource for each {@link
 * #PARTS part}; what the list of routes knows is taken from there: who may call, with which scope,
 * what stands in the path, how large a body may be, and the refusals that follow from these.
 */
final class ApiDocument {
  /** Subjects, in the order of the page; each is a resource and a tag. */
  static final List<String> PARTS =
      List.of(
          "session",
          "account",
          "devices",
          "trails",
          "steps",
          "objects",
          "logs",
          "signatures",
          "repositories",
          "hub");

  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");
  private static final Set<Access> WITHOUT_SESSION = EnumSet.of(Access.OPEN, Access.OPERATOR);

  private ApiDocument() {}

  /** Routes without words, and words without a route, are left out; a test looks for both. */
  static JsonObject of(List<Route> routes, ApiUrl api) {
    List<Json> tags = new ArrayList<>();
    JsonObject frame = read("document");
    SequencedMap<String, Json> paths = new LinkedHashMap<>();
    SequencedMap<String, JsonObject> components = new LinkedHashMap<>();
    add(components, frame);
    for (String name : PARTS) {
      JsonObject part = read(name);
      tags.add(
          JsonObject.builder()
              .put("name", name)
              .put("description", part.string("description").orElse(""))
              .build());
      part.object("paths")
          .orElse(JsonObject.EMPTY)
          .members()
          .forEach((path, item) -> paths.put(path, operations(name, path, item, routes)));
      add(components, part);
    }
    return JsonObject.builder()
        .putAll(frame.members())
        .put("servers", new JsonArray(List.of(JsonObject.builder().put("url", api.base()).build())))
        .put("tags", new JsonArray(tags))
        .put("paths", JsonObject.builder().putAll(paths).build())
        .put("components", JsonObject.builder().putAll(components).build())
        .build();
  }

  /** A resource of this document. */
  static JsonObject read(String name) {
    try (InputStream in = ApiDocument.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IOException("it is not there");
      }
      return JsonReader.readObject(in.readAllBytes());
    } catch (IOException | JsonException broken) {
      throw new IllegalStateException("the resource " + name + ".json is broken", broken);
    }
  }

  private static void add(Map<String, JsonObject> components, JsonObject part) {
    part.object("components")
        .orElse(JsonObject.EMPTY)
        .members()
        .forEach((kind, more) ->
            components.merge(
                kind,
                (JsonObject) more,
                (before, after) ->
                    JsonObject.builder().putAll(before.members()).putAll(after.members()).build()));
  }

  private static JsonObject operations(String tag, String path, Json item, List<Route> routes) {
    JsonObject words = (JsonObject) item;
    JsonObject.Builder operations = JsonObject.builder();
    for (Route route : routes) {
      if (route.path().equals(path)) {
        String method = route.method().name().toLowerCase(Locale.ROOT);
        words
            .object(method)
            .ifPresent(operation -> operations.put(method, completed(tag, operation, route)));
      }
    }
    return operations.build();
  }

  private static JsonObject completed(String tag, JsonObject words, Route route) {
    JsonObject.Builder operation =
        JsonObject.builder()
            .putAll(words.members())
            .put("tags", Json.ofStrings(List.of(tag)))
            .put("x-access", route.access().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("security", security(route));
    List<Json> parameters = parameters(words, route);
    if (!parameters.isEmpty()) {
      operation.put("parameters", new JsonArray(parameters));
    }
    if (hasBody(words) && route.bodyLimit() != Route.STREAMED) {
      operation.put("x-most-bytes", route.bodyLimit());
    }
    return operation.put("responses", responses(words, route)).build();
  }

  private static boolean hasBody(JsonObject words) {
    return words.get("requestBody").isPresent();
  }

  private static List<Json> parameters(JsonObject words, Route route) {
    List<Json> parameters =
        new ArrayList<>(
            PARAMETER
                .matcher(route.path())
                .results()
                .map((MatchResult found) -> reference("parameters", found.group(1)))
                .toList());
    if (words.get("parameters").orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> own)) {
      parameters.addAll(own);
    }
    return parameters;
  }

  /** Any one of them is enough. */
  private static Json security(Route route) {
    List<Json> ways = new ArrayList<>();
    switch (route.access()) {
      case OPEN -> {
        return new JsonArray(List.of());
      }
      case OPERATOR -> {
        return new JsonArray(List.of(requirement("operator", List.of())));
      }
      case OPTIONAL_TOKEN -> ways.add(JsonObject.EMPTY);
      case ANY_TOKEN, ACCOUNT, PASSWORD, DEVICE -> {}
    }
    List<Scope> scopes = route.need().accepted();
    if (scopes.isEmpty()) {
      ways.add(requirement("token", List.of()));
    }
    scopes.forEach(scope -> ways.add(requirement("token", List.of(scope.id()))));
    return new JsonArray(ways);
  }

  private static JsonObject requirement(String scheme, List<String> scopes) {
    return JsonObject.builder().put(scheme, Json.ofStrings(scopes)).build();
  }

  private static JsonObject responses(JsonObject words, Route route) {
    SequencedMap<String, Json> responses = new TreeMap<>();
    if (!WITHOUT_SESSION.contains(route.access())) {
      responses.put("401", reference("responses", "NoToken"));
    }
    if (route.access() != Access.OPEN) {
      responses.put("403", reference("responses", "NotAllowed"));
    }
    if (route.method() != Method.GET && route.access() != Access.OPEN) {
      responses.put("429", reference("responses", "TooOften"));
    }
    if (hasBody(words)) {
      responses.put("413", reference("responses", "TooLarge"));
    }
    responses.put("5XX", reference("responses", "Failed"));
    Optional<JsonObject> own = words.object("responses");
    own.ifPresent(answers -> responses.putAll(answers.members()));
    return JsonObject.builder().putAll(responses).build();
  }

  private static Json reference(String kind, String name) {
    return JsonObject.builder().put("$ref", "#/components/" + kind + "/" + name).build();
  }
}
