package dev.firmtrail.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KNOWN =
      List.of(
          "status", "s", "stepinfo", "steps", "post", "put", "get", "commit", "ci", "remoteinfo");

  private static String hint(String word) {
    return Suggestion.among(KNOWN, "", word).orElse("");
  }

  @Test
  void findsAWordWithAMistypedLetter() {
    assertThat(hint("comit")).isEqualTo("Did you mean commit?");
    assertThat(hint("statsu")).isEqualTo("Did you mean status?");
    assertThat(hint("remote-info")).isEqualTo("Did you mean remoteinfo?");
  }

  @Test
  void findsTheWordsThatBeginSo() {
    assertThat(hint("st")).isEqualTo("Did you mean status, stepinfo or steps?");
    assertThat(hint("stat")).isEqualTo("Did you mean status?");
  }

  @Test
  void knowsTheWordsOfOtherPrograms() {
    assertThat(hint("push")).isEqualTo("Did you mean post?");
    assertThat(hint("pull")).isEqualTo("Did you mean get?");
  }

  @Test
  void saysNothingWhenNothingIsNear() {
    assertThat(hint("zebra")).isEmpty();
    assertThat(hint("x")).isEmpty();
    assertThat(hint("")).isEmpty();
  }
}
