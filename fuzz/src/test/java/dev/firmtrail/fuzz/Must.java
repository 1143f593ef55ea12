package dev.firmtrail.fuzz;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What targets demand. Cheap where it holds, because it is asked some hundred million times. */
public final class Must {
  /** More than the longest input with some words around it. */
  private static final int LONGEST_MESSAGE = 10_000;

  private Must() {}

  public static void hold(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  public static void equal(@Nullable Object got, @Nullable Object wanted, String what) {
    if (!Objects.equals(got, wanted)) {
      throw new AssertionError(what + ": " + got + " is not " + wanted);
    }
  }

  /** A message for a person: there, without characters that a terminal would obey, not endless. */
  public static void beShowable(Throwable refusal) {
    String message = Optional.ofNullable(refusal.getMessage()).orElse("");
    hold(!message.isBlank(), "a refusal without a message: " + refusal.getClass());
    hold(message.length() < LONGEST_MESSAGE, "a message of " + message.length());
    hold(message.codePoints().noneMatch(Must::isObeyed), "a message with a control: " + message);
  }

  /** Whether a terminal would do something else with it than show it. */
  private static boolean isObeyed(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
  }

  /** What a hub's client may call: absolute, http or https, with a host, without a password. */
  public static void beCallable(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    hold(scheme.equals("http") || scheme.equals("https"), "another scheme: " + uri);
    hold(uri.getHost() != null, "no host: " + uri);
    hold(uri.getRawUserInfo() == null, "a name or password: " + uri);
  }
}
