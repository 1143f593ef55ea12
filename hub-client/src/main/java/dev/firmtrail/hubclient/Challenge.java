package dev.firmtrail.hubclient;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hub says with {@code WWW-Authenticate}: where to log in. Whatever stands in the header,
 * reading it ends in one of these and never in an exception.
 */
sealed interface Challenge {
  /**
   * Log in there.
   *
   * @param key the endpoint and the realm
   * @param error why the token that was sent will not do; then another token of the same person
   *     will not do either
   */
  record Login(AuthFile.Key key, Optional<String> error) implements Challenge {}

  /** There was no header for us, or one that cannot be followed. */
  record Unusable(String why) implements Challenge {}

  /** Reads all header lines of an answer; the first that can be followed counts. */
  static Challenge of(List<String> headers) {
    Challenge result = new Unusable("it does not say where to log in");
    for (String header : headers) {
      Challenge one = Reading.one(header);
      if (one instanceof Login) {
        return one;
      }
      result = one;
    }
    return result;
  }

  /** The grammar: a scheme, then parameters with commas between. */
  final class Reading {
    private static final int LONGEST = 8192;
    private static final Pattern SCHEME = Pattern.compile("(?i)(?:JWT|Bearer)[ \\t]+");
    private static final Pattern PARAMETER =
        Pattern.compile(
            "([A-Za-z0-9!#$%&'*+.^_`|~-]+)[ \\t]*=[ \\t]*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\",]+))");
    private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*,[ \\t\\r\\n]*");

    private Reading() {}

    private static Challenge one(String header) {
      if (header.length() > LONGEST) {
        return new Unusable(
            "its WWW-Authenticate header is longer than " + LONGEST + " characters");
      }
      Matcher scheme = SCHEME.matcher(header);
      if (!scheme.lookingAt()) {
        return new Unusable(
            "its WWW-Authenticate header asks for another scheme than JWT or Bearer");
      }
      Optional<Map<String, String>> parameters = parameters(header, scheme.end());
      return parameters
          .map(Reading::login)
          .orElseGet(() -> new Unusable("its WWW-Authenticate header is malformed"));
    }

    private static Optional<Map<String, String>> parameters(String header, int start) {
      Map<String, String> found = new HashMap<>();
      int at = start;
      while (true) {
        Matcher parameter = PARAMETER.matcher(header).region(at, header.length());
        if (!parameter.lookingAt()) {
          return Optional.empty();
        }
        String value =
            parameter.group(2) != null
                ? parameter.group(2).replaceAll("\\\\(.)", "$1")
                : String.valueOf(parameter.group(3));
        if (found.put(parameter.group(1).toLowerCase(Locale.ROOT), value) != null) {
          return Optional.empty();
        }
        at = parameter.end();
        if (header.substring(at).isBlank()) {
          return Optional.of(found);
        }
        Matcher separator = SEPARATOR.matcher(header).region(at, header.length());
        if (!separator.lookingAt()) {
          return Optional.empty();
        }
        at = separator.end();
      }
    }

    private static Challenge login(Map<String, String> parameters) {
      String realm = parameters.getOrDefault("realm", "");
      String endpoint = parameters.getOrDefault("ph-aeps", "").split(",", 2)[0].strip();
      if (realm.isEmpty() || realm.chars().anyMatch(Character::isISOControl)) {
        return new Unusable("its WWW-Authenticate header has no usable realm");
      }
      if (!isEndpoint(endpoint)) {
        return new Unusable("its WWW-Authenticate header names no usable login endpoint (ph-aeps)");
      }
      return new Login(
          new AuthFile.Key(endpoint, realm), Optional.ofNullable(parameters.get("error")));
    }

    private static boolean isEndpoint(String text) {
      try {
        URI uri = new URI(text);
        return Addresses.problem(uri).isEmpty()
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
      } catch (URISyntaxException bad) {
        return false;
      }
    }
  }
}
