package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people say of themselves, and who sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfilesTest {
  private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";

  private TestHub hub;
  private String alice;
  private String bob;

  /** Alice and Albert show a device; Alma has shown one and hid it, Bob has a private one. */
  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("Alice");
    bob = hub.account("bob");
    show(alice);
    show(hub.account("albert"));
    String alma = hub.account("alma");
    hub.delete("/devices/" + show(alma).id(), alma);
    hub.device(bob, "private");
  }

  private DeviceLogin show(String token) {
    DeviceLogin device = hub.device(token, "shown");
    hub.call(
        "PUT",
        "/devices/" + device.id() + "/public",
        Optional.of(token),
        Optional.empty(),
        Map.of());
    return device;
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private List<String> nicks(String query, String token) {
    return ((JsonArray) hub.get("/profiles/" + query, token).anyJson())
        .items().stream()
            .map(profile -> ((JsonObject) profile).string("nick").orElseThrow())
            .toList();
  }

  private Reply put(String path, String token, String body) {
    return hub.call("PUT", path, Optional.of(token), Optional.of(body), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "'',albert Alice bob",
    "?nick=%5Eal,albert Alice",
    "?nick=%5EAL,albert Alice",
    "?nick=!bob,albert Alice",
    "?nick=alice,Alice",
    "?nick=alma,''",
    "?nick=%5E%25,''",
    "?nick=%5E_,''",
    "?limit=2,albert Alice",
    "?limit=2&page=2,bob",
    "?limit=100&page=999999999,''"
  })
  void listsWhoShowsADeviceAndOneself(String query, String expected) {
    assertThat(String.join(" ", nicks(query, bob))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"page=0", "page=-1", "limit=x", "limit=1e3", "page=99999999999"})
  void countsFromOne(String query) {
    assertThat(hub.get("/profiles/?" + query, bob).status()).isEqualTo(400);
  }

  @Test
  void tellsAddressAndMetaToNobodyElse() {
    put("/profiles/config/meta", alice, "{\"wifi-password\":\"s3cret\"}");
    Reply own = hub.get("/profiles/alice", alice);
    assertThat(own.string("email")).isEqualTo("Alice@example.org");
    assertThat(own.text()).contains("s3cret");
    for (String path : List.of("/profiles/alice", "/profiles/?nick=Alice")) {
      Reply others = hub.get(path, bob);
      assertThat(others.status()).isEqualTo(200);
      assertThat(others.text()).doesNotContain("s3cret").doesNotContain("@example.org");
    }
    assertThat(hub.get("/profiles/config/meta", bob).text()).doesNotContain("s3cret");
  }

  @Test
  void showsAPrivatePersonAsIfThereWereNone() {
    Reply hidden = hub.get("/profiles/bob", alice);
    Reply nobody = hub.get("/profiles/nobody", alice);
    assertThat(hidden.status()).isEqualTo(403);
    assertThat(nobody.status()).isEqualTo(403);
    assertThat(hidden.string("msg")).isEqualTo(nobody.string("msg"));
    assertThat(hub.get("/profiles/bob", bob).status()).isEqualTo(200);
    for (String token : List.of(hub.anonymous(), hub.device(alice, "asks").token())) {
      assertThat(hub.get("/profiles/", token).status()).isEqualTo(403);
    }
  }

  @Test
  void keepsWhatAPersonWritesAndNothingElse() throws IOException {
    Reply written =
        put(
            "/profiles/",
            alice,
            "{\"fullName\":\"Alice A.\",\"bio\":\"two\\nlines\",\"picture\":\"%s\",\"nick\":\"eve\",\"email\":\"e@x.org\",\"meta\":{\"a\":1},\"admin\":true}"
                .formatted(PNG));
    assertThat(written.status()).isEqualTo(200);
    put("/profiles/", alice, "{\"website\":\"https://example.org/<&>\"}");
    hub.restart();
    JsonObject shown = hub.get("/profiles/alice", bob).json();
    assertThat(String.join(",", shown.members().sequencedKeySet()))
        .isEqualTo(
            "nick,email,fullName,bio,picture,website,location,github,gitlab,company,twitter,meta,time-created,time-modified");
    assertThat(shown.string("nick")).contains("Alice");
    assertThat(shown.string("fullName")).contains("Alice A.");
    assertThat(shown.string("bio")).contains("two\nlines");
    assertThat(shown.string("picture")).contains(PNG);
    assertThat(shown.string("website")).contains("https://example.org/<&>");
    assertThat(hub.get("/profiles/alice", alice).string("email")).contains("Alice@example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"fullName\":7}",
        "{\"fullName\":\"two\\nlines\"}",
        "{\"location\":null}",
        "{\"picture\":\"https://example.org/a.png\"}",
        "{\"picture\":\"data:image/svg+xml;base64,iVBORw0KGgo=\"}",
        "{\"picture\":\"data:image/jpeg;base64,iVBORw0KGgo=\"}",
        "{\"picture\":\"data:image/png;base64,iVBORw0KGgo\\u003d\\\">\"}",
        "{\"picture\":\"data:image/png;base64,A\"}",
        "[]"
      })
  void refusesWhatIsNoProfile(String body) {
    assertThat(put("/profiles/", bob, body).status()).isEqualTo(400);
    assertThat(put("/profiles/", bob, "{\"company\":\"" + "x".repeat(257) + "\"}").status())
        .isEqualTo(400);
    assertThat(put("/profiles/", bob, "{\"bio\":\"" + "x".repeat(70_000) + "\"}").status())
        .isEqualTo(413);
    assertThat(hub.get("/profiles/bob", bob).string("fullName")).isEmpty();
  }

  @Test
  void metaIsReplacedAsAWholeAndFlat() {
    assertThat(put("/profiles/config/meta", bob, "{\"z\":\"1\",\"a\":0.50,\"n\":null}").text())
        .isEqualTo("{\"z\":\"1\",\"a\":0.50,\"n\":null}");
    assertThat(put("/profiles/config/meta", bob, "{\"z\":\"2\"}").status()).isEqualTo(200);
    for (String bad : List.of("{\"a\":{}}", "{\"a\":[]}", "{\"\":\"x\"}", "[]", "")) {
      assertThat(put("/profiles/config/meta", bob, bad).status()).isEqualTo(400);
    }
    // What is kept for ever is canonical, where a short number may be long.
    String grows =
        IntStream.range(0, 20)
            .mapToObj(i -> "\"" + i + "\":1e4000")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(put("/profiles/config/meta", bob, grows).status()).isEqualTo(413);
    assertThat(hub.get("/profiles/config/meta", bob).text()).isEqualTo("{\"z\":\"2\"}");
  }

  /** A device asks every few seconds, and is not told from memory what is no longer so. */
  @Test
  void tellsAllDevicesOfAnAccountAtOnceWhatIsSaidToAllOfThem() {
    String dora = hub.account("dora");
    DeviceLogin one = hub.device(dora, "one");
    DeviceLogin two = hub.device(dora, "two");
    put("/devices/" + two.id() + "/user-meta", dora, "{\"z\":\"its own\",\"wifi\":\"its own\"}");
    assertThat(meta(one, one.token())).isEqualTo("{}");

    for (String said : List.of("first", "second", "second")) {
      put("/profiles/config/meta", dora, "{\"wifi\":\"" + said + "\",\"n\":0.50}");

      assertThat(meta(one, one.token())).isEqualTo("{\"wifi\":\"" + said + "\",\"n\":0.50}");
      assertThat(meta(one, dora)).isEqualTo(meta(one, one.token()));
      assertThat(meta(two, two.token()))
          .isEqualTo("{\"wifi\":\"its own\",\"n\":0.50,\"z\":\"its own\"}");
      assertThat(hub.get("/devices/" + one.id(), one.token()).text())
          .contains("\"user-meta\":" + meta(one, one.token()));
    }
    assertThat(hub.get("/firmtrail/v1/account/events", dora).text())
        .containsOnlyOnce("{\"meta\":{\"n\":5.0E-1,\"wifi\":\"first\"}}")
        .containsOnlyOnce("{\"meta\":{\"n\":5.0E-1,\"wifi\":\"second\"}}");

    put("/devices/" + one.id() + "/public", dora, "{}");
    assertThat(hub.get("/devices/" + one.id(), bob).text()).contains("\"user-meta\":{}");
    assertThat(hub.get("/devices/" + one.id() + "/user-meta", bob).status()).isEqualTo(403);
    hub.call(
        "DELETE",
        "/devices/" + one.id() + "/public",
        Optional.of(dora),
        Optional.empty(),
        Map.of());
    DeviceLogin another = hub.device(bob, "another");
    assertThat(meta(another, another.token())).doesNotContain("second");
  }

  private String meta(DeviceLogin device, String token) {
    return hub.get("/devices/" + device.id() + "/user-meta", token).text();
  }
}
