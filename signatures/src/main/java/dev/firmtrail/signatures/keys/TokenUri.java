package dev.firmtrail.signatures.keys;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A key in a token, by RFC 7512, as far as its attributes can be heeded here: any other attribute
 * is refused, because to pass over it could mean another key.
 *
 * @param module the library of the token's maker
 * @param token what the token must be: some of {@code token} (its label), {@code manufacturer},
 *     {@code model}, {@code serial}
 * @param object the label of the key's certificate in the token; may be absent where the token has
 *     one key alone
 * @param pinFile where the PIN stands
 */
record TokenUri(
    Path module, Map<String, String> token, Optional<String> object, Optional<String> pinFile) {
  static final String SCHEME = "pkcs11:";
  private static final Set<String> TOKEN_ATTRIBUTES =
      Set.of("token", "manufacturer", "model", "serial");
  private static final String FORM =
      "write pkcs11:token=LABEL;object=LABEL?module-path=/path/of/the/library.so";

  /** No message shows the text: a PIN may be in it. */
  static TokenUri parse(String text) throws UnusableKeyException {
    String rest = text.substring(SCHEME.length());
    int mark = rest.indexOf('?');
    Map<String, String> path = attributes(mark < 0 ? rest : rest.substring(0, mark), ";");
    Map<String, String> query = attributes(mark < 0 ? "" : rest.substring(mark + 1), "&");
    if (query.containsKey("pin-value") || path.containsKey("pin-value")) {
      throw refused("holds a PIN, which every user of this machine can see", "leave pin-value");
    }
    Optional<String> type = Optional.ofNullable(path.remove("type"));
    if (type.isPresent() && !type.get().equals("private")) {
      throw refused("asks for an object that is no private key", "leave type");
    }
    Optional<String> object = Optional.ofNullable(path.remove("object"));
    Optional<String> module = Optional.ofNullable(query.remove("module-path"));
    Optional<String> pinSource = Optional.ofNullable(query.remove("pin-source"));
    for (String name : path.keySet()) {
      if (!TOKEN_ATTRIBUTES.contains(name)) {
        throw refused("has the attribute " + known(name) + ", which is not heeded here", FORM);
      }
    }
    if (!query.isEmpty()) {
      throw refused(
          "has the attribute " + known(query.keySet().iterator().next()) + " behind the ?", FORM);
    }
    return new TokenUri(
        library(module.orElseThrow(() -> refused("does not say its module-path", FORM))),
        Map.copyOf(path),
        object,
        pinSource.isPresent() ? Optional.of(pinFile(pinSource.get())) : Optional.empty());
  }

  /** The name of an attribute of RFC 7512; anything else may be a slip that shows a PIN. */
  private static String known(String name) {
    return name.matches("[a-z][a-z-]{0,30}") ? name : "with a name of no such kind";
  }

  private static Map<String, String> attributes(String text, String between)
      throws UnusableKeyException {
    Map<String, String> attributes = new HashMap<>();
    for (String part : text.split(between, -1)) {
      int equals = part.indexOf('=');
      if (part.isEmpty()) {
        continue;
      }
      if (equals < 0
          || attributes.put(part.substring(0, equals), decoded(part.substring(equals + 1)))
              != null) {
        throw refused("has an attribute without a value, or twice", FORM);
      }
    }
    return attributes;
  }

  private static String decoded(String value) throws UnusableKeyException {
    try {
      // To the decoder, + is a space; to RFC 7512 it is a plus.
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw refused("has a % that is not followed by two hexadecimal digits", FORM);
    }
  }

  /** Characters that the JDK's configuration of a token would take for more than a path. */
  private static Path library(String path) throws UnusableKeyException {
    if (!path.startsWith("/")
        || path.chars().anyMatch(c -> c == '"' || c == '\\' || c == '$' || c < ' ' || c > '~')) {
      throw refused(
          "has a module-path that is not absolute, or has other characters than a library's", FORM);
    }
    return Path.of(path);
  }

  private static String pinFile(String source) throws UnusableKeyException {
    String path = source.startsWith("file:") ? source.substring("file:".length()) : source;
    String file = path.startsWith("//") ? path.substring(2) : path;
    if (!file.startsWith("/") || file.chars().anyMatch(Character::isISOControl)) {
      throw refused("has a pin-source that is no absolute file", "write pin-source=file:/path");
    }
    return file;
  }

  private static UnusableKeyException refused(String problem, String next) {
    return new UnusableKeyException("the pkcs11: name of the key", problem, next);
  }

  /** Without module and PIN, for messages. */
  String name() {
    StringBuilder name = new StringBuilder("the token");
    new TreeMap<>(token)
        .forEach((attribute, value) ->
            name.append(attribute.equals("token") ? "" : " " + attribute)
                .append(' ')
                .append(value));
    return name.toString();
  }
}
