package dev.firmtrail.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StateTest {
  private static final String ID =
      "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
  private static final String SPEC = "\"#spec\":\"pantavisor-service-system@1\"";

  private static byte[] withMember(String member) {
    return ("{" + SPEC + "," + member + "}").getBytes(UTF_8);
  }

  static Stream<Arguments> refusals() {
    String value = "\":\"" + ID + "\"";
    return Stream.of(
        Arguments.of("\"../x" + value, "'..' component: ../x"),
        Arguments.of("\"a/../../x" + value, "'..' component: a/../../x"),
        Arguments.of("\"a/.." + value, "'..' component: a/.."),
        Arguments.of("\"\\u002e\\u002e/x" + value, "'..' component: ../x"),
        Arguments.of("\"./x" + value, "'.' component: ./x"),
        Arguments.of("\"..json/../a.json\":{}", "'..' component: ..json/../a.json"),
        Arguments.of("\"/etc/passwd" + value, "absolute path: /etc/passwd"),
        Arguments.of("\"/" + value, "absolute path: /"),
        Arguments.of("\"" + value, "empty path"),
        Arguments.of("\"a//b" + value, "empty component: a//b"),
        Arguments.of("\"a/" + value, "empty component: a/"),
        Arguments.of("\"a\\u0000b" + value, "NUL character: a\\u{0}b"),
        Arguments.of("\".pvr/json" + value, "own directory .pvr: .pvr/json"),
        Arguments.of("\".pvr" + value, "own directory .pvr: .pvr"),
        Arguments.of("\".pvr/x.json\":{}", "own directory .pvr: .pvr/x.json"),
        Arguments.of("\"" + "n".repeat(256) + value, "longer than 255 bytes: nnn"),
        Arguments.of("\"" + "é".repeat(128) + value, "longer than 255 bytes: ééé"),
        Arguments.of("\"" + "d/".repeat(1600) + "f" + value, "longer than 3072 bytes: d/d/"),
        Arguments.of(
            "\"a\":\"" + ID.toUpperCase(java.util.Locale.ROOT) + "\"",
            "object id in upper case under a"),
        Arguments.of(
            "\"a.json\":\"" + ID.toUpperCase(java.util.Locale.ROOT) + "\"",
            "object id in upper case under a.json"),
        Arguments.of("\"a\":\"" + ID.substring(1) + "\"", "the value of a is not an object id"),
        Arguments.of("\"a\":\"" + ID + "0\"", "the value of a is not an object id"),
        Arguments.of("\"a\":\"../" + ID.substring(3) + "\"", "the value of a is not an object id"),
        Arguments.of("\"a\":\"\"", "the value of a is not an object id"),
        Arguments.of("\"a\":{}", "the value of a is not an object id"),
        Arguments.of("\"a\":1", "the value of a is not an object id"),
        Arguments.of("\"a\":null", "the value of a is not an object id"),
        Arguments.of("\"a.JSON\":{}", "the value of a.JSON is not an object id"),
        Arguments.of("\"a" + value + ",\"a/b" + value, "both a file and a directory: a and a/b"),
        Arguments.of(
            "\"a/b.json\":1,\"a-\":\"" + ID + "\",\"a/b.json/c" + value, "a/b.json and a/b.json/c"),
        Arguments.of(
            "\"a" + value + ",\"\\u0061" + value, "duplicate member name at /a (line 1, column"),
        Arguments.of("\"#spec\":\"x\"", "duplicate member name at /#spec (line 1, column"),
        Arguments.of(
            "\"a.json\":{\"x\":[{\"k\":1,\"\\u006b\":2}]}",
            "duplicate member name at /a.json/x/0/k (line 1, column"),
        Arguments.of("\"a.json\":\"\\ud800\"", "lone surrogate escape at /a.json (line 1, column"),
        Arguments.of("\"a\\udc00\":\"" + ID + "\"", "lone surrogate escape (line 1, column"),
        Arguments.of(
            "\"a.json\":1e999999999",
            "number that needs 1000000000 characters, at most 4096 are read at /a.json (line 1, column"),
        Arguments.of("\"a.json\":" + "[".repeat(600), "nested deeper than 500 at /a.json/0"),
        Arguments.of(
            "\"a.json\":" + "[".repeat(480) + "]".repeat(480),
            "the value of a.json is nested deeper than 479"),
        Arguments.of("\"a.json\":{},", "expected a member name in quotes"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWithTheKeyAndForJsonThePlace(String member, String message) {
    assertThatThrownBy(() -> State.read(withMember(member)))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a.json\":1} | member #spec is missing",
        "{\"#spec\":1} | the value of #spec is not a string",
        "{\"#spec\":null} | the value of #spec is not a string",
        "[] | not an object (line 1, column 1)",
        "{} x | text after the end of the document (line 1, column 4)",
        "`` | unexpected end of the document (line 1, column 1)"
      })
  void refusesADocumentThatIsNoState(String document, String message) {
    assertThatThrownBy(() -> State.read(document.getBytes(UTF_8)))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#spec-not",
        "hash#tag",
        "-dash",
        "...",
        "..dots",
        "back\\slash",
        "a b",
        "new\nline",
        "per%20cent",
        "~tilde",
        ".pvrignore",
        ".pv/x",
        "sub/.pvr/json",
        "é",
        "😀",
        ".json",
        "quote\"",
        "trailing ",
        "#spec/x"
      })
  void takesOddNamesThatAFileCanHave(String name) throws InvalidStateException {
    StatePath path = new StatePath(name);
    State state = State.of("s@1", Map.of(path, new StateEntry.ObjectRef(new ObjectId(ID))));
    assertThat(State.read(state.canonicalBytes())).isEqualTo(state).hasSameHashCodeAs(state);
    assertThat(state.entries()).containsOnlyKeys(path);
  }

  @Test
  void refusesAFileThatWouldStandForTheFormat() {
    assertThat(StatePath.problem("#spec")).isPresent();
  }

  @Test
  void refusesJsonUnderAKeyThatCannotHoldIt() {
    Map<StatePath, StateEntry> entries =
        Map.of(new StatePath("a.txt"), new StateEntry.Inline(Json.of(1)));
    assertThatThrownBy(() -> State.of("s@1", entries))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("a.txt");
  }

  @Test
  void aStateFitsIntoTheDocumentsThatCarryIt() throws InvalidStateException {
    int inside = State.MAX_DEPTH - 1;
    State deepest = State.read(withMember("\"a.json\":" + "[".repeat(inside) + "]".repeat(inside)));
    String carried = "[[[{\"state\":" + new String(deepest.canonicalBytes(), UTF_8) + "}]]]";
    assertThatCode(() -> JsonReader.read(carried.getBytes(UTF_8))).doesNotThrowAnyException();
  }

  @Test
  void emptyDocumentIsAStateWithoutFormat() throws InvalidStateException {
    State state = State.read("{ }".getBytes(UTF_8));
    assertThat(state.spec()).isEmpty();
    assertThat(state.id().hex())
        .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    assertThat(State.EMPTY.id().hex())
        .isEqualTo("fd138f7751b12a533d8b0e60c32bfae17be25a4206166973135cd7fa1d8b3760");
  }

  @Test
  void namesEachObjectOnceAndKeepsInlineStringsApart() throws InvalidStateException {
    State state =
        State.read(
            withMember(
                "\"b\":\""
                    + ID
                    + "\",\"a\":\""
                    + ID
                    + "\",\"r.json\":\""
                    + ID
                    + "\",\"s.json\":\"text\""));
    assertThat(state.objects()).containsExactly(new ObjectId(ID));
    assertThat(state.entries().get(new StatePath("r.json")))
        .isEqualTo(new StateEntry.ObjectRef(new ObjectId(ID)));
    assertThat(state.entries().get(new StatePath("s.json")))
        .isEqualTo(new StateEntry.Inline(Json.of("text")));
  }

  /** The documents and ids that the published program computed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{<S>,\"a.txt\":\"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\"} | 114 | bf30e7ac291d1f4ca7d5a44baddb112c25f9c88c6b07941c53decd4ffa9fd352",
        "{<S>,\"b.txt\":\"<X>\",\"B.txt\":\"<X>\",\"_x\":\"<X>\",\"é.txt\":\"<X>\",\"ﬀ.txt\":\"<X>\",\"😀.txt\":\"<X>\",\".h\":\"<X>\",\"a-b\":\"<X>\",\"a/c\":\"<X>\"} | 710 | fe40ad6dc6496582b66ca1dcb024f9f23383f32d1267695d10223dec636685f1",
        "{<S>,\"r.json\":\"26054ae3bdcb4745ef543c102bb85406bace1b3ca5b039a93f82b0ac5c3c3ecb\",\"i.json\":{\"b\":1,\"a\":2}} | 138 | ca88150214299d389732b5bed7488fed0bfe32c4601e9e1bbb596c83242190ed",
        "{<S>,\"l\":\"fe8edeeb98cc6d3b93cf2d57000254b84bd9eba34b4df7ce4b87db8b937b7703\",\"q.json\":\"<X>\",\"sub/s\":\"043a718774c572bd8a25adbeb1bfcd5c0256ae11cecf9f9c3f925d0e52beaf89\",\"t\":\"fe8edeeb98cc6d3b93cf2d57000254b84bd9eba34b4df7ce4b87db8b937b7703\",\"z.bin\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"} | 407 | 77c16debcc3bd3f5005c6fea5588779a8eb81538ce9fa3fc19f89fd2833027f1",
        "{<S>,\"web/root.squashfs\":\"586abb54469a8ddcc16171b711cd2dd6add6b2c7f88e2d75d6da21c749a682f3\",\"web/run.json\":{\"name\":\"web\",\"type\":\"lxc\"},\"web/src.json\":{\"#spec\":\"service-manifest-src@1\",\"x\":1},\"_config/web/etc/c\":\"4d523dee6bc8c17a3e283570526d8d6ed3d1edda07c53e94c55e491bbf780337\",\"webx/f\":\"d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa\"} | 388 | 91dbe6b6defa2b14cdfababbb188b7d1afcb26234cdde250e9552c3664dcca55",
        "{\"#spec\":\"pantavisor-multi-platform@1\",\"kernel.img\":\"8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a\"} | 119 | 499bcf5a45f5b16405055a0f0f1d0fa1a4d98963c37c856bb5af7819848bda04"
      })
  void computesTheIdsOfThePublishedProgram(String document, int bytes, String id)
      throws InvalidStateException {
    State state = State.read(document.replace("<S>", SPEC).replace("<X>", ID).getBytes(UTF_8));
    assertThat(state.canonicalBytes()).hasSize(bytes);
    assertThat(state.id().hex()).isEqualTo(id);
  }

  @Test
  void tolerantReadingMendsWhatIsSafeAndSaysSo() throws InvalidStateException, JsonException {
    String upper = ID.toUpperCase(java.util.Locale.ROOT);
    TolerantState read =
        State.readTolerant(
            ("{\"a.json\":1,\"a.json\":\"\\ud800\",\"s.json\":\""
                    + upper
                    + "\",\"o\":\""
                    + ID
                    + "\"} x")
                .getBytes(UTF_8));
    assertThat(new String(read.state().canonicalBytes(), UTF_8))
        .isEqualTo(
            "{" + SPEC + ",\"a.json\":\"\ufffd\",\"o\":\"" + ID + "\",\"s.json\":\"" + ID + "\"}");
    assertThat(read.tolerated())
        .containsExactly(
            "lone surrogate escape at /a.json (byte 22)",
            "duplicate member name at /a.json (byte 12)",
            "text after the end of the document (byte 178)",
            "member #spec is missing, taken as pantavisor-service-system@1",
            "object id in upper case under s.json");
    assertThat(State.readTolerant(State.EMPTY.canonicalBytes()))
        .isEqualTo(new TolerantState(State.EMPTY, java.util.List.of()));
    assertThat(State.readTolerant("{}".getBytes(UTF_8)).tolerated()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"../x\":\"<X>\" | '..' component",
        "\"/x\":\"<X>\" | absolute path",
        "\".pvr/config\":\"<X>\" | own directory",
        "\"a\":\"../../x\" | the value of a is not an object id",
        "\"a\":\"<UP>\" | object id in upper case under a",
        "\"a\":{} | the value of a is not an object id",
        "\"a\":\"<X>\",\"a/b\":\"<X>\" | both a file and a directory",
        "\"a.json\":{ | unexpected end of the document",
        "\"a.json\":{},\"#spec\":2 | the value of #spec is not a string"
      })
  void tolerantReadingRefusesWhatCannotBeMadeSafe(String members, String message) {
    String filled =
        members.replace("<X>", ID).replace("<UP>", ID.toUpperCase(java.util.Locale.ROOT));
    assertThatThrownBy(() -> State.readTolerant(withMember(filled)))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining(message);
  }
}
