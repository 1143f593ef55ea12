package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChallengeTest {
  private static final String USUAL =
      "JWT realm=\"pantahub services\", ph-aeps=\"https://api.pantahub.com/auth\"";
  private static final AuthFile.Key KEY =
      new AuthFile.Key("https://api.pantahub.com/auth", "pantahub services");

  @Test
  void readsWhatPublishedHubsSend() {
    assertThat(Challenge.of(List.of(USUAL))).isEqualTo(new Challenge.Login(KEY, Optional.empty()));
  }

  @Test
  void readsTheMissingRightsOfThePublishedHubWithItsTabs() {
    String header =
        "Bearer Realm=\"pantahub services\", \t\t\t\tph-aeps=\"https://api.pantahub.com/auth,https://b/auth\", "
            + "\t\tscope=\"a b\", error=\"insufficient_scope\", error_description=\"x\"";
    assertThat(Challenge.of(List.of(header)))
        .isEqualTo(new Challenge.Login(KEY, Optional.of("insufficient_scope")));
  }

  @Test
  void takesTheFirstHeaderThatIsForUs() {
    assertThat(Challenge.of(List.of("Basic realm=\"x\"", USUAL)))
        .isInstanceOf(Challenge.Login.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "JWT",
        "JWT ",
        "JWT realm",
        "JWT =",
        "JWT realm=\"a\"",
        "JWT realm=\"a\", ph-aeps=\"\"",
        "JWT realm=\"a\", ph-aeps=\"ftp://x/auth\"",
        "JWT realm=\"a\", ph-aeps=\"https://u:p@x/auth\"",
        "JWT realm=\"a\", ph-aeps=\"https://x/auth?y\"",
        "JWT realm=\"a\" ph-aeps=\"https://x/auth\"",
        "JWT realm=\"a\", realm=\"b\", ph-aeps=\"https://x/auth\"",
        "JWT realm=\"a, ph-aeps=\"https://x/auth\"",
        "JWT realm=\"\u0007\", ph-aeps=\"https://x/auth\"",
        "Basic realm=\"a\", ph-aeps=\"https://x/auth\"",
        "JWT,,,"
      })
  void doesNotFollowWhatIsMalformed(String header) {
    assertThat(Challenge.of(List.of(header))).isInstanceOf(Challenge.Unusable.class);
  }

  @Test
  void endsWithAValueWhateverStandsInTheHeader() {
    Random random = new Random(7);
    String alphabet = "JWTBearer realm=\"ph-aeps=https://x/auth\\,\t;=%\u0000é\"\"";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder header = new StringBuilder(random.nextBoolean() ? "JWT " : "");
      int length = random.nextInt(60);
      for (int j = 0; j < length; j++) {
        header.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(Challenge.of(List.of(header.toString()))).isNotNull();
    }
  }

  @Test
  void survivesMutationsOfAGoodHeader() {
    Random random = new Random(8);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder header = new StringBuilder(USUAL);
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(header.length());
        switch (random.nextInt(3)) {
          case 0 -> header.deleteCharAt(at);
          case 1 -> header.insert(at, (char) random.nextInt(128));
          default -> header.setCharAt(at, (char) random.nextInt(256));
        }
      }
      if (Challenge.of(List.of(header.toString()))
          instanceof Challenge.Login(AuthFile.Key key, var error)) {
        assertThat(key.endpoint()).startsWithIgnoringCase("http");
        assertThat(key.realm()).isNotEmpty();
      }
    }
  }

  @Test
  void longQuotedTextWithEscapesDoesNotExhaustTheStack() {
    String header = "JWT realm=\"" + "\\a".repeat(4000) + "\", ph-aeps=\"https://x/auth\"";
    assertThat(Challenge.of(List.of(header))).isInstanceOf(Challenge.Login.class);
    assertThat(Challenge.of(List.of(header + " ".repeat(9000))))
        .isInstanceOf(Challenge.Unusable.class);
  }
}
