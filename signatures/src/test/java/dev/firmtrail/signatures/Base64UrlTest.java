package dev.firmtrail.signatures;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64UrlTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** Of the texts that end in these bytes one is read, and it is the one that is written. */
  @Test
  void eachTextIsReadInOneSpellingOnly() {
    for (int length = 0; length < 10; length++) {
      byte[] bytes = new byte[length];
      new Random(length).nextBytes(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      assertThat(Base64Url.decode(text))
          .hasValueSatisfying(read -> assertThat(read).isEqualTo(bytes));
      for (int last = 0; last < ALPHABET.length() && length > 0; last++) {
        String other = text.substring(0, text.length() - 1) + ALPHABET.charAt(last);
        assertThat(Base64Url.decode(other).isPresent())
            .as(other)
            .isEqualTo(
                Base64Url.decode(other).map(Base64Url::of).filter(other::equals).isPresent());
      }
      for (String broken :
          new String[] {text + "=", text + "\n", text + "+", " " + text, text + "A"}) {
        assertThat(Base64Url.decode(broken).map(Base64Url::of))
            .as(broken)
            .satisfiesAnyOf(
                read -> assertThat(read).isEmpty(), read -> assertThat(read).contains(broken));
      }
    }
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
