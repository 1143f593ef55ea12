package dev.firmtrail.hub.openapi;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An OpenAPI document as one page for readers: no script, nothing from elsewhere, every text
 * escaped.
 */
final class ApiPage {
  private final JsonObject document;
  private final String css;
  private final String html;

  ApiPage(JsonObject document) {
    this.document = document;
    this.css = style();
    this.html = page();
  }

  String html() {
    return html;
  }

  /** What a browser may do with the page: show it, with its own style. */
  String contentSecurityPolicy() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
      return "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(hash)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String style() {
    try (InputStream in = ApiPage.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IOException("it is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new IllegalStateException("the resource page.css is broken", broken);
    }
  }

  private String page() {
    JsonObject info = object(document, "info");
    Html html = new Html().open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8")
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .element("title", string(info, "title"))
        .style(css)
        .close("head")
        .line()
        .open("body")
        .open("header")
        .element("h1", string(info, "title"))
        .element("p", string(info, "summary"))
        .element("p", string(info, "description"))
        .open("p")
        .element("a", "openapi.json", "href", "openapi.json")
        .close("p");
    List<JsonObject> tags = list(document, "tags");
    html.open("nav");
    tags.forEach(tag -> html.element("a", string(tag, "name"), "href", "#" + string(tag, "name")));
    html.element("a", "shapes", "href", "#shapes").close("nav").close("header").line();
    tags.forEach(tag -> tag(html, tag));
    shapes(html);
    return html.close("body").close("html").line().written();
  }

  private void tag(Html html, JsonObject tag) {
    String name = string(tag, "name");
    html.open("section", "id", name)
        .element("h2", name)
        .element("p", string(tag, "description"))
        .line();
    object(document, "paths")
        .members()
        .forEach((path, item) ->
            ((JsonObject) item)
                .members()
                .forEach((method, operation) -> {
                  if (strings((JsonObject) operation, "tags").contains(name)) {
                    operation(html, method, path, (JsonObject) operation);
                  }
                }));
    html.close("section").line();
  }

  private void operation(Html html, String method, String path, JsonObject operation) {
    html.open("details", "id", string(operation, "operationId"))
        .open("summary")
        .element("b", method.toUpperCase(Locale.ROOT), "class", method)
        .element("code", path)
        .element("span", string(operation, "summary"))
        .close("summary");
    html.element("p", "Who may: " + who(operation));
    List<JsonObject> parameters = list(operation, "parameters").stream().map(this::found).toList();
    if (!parameters.isEmpty()) {
      html.open("table");
      for (JsonObject parameter : parameters) {
        html.open("tr")
            .open("td")
            .element("code", string(parameter, "name"))
            .close("td")
            .element("td", string(parameter, "in"))
            .open("td");
        type(html, object(parameter, "schema"));
        html.close("td").element("td", string(parameter, "description")).close("tr");
      }
      html.close("table");
    }
    operation.object("requestBody").ifPresent(body -> body(html, operation, found(body)));
    html.open("table");
    object(operation, "responses")
        .members()
        .forEach((status, answer) -> {
          JsonObject shown = found((JsonObject) answer);
          html.open("tr")
              .element("th", status)
              .element("td", string(shown, "description"))
              .open("td");
          contents(html, shown);
          html.close("td").close("tr");
        });
    html.close("table").close("details").line();
  }

  private static String who(JsonObject operation) {
    String scopes =
        list(operation, "security").stream()
            .flatMap(way -> strings(way, "token").stream())
            .collect(Collectors.joining(", "));
    String callers =
        switch (string(operation, "x-access")) {
          case "open" -> "anybody";
          case "optional-token" -> "anybody; a token that is sent must be good";
          case "any-token" -> "whoever has a token, as far as the call allows";
          case "account" -> "an account";
          case "device" -> "a device";
          default -> "a program of the hub's operator, with a secret of its own";
        };
    return scopes.isEmpty() ? callers + "." : callers + "; with a scope of " + scopes + ".";
  }

  private void body(Html html, JsonObject operation, JsonObject body) {
    html.open("div").text("Body: ");
    contents(html, body);
    operation
        .integer("x-most-bytes")
        .ifPresent(most -> html.text(", of at most " + most + " bytes"));
    html.close("div");
  }

  private void contents(Html html, JsonObject holder) {
    object(holder, "content")
        .members()
        .forEach((media, content) -> {
          ((JsonObject) content).object("schema").ifPresent(schema -> type(html, schema));
          html.text(" ").element("small", media);
        });
  }

  private void shapes(Html html) {
    html.open("section", "id", "shapes").element("h2", "shapes").line();
    object(object(document, "components"), "schemas")
        .members()
        .forEach((name, schema) -> shape(html, name, (JsonObject) schema));
    html.close("section").line();
  }

  private void shape(Html html, String name, JsonObject schema) {
    html.open("article", "id", "shape-" + name).element("h3", name);
    if (schema.get("properties").isEmpty()) {
      html.open("p");
      type(html, schema);
      html.close("p");
    }
    html.element("p", string(schema, "description"));
    html.open("table");
    members(html, schema);
    html.close("table").close("article").line();
  }

  private void members(Html html, JsonObject schema) {
    List<String> required = strings(schema, "required");
    object(schema, "properties")
        .members()
        .forEach((name, member) -> {
          JsonObject shown = (JsonObject) member;
          html.open("tr").open("td").element("code", name).close("td").open("td");
          type(html, shown);
          html.close("td")
              .element("td", required.contains(name) ? "" : "optional")
              .element("td", string(shown, "description"))
              .close("tr");
        });
  }

  /** What a value looks like, in a few words and links. */
  private void type(Html html, JsonObject schema) {
    if (schema.string("$ref").isPresent()) {
      String name = string(schema, "$ref").replaceAll(".*/", "");
      html.element("a", name, "href", "#shape-" + name);
    } else if (schema.object("items").isPresent()) {
      html.text("list of ");
      type(html, object(schema, "items"));
      html.text(strings(schema, "type").contains("null") ? ", or null" : "");
    } else if (!list(schema, "oneOf").isEmpty()) {
      String between = "";
      for (JsonObject way : list(schema, "oneOf")) {
        html.text(between);
        type(html, way);
        between = ", or ";
      }
    } else if (schema.get("properties").isPresent()) {
      html.open("table");
      members(html, schema);
      html.close("table");
    } else {
      html.text(words(schema));
    }
  }

  private static String words(JsonObject schema) {
    Stream<String> types =
        Stream.concat(schema.string("type").stream(), strings(schema, "type").stream());
    Stream<String> values =
        Stream.concat(
            schema.get("const").map(JsonWriter.COMPACT::text).stream(),
            strings(schema, "enum").stream());
    Stream<String> pattern = schema.string("pattern").stream();
    return Stream.of(types, values, pattern).flatMap(each -> each).collect(Collectors.joining(" "));
  }

  /** What a reference stands for, with what is said beside it. */
  private JsonObject found(JsonObject perhaps) {
    return perhaps
        .string("$ref")
        .map(reference -> {
          JsonObject target = document;
          for (String step : reference.substring("#/".length()).split("/", -1)) {
            target = object(target, step);
          }
          return JsonObject.builder().putAll(target.members()).putAll(perhaps.members()).build();
        })
        .orElse(perhaps);
  }

  private static JsonObject object(JsonObject holder, String member) {
    return holder.object(member).orElse(JsonObject.EMPTY);
  }

  private static String string(JsonObject holder, String member) {
    return holder.string(member).orElse("");
  }

  private static List<JsonObject> list(JsonObject holder, String member) {
    return items(holder, member)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .toList();
  }

  private static List<String> strings(JsonObject holder, String member) {
    return items(holder, member)
        .filter(JsonString.class::isInstance)
        .map(item -> ((JsonString) item).value())
        .toList();
  }

  private static Stream<Json> items(JsonObject holder, String member) {
    return holder.get(member).orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> items)
        ? items.stream()
        : Stream.of();
  }
}
