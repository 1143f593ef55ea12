package dev.firmtrail.hub.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.HubConfig;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSettingsTest {
  private static final int CASES = 300;

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("hub.conf"), text);
  }

  private static HubSettings of(Map<String, String> environment, Path file)
      throws BadSettingException {
    return HubSettings.of(Map.of(), environment, Optional.of(file));
  }

  /** Who says a setting: one bit each for flag, environment, file. */
  private record Sayings(Map<HubSetting, Integer> by) {
    boolean flag(HubSetting setting) {
      return (by.getOrDefault(setting, 0) & 4) != 0;
    }

    boolean variable(HubSetting setting) {
      return (by.getOrDefault(setting, 0) & 2) != 0;
    }

    boolean line(HubSetting setting) {
      return (by.getOrDefault(setting, 0) & 1) != 0;
    }
  }

  /** A value of the right form that tells by whom it was said. */
  private static String value(HubSetting setting, int by) {
    return switch (setting) {
      case DATA, TLS_CERT, TLS_KEY, TLS_DEVICE_CA, METRICS_TOKEN_FILE ->
          "/from/" + by + "/" + setting.key();
      case LISTEN -> "127.0.0.1:" + (1000 + by);
      case PUBLIC_URL -> "https://hub" + by + ".example.org";
      case LARGEST_OBJECT, ACCOUNT_DEVICES, ACCOUNT_OBJECTS, ACCOUNT_BYTES, UNCLAIMED_DEVICES ->
          Integer.toString(5000 + by);
      case TRUSTED_PROXIES -> "10.0.%d.0/24, ::1".formatted(by);
      case TLS_LEGACY_DEVICES -> Boolean.toString(by % 2 == 0);
    };
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndThatOverTheFile() {
    Gen<Map<HubSetting, Integer>> sayings =
        Gen.maps(Gen.of(List.of(HubSetting.values())), Gen.ints(0, 7), 12);
    Property.forAll(sayings, CASES, by -> check(new Sayings(by)));
  }

  private void check(Sayings sayings) throws Exception {
    Map<HubSetting, String> flags = new EnumMap<>(HubSetting.class);
    Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root"));
    StringBuilder lines = new StringBuilder();
    Map<HubSetting, String> expected = new EnumMap<>(HubSetting.class);
    for (HubSetting setting : HubSetting.values()) {
      if (sayings.line(setting) || setting.otherwise().isEmpty()) {
        lines.append("  %s=%s \n# %s\n\n".formatted(setting.key(), value(setting, 1), "a remark"));
        expected.put(setting, value(setting, 1));
      }
      if (sayings.variable(setting)) {
        environment.put(setting.variable(), value(setting, 2));
        expected.put(setting, value(setting, 2));
      }
      if (sayings.flag(setting)) {
        flags.put(setting, value(setting, 3));
        expected.put(setting, value(setting, 3));
      }
    }
    HubSettings settings = HubSettings.of(flags, environment, Optional.of(file(lines.toString())));
    HubSettings onlyFlags = HubSettings.of(expected, Map.of(), Optional.empty());
    assertThat(outcome(settings)).isEqualTo(outcome(onlyFlags));
  }

  /** The configuration as text, or why there is none. */
  private static String outcome(HubSettings settings) {
    try {
      return settings.config().toString();
    } catch (BadSettingException bad) {
      return String.valueOf(bad.getMessage());
    }
  }

  @Test
  void whatNobodySaysIsTheDefault() throws Exception {
    HubSettings settings = of(Map.of(), file("data = /srv/hub\nlisten = 127.0.0.1:0"));
    assertThat(settings.config()).isEqualTo(HubConfig.loopback(Path.of("/srv/hub")));
    assertThat(HubSetting.LARGEST_OBJECT.otherwise())
        .isEqualTo(Long.toString(settings.config().largestObject()));
  }

  @Test
  void theFileCanBeNamedInTheEnvironment() throws Exception {
    Path file = file("data = /srv/hub");
    Map<String, String> environment =
        Map.of("FIRMTRAIL_HUB_CONFIG", file.toString(), "FIRMTRAIL_HUB_LISTEN", "");
    assertThat(HubSettings.of(Map.of(), environment, Optional.empty()).data())
        .isEqualTo(Path.of("/srv/hub"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dta = /srv/hub                    | hub.conf:1: there is no setting 'dta'
          DATA = /srv/hub                   | hub.conf:1: there is no setting 'DATA'
          data                              | hub.conf:1: a line is key = value
          = /srv/hub                        | hub.conf:1: a line is key = value
          data =                            | hub.conf:1: data has no value
          data = a\\ndata = b               | hub.conf:2: data was said before, at
          data = a\\nlisten = 8080          | hub.conf:2: listen: '8080' is not HOST:PORT
          data = a\\n\\n# b\\nlisten=h.invalid:1 | hub.conf:4: listen: no such host
          data = a\\nlisten = 127.0.0.1:0\\npublic-url = ftp://x | hub.conf:3: public-url: not the URL
          data = a\\nlisten = 127.0.0.1:0\\nlargest-object = 0 | hub.conf:3: largest-object: '0'
          data = a\\nlisten = 127.0.0.1:0\\nlargest-object = 1G | hub.conf:3: largest-object: '1G'
          data = a\\nlisten = 127.0.0.1:0\\ntls-legacy-devices = yes | hub.conf:3: tls-legacy-devices: 'yes'
          data = a\\nlisten = 127.0.0.1:0\\ntrusted-proxies = localhost | hub.conf:3: trusted-proxies: 'localhost' is neither
          data = a\\nlisten = 127.0.0.1:0\\ntls-cert = c | belong together
          listen = 127.0.0.1:0              | it must be told data
          """)
  void saysWhichLineIsWrong(String text, String why) throws IOException {
    Path file = file(text.replace("\\n", "\n"));
    assertThatThrownBy(() -> of(Map.of(), file).config())
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining(why);
  }

  @Test
  void saysWhichVariableIsWrong() throws IOException {
    Path file = file("data = /srv/hub\nlisten = 127.0.0.1:0");
    assertThatThrownBy(() -> of(Map.of("FIRMTRAIL_HUB_LISTN", "127.0.0.1:1"), file))
        .hasMessageContaining("FIRMTRAIL_HUB_LISTN");
    assertThatThrownBy(() -> of(Map.of("FIRMTRAIL_HUB_LISTEN", "x"), file).config())
        .hasMessageContaining("FIRMTRAIL_HUB_LISTEN: 'x' is not HOST:PORT");
  }

  @Test
  void refusesAFileThatIsNone() throws IOException {
    Path bytes = Files.write(directory.resolve("bytes"), new byte[] {'#', (byte) 0xff});
    Path large =
        Files.write(
            directory.resolve("large"), "#".repeat(70_000).getBytes(StandardCharsets.UTF_8));
    for (Path file : List.of(directory, directory.resolve("missing"), bytes, large)) {
      assertThatThrownBy(() -> of(Map.of(), file))
          .isInstanceOf(BadSettingException.class)
          .hasMessageContaining(file.toString());
    }
  }
}
