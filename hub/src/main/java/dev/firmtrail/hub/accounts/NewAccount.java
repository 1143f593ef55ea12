package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A wish for an account that keeps every rule ({@code docs/formats/hub.md}, Accounts). */
public record NewAccount(String email, String nick, String password) {
  /** 3 to 23 characters; only such as need no escape in a URL, and no dot in front. */
  private static final Pattern NICK = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{2,22}");

  private static final Pattern EMAIL =
      Pattern.compile("[^\\p{Z}\\p{Cc}\\p{Cf}@]+@[^\\p{Z}\\p{Cc}\\p{Cf}@]+");

  /** It goes into tokens, which devices hold in small buffers. */
  private static final int LONGEST_EMAIL = 200;

  private static final int LONGEST_PASSWORD = 1024;

  /**
   * Reads a wish.
   *
   * @param body its members {@code email}, {@code nick} and {@code password}
   * @param reserved words that are no nicks, in lower case
   * @throws Refusal which rule it breaks
   */
  public static NewAccount of(JsonObject body, Set<String> reserved) {
    String email = body.string("email").orElse("");
    String nick = body.string("nick").orElse("");
    String password = body.string("password").orElse("");
    if (!NICK.matcher(nick).matches()) {
      throw Refusal.preconditionFailed("nick: 3 to 23 of A-Z a-z 0-9 _ - and, not in front, a dot");
    }
    if (reserved.contains(nick.toLowerCase(Locale.ROOT))) {
      throw Refusal.preconditionFailed(
          "nick: this word is part of the hub's own addresses; choose another");
    }
    if (!EMAIL.matcher(email).matches()
        || email.getBytes(StandardCharsets.UTF_8).length > LONGEST_EMAIL) {
      throw Refusal.preconditionFailed(
          "email: an address with an @, at most " + LONGEST_EMAIL + " bytes");
    }
    return new NewAccount(email, nick, requirePassword(password));
  }

  /** Gives back a password that keeps the rule. */
  static String requirePassword(String password) {
    int length = password.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > LONGEST_PASSWORD) {
      throw Refusal.preconditionFailed("password: 1 to " + LONGEST_PASSWORD + " bytes");
    }
    return password;
  }

  @Override
  public String toString() {
    return "NewAccount " + nick;
  }
}
