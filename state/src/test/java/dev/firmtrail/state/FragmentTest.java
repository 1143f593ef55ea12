package dev.firmtrail.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentTest {
  private static State source() throws InvalidStateException {
    StringBuilder document = new StringBuilder("{\"#spec\":\"pantavisor-multi-platform@1\"");
    for (String path :
        List.of(
            "_config/app1/etc",
            "app1/a",
            "app1/run.x",
            "app10/a",
            "app1.json",
            "app2/a",
            "bsp/k",
            "bsp/src.json",
            "x#y",
            "a,b",
            "100%")) {
      document.append(",\"").append(path).append("\":\"").append("0".repeat(64)).append('"');
    }
    return State.read(document.append('}').toString().getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "app1 | app1/a app1/run.x",
        "app1/ | app1/a app1/run.x",
        "app | ``",
        "app1/a | app1/a",
        "app1%2Fa | app1/a",
        "app1,_config/app1 | _config/app1/etc app1/a app1/run.x",
        "app1%2Cbsp | app1/a app1/run.x bsp/k bsp/src.json",
        "bsp,-bsp/src.json | bsp/k",
        "-bsp,bsp | ``",
        "app1.json | app1.json",
        "app* | ``",
        "nope | ``",
        "x#y | x#y",
        "x%23y | x#y",
        "100%25 | 100%",
        "app1##x | ``",
        "#spec | ``",
        "-app1 | 100% _config/app1/etc a,b app1.json app10/a app2/a bsp/k bsp/src.json x#y",
        "-app1/,-bsp,-app10,-x#y,-_config | 100% a,b app1.json app2/a"
      })
  void selectsByWholeComponents(String text, String paths) throws Exception {
    Fragment fragment = Fragment.parse(text);
    State selected = fragment.select(source());
    assertThat(String.join(" ", selected.entries().keySet().stream().map(StatePath::text).toList()))
        .isEqualTo(paths);
    assertThat(selected.entries().keySet()).allMatch(fragment::selects);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-bsp | true",
        "app1 | false",
        "#spec,app1 | true",
        "%23spec | true",
        "-#spec | false",
        "nope | false"
      })
  void takesTheFormatWhenNothingElseIsAskedForOrWhenItIs(String text, boolean taken)
      throws Exception {
    Fragment fragment = Fragment.parse(text);
    assertThat(fragment.selectsSpec()).isEqualTo(taken);
    assertThat(fragment.select(source()).spec())
        .contains(taken ? "pantavisor-multi-platform@1" : State.DEFAULT_SPEC);
  }

  @Test
  void asksForEverythingWhenEmpty() throws Exception {
    assertThat(Fragment.parse("")).isEqualTo(Fragment.EVERYTHING);
    assertThat(Fragment.EVERYTHING.isEverything()).isTrue();
    assertThat(Fragment.EVERYTHING.select(source())).isEqualTo(source());
    assertThat(Fragment.parse("-a").isEverything()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {",", "a,", "a,,b", "-", "a,-", "/", "-/", "%", "a%2", "%zz", "%ff", "a%C3"})
  void refusesWhatCouldMeanEverythingByMistake(String text) {
    assertThatThrownBy(() -> Fragment.parse(text))
        .isInstanceOf(InvalidFragmentException.class)
        .hasMessageContaining("#" + text);
  }
}
