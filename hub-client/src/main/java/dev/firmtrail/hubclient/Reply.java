package dev.firmtrail.hubclient;

import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** An answer, read to its end. */
final class Reply implements Answer {
  static final int OK = 200;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;

  private static final int LONGEST_REASON = 200;

  private final URI uri;
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  Reply(URI uri, int status, HttpHeaders headers, byte[] body) {
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body.clone();
  }

  /** Where it came from. */
  URI uri() {
    return uri;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Reply reply() {
    return this;
  }

  HttpHeaders headers() {
    return headers;
  }

  byte[] body() {
    return body.clone();
  }

  /**
   * The document of an answer that must be a success.
   *
   * @param what for a person: what was wanted
   */
  JsonObject document(String what) throws HubException {
    if (status != OK) {
      throw refusal(what);
    }
    return object(what);
  }

  /** The document, whatever the status. */
  JsonObject object(String what) throws HubException {
    try {
      return JsonReader.readObject(body);
    } catch (JsonException broken) {
      throw notWhatAHubSends(what, broken);
    }
  }

  /** The objects in the list of an answer that must be a success. */
  List<JsonObject> documents(String what) throws HubException {
    if (status != OK) {
      throw refusal(what);
    }
    try {
      if (JsonReader.read(body) instanceof JsonArray(List<Json> items)) {
        return items.stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .toList();
      }
      throw notWhatAHubSends(what, "the document is not a list");
    } catch (JsonException broken) {
      throw notWhatAHubSends(what, broken);
    }
  }

  /** The document came and is not usable. */
  HubException notWhatAHubSends(String what, String why) {
    return new HubException(HubException.Kind.BROKEN_ANSWER, unusable(what, why));
  }

  /** {@link #notWhatAHubSends(String, String)}, as reading it says. */
  HubException notWhatAHubSends(String what, Exception broken) {
    String why = String.valueOf(broken.getMessage());
    return new HubException(HubException.Kind.BROKEN_ANSWER, unusable(what, why), broken);
  }

  private String unusable(String what, String why) {
    return "cannot %s: the answer of %s is not what a hub sends: %s"
        .formatted(what, Addresses.shown(uri), why);
  }

  /** In words. */
  HubException refusal(String what) {
    return new HubException(
        isDenial() ? HubException.Kind.DENIED : HubException.Kind.REFUSED,
        "cannot %s: %s answers %d%s".formatted(what, Addresses.shown(uri), status, reason()));
  }

  /**
   * What the hub says about an error, ready to be put behind a status; empty when it says nothing.
   */
  String reason() {
    return reason(LONGEST_REASON);
  }

  /** {@link #reason()}, up to so many characters of it. */
  String reason(int longest) {
    try {
      JsonObject object = JsonReader.readObject(body);
      Optional<String> text =
          object
              .string("msg")
              .or(() -> object.string("Error"))
              .or(() -> object.string("message"))
              .or(() -> object.string("error"));
      return text.filter(t -> !t.isBlank())
          .map(t -> " (" + Shown.text(t, longest) + ")")
          .orElse("");
    } catch (JsonException notForUs) {
      return "";
    }
  }
}
