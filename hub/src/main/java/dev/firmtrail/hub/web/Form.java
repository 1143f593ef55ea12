package dev.firmtrail.hub.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A body of the type {@code application/x-www-form-urlencoded}. */
final class Form {
  private static final String TYPE = "application/x-www-form-urlencoded";

  private Form() {}

  static boolean isTypeOf(String contentType) {
    return contentType.strip().toLowerCase(Locale.ROOT).startsWith(TYPE);
  }

  /**
   * The first value of a name.
   *
   * @throws Refusal a percent sign that no two hex digits follow
   */
  static Optional<String> value(byte[] body, String name) {
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && decoded(pair.substring(0, equals)).equals(name)) {
        return Optional.of(decoded(pair.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw Refusal.badRequest("the body is not a valid form: two hex digits belong after %");
    }
  }
}
