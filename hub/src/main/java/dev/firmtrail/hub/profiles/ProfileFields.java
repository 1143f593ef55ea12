package dev.firmtrail.hub.profiles;

import dev.firmtrail.hub.web.DocumentBounds;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a profile may hold ({@code docs/formats/hub.md}, Profiles). */
final class ProfileFields {
  private static final String PICTURE = "picture";
  private static final String BIO = "bio";

  /** In the order in which they are shown. */
  static final List<String> NAMES =
      List.of(
          "fullName",
          BIO,
          PICTURE,
          "website",
          "location",
          "github",
          "gitlab",
          "company",
          "twitter");

  private static final int LONGEST_TEXT = 256;
  private static final int LONGEST_BIO = 4096;
  private static final int LONGEST_KEY = 256;
  private static final Pattern TEXT = Pattern.compile("[^\\p{Cc}\\p{Zl}\\p{Zp}]*");
  private static final Pattern PICTURE_URL =
      Pattern.compile("data:image/(png|jpeg);base64,([A-Za-z0-9+/]*={0,2})");

  /** What each kind of picture begins with. */
  private static final Map<String, byte[]> BEGINNINGS =
      Map.of(
          "png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
          "jpeg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF});

  private ProfileFields() {}

  /**
   * The fields that a body has; others are passed over.
   *
   * @throws Refusal one breaks a rule
   */
  static JsonObject of(JsonObject body) {
    JsonObject.Builder fields = JsonObject.builder();
    for (String name : NAMES) {
      body.get(name).ifPresent(value -> fields.put(name, checked(name, value)));
    }
    return fields.build();
  }

  private static Json checked(String name, Json value) {
    if (!(value instanceof JsonString(String text)) || !isGood(name, text)) {
      throw Refusal.badRequest(
          switch (name) {
            case PICTURE -> "picture: a data URL of a PNG or a JPEG in base64 is expected";
            case BIO -> "bio: at most " + LONGEST_BIO + " characters are expected";
            default -> name + ": one line of at most " + LONGEST_TEXT + " characters is expected";
          });
    }
    return value;
  }

  private static boolean isGood(String name, String text) {
    return switch (name) {
      case PICTURE -> text.isEmpty() || isPicture(text);
      case BIO -> text.length() <= LONGEST_BIO;
      default -> text.length() <= LONGEST_TEXT && TEXT.matcher(text).matches();
    };
  }

  private static boolean isPicture(String url) {
    Matcher picture = PICTURE_URL.matcher(url);
    if (!picture.matches()) {
      return false;
    }
    byte[] beginning = Optional.ofNullable(BEGINNINGS.get(picture.group(1))).orElseThrow();
    try {
      String bytes =
          new String(Base64.getDecoder().decode(picture.group(2)), StandardCharsets.ISO_8859_1);
      return bytes.startsWith(new String(beginning, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /**
   * What all devices of an account are told: flat, since devices take values as they stand.
   *
   * @throws Refusal it is not, or a name is too long, or all of it is too large to be kept
   */
  static JsonObject meta(JsonObject body) {
    body.members()
        .forEach((key, value) -> {
          boolean flat =
              value instanceof JsonString
                  || value instanceof JsonNumber
                  || value instanceof Json.Literal;
          if (!flat || key.isEmpty() || key.length() > LONGEST_KEY) {
            throw Refusal.badRequest(
                "meta: names of 1 to %d characters, and no lists or objects, are expected"
                    .formatted(LONGEST_KEY));
          }
        });
    return DocumentBounds.kept("meta", body);
  }
}
