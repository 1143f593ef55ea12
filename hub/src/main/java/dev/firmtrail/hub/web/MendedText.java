package dev.firmtrail.hub.web;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON document in which U+FFFD stands for what is no text: bytes that are not UTF-8, and escapes
 * of half a surrogate pair. Devices cut texts at a number of bytes and pass on what programs print;
 * for that alone no report of theirs may be lost. Everything else stays, for the strict reader to
 * judge.
 */
public final class MendedText {
  /** An escape: of a pair, of half a pair (group 1), or any other. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}|(u[dD][89a-fA-F]\\p{XDigit}{2})|.)",
          Pattern.DOTALL);

  private MendedText() {}

  public static byte[] of(byte[] document) {
    String text = new String(document, StandardCharsets.UTF_8);
    return ESCAPE
        .matcher(text)
        .replaceAll(escape ->
            escape.group(1) == null ? Matcher.quoteReplacement(escape.group()) : "\\\\uFFFD")
        .getBytes(StandardCharsets.UTF_8);
  }
}
