package dev.firmtrail.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.state.json.RecordedJson;
import org.junit.jupiter.api.Test;

/**
 * {@code vectors/json/published-commits.json}: what the published program committed, byte for byte.
 */
class PublishedCommitTest {
  private static JsonObject object(String text) throws JsonException {
    return JsonReader.readObject(text.getBytes(UTF_8));
  }

  private static byte[] committed(JsonObject record) throws JsonException, InvalidStateException {
    JsonObject pristine = object(record.string("pristine").orElseThrow());
    JsonObject working = object(record.string("working").orElseThrow());
    return JsonWriter.CANONICAL.bytes(
        PublishedMergePatch.apply(pristine, PublishedMergePatch.between(pristine, working)));
  }

  @Test
  void givesTheSameBytesOrRefusesToo() throws JsonException, InvalidStateException {
    int refused = 0;
    for (Json item : RecordedJson.array("json/published-commits.json").items()) {
      JsonObject record = (JsonObject) item;
      String name = record.string("name").orElseThrow();
      if (record.string("committed").isPresent()) {
        assertThat(committed(record))
            .asString(UTF_8)
            .as(name)
            .isEqualTo(record.string("committed").get());
      } else if (record.string("committedSha256").isPresent()) {
        assertThat(Sha256.hex(committed(record)))
            .as(name)
            .isEqualTo(record.string("committedSha256").get());
      } else {
        refused++;
        assertThatThrownBy(() -> committed(record))
            .as(name)
            .isInstanceOfAny(InvalidStateException.class, JsonException.class);
      }
    }
    assertThat(refused).isEqualTo(5);
  }

  @Test
  void namesTheNumberThatNoDoubleCanHold() throws JsonException {
    JsonObject working = object("{\"x.json\":{\"a/b\":[1,{\"n\":-1e400}]}}");
    assertThatThrownBy(() -> PublishedForm.of(working))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("beyond the range of a double at /x.json/a~1b/1/n");
    assertThatThrownBy(() -> PublishedMergePatch.between(working, JsonObject.EMPTY))
        .isInstanceOf(InvalidStateException.class);
  }
}
