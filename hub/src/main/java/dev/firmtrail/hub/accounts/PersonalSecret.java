package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.store.HubId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program that has a personal token shows at login: which token it is, and that it knows its
 * secret. As text it is unpadded base64url of {@code <id>:<random>}, 76 characters.
 *
 * @param random as {@link Secrets#token} made it
 */
record PersonalSecret(HubId token, String random) {
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{76}");
  private static final Pattern CONTENT = Pattern.compile("([0-9a-f]{24}):([A-Za-z0-9]{32})");

  /** The secret in a text that has exactly its form. */
  static Optional<PersonalSecret> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    Matcher content =
        CONTENT.matcher(
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1));
    return content.matches()
        ? Optional.of(new PersonalSecret(new HubId(content.group(1)), content.group(2)))
        : Optional.empty();
  }

  String text() {
    byte[] content = (token.hex() + ":" + random).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
  }

  @Override
  public String toString() {
    return "PersonalSecret of " + token;
  }
}
