package dev.firmtrail.hub.web;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON of devices whose text is not Unicode: they cut logs at a byte, and a container may log
 * anything. Everything else of such a document is read by the strict rules ({@code
 * docs/formats/hub.md}, JSON).
 */
public final class MendedText {
  /** Each escape, so that an escaped backslash hides none; the group is half of a character. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}"
              + "|(\\\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
              + "|\\\\.",
          Pattern.DOTALL);

  private MendedText() {}

  /** The document with U+FFFD for broken UTF-8 and for escapes of lone surrogates. */
  public static byte[] of(byte[] document) {
    // The JDK's decoder puts U+FFFD.
    String text = new String(document, StandardCharsets.UTF_8);
    return ESCAPE
        .matcher(text)
        .replaceAll(
            found -> found.group(1) == null ? Matcher.quoteReplacement(found.group()) : "\uFFFD")
        .getBytes(StandardCharsets.UTF_8);
  }
}
