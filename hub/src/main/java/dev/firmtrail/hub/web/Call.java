package dev.firmtrail.hub.web;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request that has passed its route's gate. */
public final class Call {
  private static final int LONGEST_WHY = 500;
  private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]*");

  private final Context context;
  private final Route route;
  private final Optional<Principal> caller;

  Call(Context context, Route route, Optional<Principal> caller) {
    this.context = context;
    this.route = route;
    this.caller = caller;
  }

  /** Who calls; only on a route that asks for a token. */
  public Principal caller() {
    return caller.orElseThrow(() -> new IllegalStateException("no caller on " + route.path()));
  }

  /** Who calls, where the route does not insist. */
  public Optional<Principal> optionalCaller() {
    return caller;
  }

  /** Where the request comes from. */
  public ClientAddress address() {
    return ClientAddress.of(context);
  }

  /**
   * What the client showed in the TLS handshake that began its session, its own certificate first:
   * it holds the key, and nobody has looked yet who vouches for it. Empty where it showed none, was
   * not asked, or there is no TLS.
   */
  public List<X509Certificate> clientCertificates() {
    return ClientCertificates.of(context);
  }

  /** The text that stood where the path has {@code {name}}. */
  public String path(String name) {
    return context.pathParam(name);
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  /** The number that a list is to begin with, {@code ?from=n}; 0 where it is not said. */
  public long from() {
    String text = query("from").orElse("0");
    if (!text.matches("0|[1-9][0-9]{0,17}")) {
      throw Refusal.badRequest("from: the number of an event is expected");
    }
    return Long.parseLong(text);
  }

  /**
   * A number that the query says.
   *
   * @param usual where it does not
   * @param most what a larger one counts as
   * @throws Refusal it is no number, or is less than {@code least}
   */
  public int number(String name, int usual, int least, int most) {
    Optional<String> text = query(name);
    int number =
        text.filter(digits -> digits.matches("[0-9]{1,9}"))
            .map(Integer::parseInt)
            .orElse(text.isPresent() ? -1 : usual);
    if (number < least) {
      throw Refusal.badRequest(name + ": a number from " + least + " on is expected");
    }
    return Math.min(number, most);
  }

  /** What was asked for: the path with its query, as it came. */
  public String target() {
    @Nullable String query = context.queryString();
    return query == null ? context.path() : context.path() + "?" + query;
  }

  /**
   * The reason that a person gives for what is asked, {@code ?why=}.
   *
   * @throws Refusal it is too long, or not one line of text
   */
  public Optional<String> why() {
    Optional<String> why = query("why").filter(text -> !text.isBlank());
    if (why.filter(text -> text.length() > LONGEST_WHY || !ONE_LINE.matcher(text).matches())
        .isPresent()) {
      throw Refusal.badRequest(
          "why: one line of at most " + LONGEST_WHY + " characters is expected");
    }
    return why;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name));
  }

  /**
   * The body, which must be a JSON object by the strict rules.
   *
   * @throws Refusal it is not, or is larger than the route allows
   */
  public JsonObject json() throws IOException {
    return optionalJson()
        .orElseThrow(
            () -> Refusal.badRequest("the request has no body; a JSON object is expected"));
  }

  /** {@link #json()}, or empty when there is no body at all. */
  public Optional<JsonObject> optionalJson() throws IOException {
    byte[] body = body();
    if (body.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonReader.readObject(body));
    } catch (JsonException broken) {
      throw notJson(broken);
    }
  }

  /** A value of the body, where that is a form. */
  public Optional<String> form(String name) throws IOException {
    return header("Content-Type").filter(Form::isTypeOf).isPresent()
        ? Form.value(body(), name)
        : Optional.empty();
  }

  /**
   * The body of a device's report, any JSON value: read as strictly as others, but what is no text
   * in it is replaced first ({@link MendedText}).
   *
   * @throws Refusal it is no JSON even so, or is larger than the route allows
   */
  public Mended mended() throws IOException {
    byte[] body = body();
    byte[] mended = MendedText.of(body);
    try {
      return new Mended(JsonReader.read(mended), !Arrays.equals(body, mended));
    } catch (JsonException broken) {
      throw notJson(broken);
    }
  }

  /**
   * What a device meant.
   *
   * @param changed whether anything had to be replaced to read it
   */
  public record Mended(Json json, boolean changed) {}

  private static Refusal notJson(JsonException broken) {
    return Refusal.badRequest("the body is not valid JSON: " + broken.getMessage());
  }

  /** The body as it comes; only on a route whose body is streamed. */
  public InputStream stream() throws IOException {
    return context.req().getInputStream();
  }

  /** The length that the caller promised. */
  public OptionalLong length() {
    long length = context.req().getContentLengthLong();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  private byte[] body() throws IOException {
    long limit = route.bodyLimit();
    if (context.req().getContentLengthLong() > limit) {
      throw tooLarge(limit);
    }
    byte[] body = context.req().getInputStream().readNBytes((int) limit + 1);
    if (body.length > limit) {
      throw tooLarge(limit);
    }
    return body;
  }

  private static Refusal tooLarge(long limit) {
    return Refusal.tooLarge("the body is larger than " + limit + " bytes");
  }
}
