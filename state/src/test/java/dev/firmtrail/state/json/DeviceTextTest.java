package dev.firmtrail.state.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTextTest {
  @Test
  void seesTheMembersThatTheStrictReaderSees() {
    Property.forAll(
        JsonGen.objects(),
        20_000,
        document -> {
          byte[] canonical = JsonWriter.CANONICAL.bytes(document);
          JsonObject sorted = JsonReader.readObject(canonical);
          List<DeviceTokens.Member> members = tokens(canonical).members(0).orElseThrow();
          assertThat(members).hasSize(sorted.members().size());
          int i = 0;
          for (var wanted : sorted.members().entrySet()) {
            DeviceTokens.Member member = members.get(i++);
            Json value = wanted.getValue();
            assertThat(quoted(member.name()))
                .isEqualTo(JsonWriter.CANONICAL.bytes(Json.of(wanted.getKey())));
            assertThat(
                    value instanceof JsonString ? quoted(member.value()) : member.value().toBytes())
                .isEqualTo(JsonWriter.CANONICAL.bytes(value));
          }
        });
  }

  @Test
  void takesEveryDocumentHoweverItIsSpelled() {
    Property.forAll(
        JsonGen.documents(),
        5_000,
        document -> {
          tokens(JsonWriter.COMPACT.bytes(document));
          tokens(JsonWriter.prettyInOrder("    ").bytes(document));
        });
  }

  @Test
  void answersForWhateverBytesCome() {
    Gen<List<String>> pieces =
        Gen.lists(
            Gen.of(
                List.of(
                    "{", "}", "[", "]", "\"", ":", ",", "a", "#spec", "\\", "\\u00e", "\\\"", "'",
                    "\n", " ", "\0", "\u007F", "\u001F", "é", "\uFFFF", "null", "1.5")),
            12);
    Property.forAll(
        pieces,
        100_000,
        row -> {
          byte[] text = String.join("", row).getBytes(UTF_8);
          switch (DeviceText.read(text)) {
            case DeviceTokens tokens -> lookAtAll(tokens, text.length);
            case DeviceText.Refused(String problem, int offset) -> {
              assertThat(problem).isNotEmpty();
              assertThat(offset).isBetween(0, text.length);
            }
            case DeviceText.TooLarge() -> throw new AssertionError("too large");
          }
        });
  }

  /** Asks all that can be asked. A container's text tokenizes by itself, to what is in it. */
  private static void lookAtAll(DeviceTokens tokens, int length) {
    assertThat(tokens.behind("#spec").orElse(0)).isBetween(0, tokens.count());
    for (int i = 0; i < tokens.count(); i++) {
      RawText text = tokens.text(i);
      assertThat(text.length()).isLessThanOrEqualTo(length);
      if (text.startsWith("{") || text.startsWith("[")) {
        boolean container = tokens.kind(i) != DeviceTokens.Kind.STRING;
        if (container) {
          DeviceTokens alone = tokens(text.toBytes());
          assertThat(alone.inside(0)).hasSameSizeAs(tokens.inside(i));
          assertThat(alone.members(0)).isEqualTo(tokens.members(i));
        }
      } else {
        assertThat(tokens.inside(i)).isEmpty();
        assertThat(tokens.members(i)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{a:b}",
        "{'a' 'b'}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\" \"b\"}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":1}{\"b\":2}",
        "01",
        "",
        "  ",
        "a{b",
        "{\"a\":1}\0}}",
        "\"\\ud800\"",
        "\"é\""
      })
  void takesWhatTheStrictReaderRefuses(String text) {
    tokens(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a}",
        "{]",
        "[",
        "{\"a\":{}",
        "}",
        "a{b}",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "é",
        "a\u007F",
        "a\u0001",
        "{}]"
      })
  void refusesWhatADeviceCannotTokenize(String text) {
    assertThat(DeviceText.read(text.getBytes(UTF_8))).isInstanceOf(DeviceText.Refused.class);
  }

  @Test
  void findsTheFirstStringAtAnyDepthAndUnescapesNothing() {
    DeviceTokens tokens =
        tokens("{\"x\":[\"typ\",\"first\"],typ:0,\"\\u0074yp\":1,\"typ\":2}".getBytes(UTF_8));
    assertThat(tokens.text(tokens.behind("typ").orElseThrow())).isEqualTo(RawText.utf8("first"));
    assertThat(tokens.behind("nowhere")).isEmpty();
    assertThat(tokens("[\"last\"]".getBytes(UTF_8)).behind("last")).isEqualTo(OptionalInt.empty());
  }

  @Test
  void pairsNothingWhereNamesAndValuesDoNotTakeTurns() {
    for (String odd :
        List.of("{\"a\"}", "{\"a\":1,\"b\"}", "{a:1}", "{[]:1}", "[]", "1", "\"a\"")) {
      assertThat(tokens(odd.getBytes(UTF_8)).members(0)).as(odd).isEqualTo(Optional.empty());
    }
  }

  @Test
  @Timeout(60)
  void hostileTextsTakeBoundedTime() {
    assertThat(DeviceText.read("[".repeat(10 << 20).getBytes(UTF_8)))
        .isEqualTo(new DeviceText.TooLarge());
    assertThat(DeviceText.read("\"".repeat(10 << 20).getBytes(UTF_8)))
        .isEqualTo(new DeviceText.TooLarge());
    assertThat(DeviceText.read("[".repeat(1 << 20).getBytes(UTF_8)))
        .isInstanceOf(DeviceText.Refused.class);
    assertThat(DeviceText.read(("\"" + "\\".repeat(10 << 20)).getBytes(UTF_8)))
        .isInstanceOf(DeviceText.Refused.class);
    DeviceTokens deep = tokens(("[".repeat(1 << 20) + "]".repeat(1 << 20)).getBytes(UTF_8));
    assertThat(deep.count()).isEqualTo(1 << 20);
    assertThat(deep.inside(0)).isEqualTo(List.of(1));
    DeviceTokens wide = tokens(("{" + "\"a\":1,".repeat(500_000) + "}").getBytes(UTF_8));
    assertThat(wide.members(0).orElseThrow()).hasSize(500_000);
    assertThat(wide.behind("b")).isEmpty();
    DeviceTokens unended = tokens("a".repeat(10 << 20).getBytes(UTF_8));
    assertThat(unended.count()).isEqualTo(1);
  }

  @Test
  void theLastTokenThatFitsIsTaken() {
    String most = "1,".repeat(DeviceText.MAX_TOKENS - 1);
    assertThat(tokens(most.getBytes(UTF_8)).count()).isEqualTo(DeviceText.MAX_TOKENS - 1);
    assertThat(tokens((most + "1").getBytes(UTF_8)).count()).isEqualTo(DeviceText.MAX_TOKENS);
    assertThat(DeviceText.read((most + "1,1").getBytes(UTF_8)))
        .isEqualTo(new DeviceText.TooLarge());
  }

  @Test
  void rawTextIsBytesAndNothingElse() {
    assertThat(RawText.utf8("é").length()).isEqualTo(2);
    assertThat(RawText.utf8("é").decoded()).isEqualTo("é");
    assertThatThrownBy(() -> new RawText("\u0100")).isInstanceOf(IllegalArgumentException.class);
    byte[] all = new byte[256];
    IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);
    assertThat(RawText.of(all).toBytes()).isEqualTo(all);
  }

  private static DeviceTokens tokens(byte[] text) {
    return (DeviceTokens) DeviceText.read(text);
  }

  private static byte[] quoted(RawText text) {
    return ("\"" + new String(text.toBytes(), UTF_8) + "\"").getBytes(UTF_8);
  }

  @Test
  void whatIsCalledAWordIsOneWord() {
    for (int c = 0; c <= 0x180; c++) {
      for (int before = 0; before < 10; before++) {
        for (int after : List.of(0, 1, 8)) {
          String text = "a".repeat(before) + Character.toString(c) + "z".repeat(after);
          boolean plain = c >= '-' && c <= 'z' && ":[\\]".indexOf(c) < 0;
          assertThat(DeviceText.isWord(text)).as(text).isEqualTo(plain);
          if (plain) {
            DeviceTokens tokens = tokens(text.getBytes(UTF_8));
            assertThat(tokens.count()).isEqualTo(1);
            assertThat(tokens.kind(0)).isEqualTo(DeviceTokens.Kind.BARE);
            assertThat(tokens.text(0).is(text)).isTrue();
          }
        }
      }
    }
    assertThat(DeviceText.isWord("pantavisor-service-system@1")).isTrue();
    assertThat(DeviceText.isWord("00ff".repeat(16))).isTrue();
    assertThat(tokens(new byte[0]).count()).isZero();
  }
}
