package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsFilesTest {
  @TempDir Path directory;

  @Test
  void theHubIsTheGivenOneElseTheRememberedElseThePublic() throws IOException {
    HubSettings nothing = TestHub.nothingGiven(directory);
    assertThat(nothing.addresses()).isEqualTo(HubAddresses.PUBLIC);
    HubAddresses mine = HubAddresses.of(URI.create("http://localhost:9000"));
    mine.remember(directory);
    assertThat(nothing.addresses()).isEqualTo(mine);
    HubSettings given =
        new HubSettings(
            directory,
            Optional.of(URI.create("https://api.pantahub.com")),
            Optional.empty(),
            Optional.empty(),
            new ProxySetting.None(),
            Dialogue.NOBODY);
    assertThat(given.addresses()).isEqualTo(HubAddresses.PUBLIC);
  }

  @Test
  void theRememberedHubKeepsWhatOthersPutBesideIt() throws IOException {
    Files.writeString(directory.resolve(HubAddresses.FILE), "{\"later\":1}");
    HubAddresses.of(URI.create("http://localhost:9000")).remember(directory);
    assertThat(Files.readString(directory.resolve(HubAddresses.FILE)))
        .contains("\"later\": 1", "http://localhost:9000");
  }

  @ParameterizedTest
  @CsvSource({
    "http://hub.example/x, plain:3128",
    "https://hub.example/x, secure:80",
    "https://sub.inside.example/x, ''",
    "https://inside.example/x, ''",
    "https://notinside.example/x, secure:80",
    "http://localhost:1/x, ''",
    "http://127.0.0.1:1/x, ''",
    "http://other.example:8080/x, ''",
    "http://other.example/x, plain:3128",
  })
  void theEnvironmentChoosesTheProxy(String target, String proxy) throws HubException {
    ProxySetting setting =
        ProxySetting.parse(
            "system",
            Map.of(
                "http_proxy",
                "plain:3128",
                "HTTPS_PROXY",
                "http://secure",
                "NO_PROXY",
                ".inside.example, other.example:8080"));
    assertThat(setting.selector().select(URI.create(target))).containsExactly(proxy(proxy));
  }

  private static Proxy proxy(String text) {
    if (text.isEmpty()) {
      return Proxy.NO_PROXY;
    }
    String[] parts = text.split(":", 2);
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(parts[0], Integer.parseInt(parts[1])));
  }

  @Test
  void aGivenProxyIsUsedForAllAndNoneForNone() throws HubException {
    URI loopback = URI.create("http://127.0.0.1:1/");
    assertThat(ProxySetting.parse("http://p:1", Map.of()).selector().select(loopback))
        .containsExactly(proxy("p:1"));
    assertThat(
            ProxySetting.parse("no", Map.of("http_proxy", "p:1"))
                .selector()
                .select(URI.create("http://h/")))
        .containsExactly(Proxy.NO_PROXY);
    assertThatThrownBy(() -> ProxySetting.parse("socks5://p:1", Map.of()))
        .hasMessageContaining("http");
  }
}
