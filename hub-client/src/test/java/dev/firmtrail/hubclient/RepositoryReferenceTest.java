package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hubclient.RepositoryReference.Local;
import dev.firmtrail.hubclient.RepositoryReference.Url;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepositoryReferenceTest {
  private static final URI BASE = URI.create("https://pvr.pantahub.com");
  private static final Set<String> HERE = Set.of("e.tgz", "dir/ws", "u/d");

  private static RepositoryReference parse(String text) throws HubException {
    return RepositoryReference.parse(text, BASE, HERE::contains);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "192.168.1.3#a,b http://192.168.1.3:12368/cgi-bin/pvr a,b",
        "192.168.1.3 http://192.168.1.3:12368/cgi-bin/pvr ''",
        "fe80::1#a http://[fe80::1]:12368/cgi-bin/pvr a",
        "[fe80::1] http://[fe80::1]:12368/cgi-bin/pvr ''",
        "user/dev#x,y https://pvr.pantahub.com/user/dev x,y",
        "user/dev#a/b https://pvr.pantahub.com/user/dev a/b",
        "user/dev/ https://pvr.pantahub.com/user/dev ''",
        "user/dev/3 https://pvr.pantahub.com/user/dev/3 ''",
        "user/dev/steps/3#-bsp https://pvr.pantahub.com/user/dev/steps/3 -bsp",
        "https://pvr.pantahub.com/u/d/3#app https://pvr.pantahub.com/u/d/3 app",
        "https://api.pantahub.com/trails/5ee1/steps/2 https://api.pantahub.com/trails/5ee1/steps/2 ''",
        "http://host:8080/x?y=1#a%2Fb http://host:8080/x?y=1 a%2Fb",
      })
  void findsThePlaceOnTheNetwork(String text, String uri, String fragment) throws HubException {
    assertThat(parse(text)).isEqualTo(new Url(URI.create(uri), fragment));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "e.tgz#bsp/ e.tgz bsp/ e.tgz#bsp%2F",
        "/x/.pvr#a#b /x/.pvr a#b /x/.pvr#a%23b",
        "dir/ws dir/ws '' dir/ws",
        "./no ./no '' ./no",
        "../no ../no '' ../no",
        ". . '' .",
      })
  void findsThePathOnThisMachine(String text, String path, String fragment, String written)
      throws HubException {
    assertThat(parse(text)).isEqualTo(new Local(path, fragment));
    assertThat(parse(text).text()).isEqualTo(written);
  }

  @Test
  void aPathThatExistsWinsOverUserAndDevice() throws HubException {
    assertThat(parse("u/d")).isEqualTo(new Local("u/d", ""));
    assertThat(RepositoryReference.parseUrl("u/d", BASE).uri())
        .hasToString("https://pvr.pantahub.com/u/d");
  }

  @Test
  void whatOldWorkspacesKeepReadsAsTheSame() throws HubException {
    for (String text : Set.of("user/dev#a/b,-c#d", "https://h/u/d#x%y", "e.tgz#bsp/")) {
      String kept = parse(text).text();
      assertThat(parse(kept).text()).isEqualTo(kept);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device",
        "user/dev/x",
        "user/dev/steps",
        "user/dev/steps/x",
        "a/b/c/d/e",
        "",
        "#a",
        "192.168.1.3:80",
        "ssh://x/y",
        "http:///path",
        "http://user:secret@host/x",
        "user/de v",
        "https://h/%zz",
        ":::", // found by fuzzing: looks like the address of a device
        "[:444444444:1]"
      })
  void refusesTheRestInOneLine(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(HubException.class)
        .message()
        .doesNotContain("secret", "\n");
  }

  /** Found in review: the time grew with the third power of the length. */
  @Test
  void looksAtEachCharacterOfALongReferenceOnce() {
    assertThatThrownBy(() -> parse(":".repeat(100_000) + "x")).isInstanceOf(HubException.class);
  }

  @Test
  void asksForTheDocumentBesideThePath() {
    assertThat(Remote.documentOf(URI.create("https://h/u//d/")))
        .hasToString("https://h/u/d/.pvrremote");
    assertThat(Remote.documentOf(URI.create("https://h/u/d?x=1")))
        .hasToString("https://h/u/d/.pvrremote?x=1");
    assertThat(Remote.documentOf(URI.create("http://[fe80::1]:12368/cgi-bin/pvr")))
        .hasToString("http://[fe80::1]:12368/cgi-bin/pvr/.pvrremote");
  }
}
