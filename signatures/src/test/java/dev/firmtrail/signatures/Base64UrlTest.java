package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64UrlTest {
  /** Those of the alphabet, of other alphabets, and of none. */
  private static final List<String> CHARACTERS =
      List.of(
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \n\0\u007F\u0100\u0141"
              .split(""));

  /** What the JDK reads, but only in the spelling in which the JDK would write it. */
  private static Optional<byte[]> expected(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String written = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      return written.equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }

  private static void check(String text) {
    assertThat(Base64Url.decode(text).map(Base64Url::of))
        .as(text)
        .isEqualTo(expected(text).map(Base64Url::of));
  }

  @Test
  void eachTextOfUpToThreeCharactersIsReadInOneSpellingOnly() {
    check("");
    for (String first : CHARACTERS) {
      check(first);
      for (String second : CHARACTERS) {
        check(first + second);
        for (String third : CHARACTERS) {
          check(first + second + third);
        }
      }
    }
  }

  @Test
  void longTextsWithOneOtherCharacterAreReadAsTheJdkDoes() {
    Property.forAll(
        Gen.ints(0, 100),
        500,
        length -> {
          byte[] bytes = new byte[length];
          new Random(length).nextBytes(bytes);
          String text = Base64Url.of(bytes);
          assertThat(Base64Url.decode(text))
              .hasValueSatisfying(read -> assertThat(read).isEqualTo(bytes));
          for (int at = 0; at < text.length(); at += 1 + text.length() / 10) {
            for (String other : CHARACTERS) {
              check(text.substring(0, at) + other + text.substring(at + 1));
            }
          }
        });
  }

  @Test
  void itsLengthIsKnownBefore() {
    for (int length = 0; length < 100; length++) {
      byte[] bytes = new byte[length];
      byte[] text = new byte[Base64Url.length(length)];
      Base64Url.encode(bytes, text);
      assertThat(new String(text, US_ASCII)).isEqualTo(Base64Url.of(bytes));
    }
  }
}
