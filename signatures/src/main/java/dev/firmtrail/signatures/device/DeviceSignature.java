package dev.firmtrail.signatures.device;

import dev.firmtrail.signatures.device.StoppedException.Answer;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.DeviceText;
import dev.firmtrail.state.json.DeviceTokens;
import dev.firmtrail.state.json.RawText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A value of a state that a device takes for a signature, read as it reads it: the first string of
 * a name, wherever it stands, leads to what is behind it.
 *
 * @param protectedText the header as it is signed, encoded
 * @param hash its name for the JDK, such as {@code SHA256}
 * @param include patterns of the keys that it signs
 * @param exclude patterns of those that it does not sign all the same
 * @param certificates base64, leaf first; empty when the header has none. A list of none when what
 *     it has is no list.
 * @param value the signature, decoded
 */
record DeviceSignature(
    RawText protectedText,
    String hash,
    List<RawText> include,
    List<RawText> exclude,
    Optional<List<RawText>> certificates,
    RawText value) {
  /** Longer patterns are not rehearsed; the longest path is shorter. */
  static final int MAX_PATTERN = 4096;

  /** Whether a value is a signature to a device: the words may stand anywhere in it. */
  static boolean isOne(DeviceTokens value) {
    OptionalInt spec = value.behind("#spec");
    return spec.isPresent() && value.text(spec.getAsInt()).is("pvs@2");
  }

  static DeviceSignature read(DeviceTokens value) throws StoppedException {
    RawText protectedText = required(value, "protected", "the signature");
    DeviceTokens header = header(protectedText);
    RawText type = required(header, "typ", "the header");
    if (!type.is("PVS")) {
      throw StoppedException.refused("typ is " + shown(type) + ", not PVS");
    }
    RawText pvs = required(header, "pvs", "the header");
    RawText algorithm = required(header, "alg", "the header");
    DeviceTokens lists = lists(pvs);
    List<RawText> include = patterns(lists, "include");
    List<RawText> exclude = patterns(lists, "exclude");
    String hash = hash(algorithm);
    OptionalInt x5c = header.behind("x5c");
    Optional<List<RawText>> certificates =
        x5c.isPresent() ? Optional.of(items(header, x5c.getAsInt())) : Optional.empty();
    return new DeviceSignature(
        protectedText,
        hash,
        include,
        exclude,
        certificates,
        decoded(value, "signature", "the signature"));
  }

  /** Bytes of all patterns, and one more for each. */
  long patternBytes() {
    return Stream.concat(include.stream(), exclude.stream())
        .mapToLong(pattern -> 1 + pattern.length())
        .sum();
  }

  private static DeviceTokens header(RawText protectedText) throws StoppedException {
    RawText text =
        DeviceBase64.decode(protectedText)
            .orElseThrow(() -> StoppedException.refused("protected is not base64"));
    return switch (DeviceText.read(text.toBytes())) {
      case DeviceTokens tokens -> tokens;
      case DeviceText.Refused(String problem, int _) ->
          throw StoppedException.refused("the header cannot be tokenized: " + problem);
      case DeviceText.TooLarge() ->
          throw new StoppedException(Answer.UNKNOWN, "a header too large to be rehearsed");
    };
  }

  private static DeviceTokens lists(RawText pvs) throws StoppedException {
    // A text that it cannot tokenize has no members, and it looks at what it did not find.
    if (DeviceText.read(pvs.toBytes()) instanceof DeviceTokens tokens) {
      return tokens;
    }
    throw new StoppedException(Answer.CRASHED, "pvs in the header cannot be tokenized");
  }

  private static List<RawText> patterns(DeviceTokens pvs, String name) throws StoppedException {
    OptionalInt found = pvs.behind(name);
    if (found.isEmpty()) {
      throw new StoppedException(Answer.CRASHED, "pvs in the header has no " + name);
    }
    List<RawText> patterns = items(pvs, found.getAsInt());
    if (patterns.stream().anyMatch(pattern -> pattern.length() > MAX_PATTERN)) {
      throw new StoppedException(Answer.UNKNOWN, "a pattern longer than " + MAX_PATTERN + " bytes");
    }
    return patterns;
  }

  /** The label chooses the hash and nothing else. */
  private static String hash(RawText algorithm) throws StoppedException {
    return switch (algorithm.bytes()) {
      case "RS256", "ES256" -> "SHA256";
      case "ES384" -> "SHA384";
      case "ES512" -> "SHA512";
      default ->
          throw StoppedException.refused(
              "alg " + shown(algorithm) + " is none of RS256, ES256, ES384, ES512");
    };
  }

  private static RawText decoded(DeviceTokens tokens, String name, String where)
      throws StoppedException {
    return DeviceBase64.decode(required(tokens, name, where))
        .orElseThrow(() -> StoppedException.refused(name + " is not base64"));
  }

  private static RawText required(DeviceTokens tokens, String name, String where)
      throws StoppedException {
    OptionalInt found = tokens.behind(name);
    if (found.isEmpty()) {
      throw StoppedException.refused(where + " has no " + name);
    }
    return tokens.text(found.getAsInt());
  }

  private static List<RawText> items(DeviceTokens tokens, int list) {
    return tokens.kind(list) == DeviceTokens.Kind.ARRAY
        ? tokens.inside(list).stream().map(tokens::text).toList()
        : List.of();
  }

  private static String shown(RawText text) {
    return Shown.text(text.decoded());
  }
}
