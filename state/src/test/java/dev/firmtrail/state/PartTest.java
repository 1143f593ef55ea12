package dev.firmtrail.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
  @ParameterizedTest
  @CsvSource({
    "web/run.json, web",
    "web/a/b/c, web",
    "_config/web/etc/c, web",
    "_config/web, web",
    "_sigs/web.json, web",
    "device.json, device.json",
    "_sigs/web.json/x, _sigs",
    "_sigs/a/b.json, _sigs",
    "_sigs/web.txt, _sigs",
    "_sigs/.json, _sigs",
    "_configs/x, _configs",
    "_hostconfig/pvr/docker.json, _hostconfig",
    "webx/f, webx"
  })
  void aPathBelongsToOnePart(String path, String part) {
    assertThat(Part.nameOf(new StatePath(path))).isEqualTo(part);
  }

  @Test
  void partsTogetherAreTheState() throws InvalidStateException {
    String id = ":\"" + "0".repeat(64) + "\"";
    State state =
        State.read(
            ("{\"#spec\":\"s@1\",\"_config/web/c\""
                    + id
                    + ",\"_sigs/web.json\":{},\"bsp/k\""
                    + id
                    + ",\"web/r\""
                    + id
                    + ",\"webx/f\""
                    + id
                    + "}")
                .getBytes(UTF_8));
    assertThat(Part.of(state)).containsOnlyKeys("bsp", "web", "webx");
    assertThat(Objects.requireNonNull(Part.of(state).get("web")).entries().keySet())
        .extracting(StatePath::text)
        .containsExactly("_config/web/c", "_sigs/web.json", "web/r");
    assertThat(Part.of(state).values().stream().mapToInt(part -> part.entries().size()).sum())
        .isEqualTo(5);
  }
}
