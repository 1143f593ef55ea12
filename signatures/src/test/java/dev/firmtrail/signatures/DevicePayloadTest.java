package dev.firmtrail.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.InvalidGlobException;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signer is told before a device refuses. */
class DevicePayloadTest {
  private static JsonObject state(String text) throws JsonException {
    return JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          app/**          | {"app/a":"1","app/b.json":{"x":1.5},"b":"2"}     | same
          app/*           | {"app/a":"1","app/b.json":["é"],"b":"2"}         | same
          a&b/**          | {"a&b/x":"1"}                                    | same
          #spec           | {"#spec":"pantavisor-service-system@1","a":"1"}  | same
          **              | {"app/a":"1","b":"2"}                            | other keys
          **/x            | {"x":"1","a/b/x":"2"}                            | other keys
          n.json          | {"n.json":5}                                     | other bytes
          n.json          | {"n.json":null}                                  | other bytes
          q"x/**          | {"q\\"x/a":"1"}                                  | other keys
          back\\\\slash/* | {"back\\\\slash/a":"1"}                          | same
          """)
  void tellsWhereADeviceSeesOtherBytes(String include, String text, String wanted)
      throws JsonException, InvalidGlobException {
    Selection selection = new Selection(List.of(include), List.of("_sigs/x.json"));
    assertThat(selection.of(state(text)).selected().isEmpty())
        .as("the case is about something")
        .isFalse();
    String found =
        DevicePayload.difference(state(text), selection)
            .map(why -> why.contains("other bytes") ? "other bytes" : "other keys")
            .orElse("same");
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void bothListsHaveToHaveAnEntry() throws JsonException, InvalidGlobException {
    assertThat(
            DevicePayload.difference(
                state("{\"a\":\"1\"}"), new Selection(List.of("a"), List.of())))
        .hasValueSatisfying(why -> assertThat(why).contains("exclude"));
  }
}
