package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes in and out: {@code docs/formats/hub.md}, Bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BytesTest {
  private static final String CONTENT = "0123456789";

  private TestHub hub;
  private Path objects;
  private String alice;
  private String id;
  private String url;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    objects = data.resolve("hub/objects");
    alice = hub.account("alice");
    id = hub.object(alice, CONTENT, "dir/a \"na\u00efve\";\r\nX: y.img");
    url = hub.get("/objects/" + id, alice).string("signed-geturl");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private Reply range(String range, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Range", range);
    return hub.call("GET", url, Optional.empty(), Optional.empty(), headers);
  }

  @Test
  void sendsTheWholeObjectWithItsLengthAndName() {
    Reply whole = hub.call("GET", url, Optional.empty(), Optional.empty(), Map.of());
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo(CONTENT);
    assertThat(whole.header("Content-Length")).contains("10");
    assertThat(whole.header("ETag")).contains("\"" + id + "\"");
    assertThat(whole.header("Accept-Ranges")).contains("bytes");
    assertThat(whole.header("Content-Disposition"))
        .contains(
            "attachment; filename=\"a__na_ve____X__y.img\"; filename*=UTF-8''a%20%22na%C3%AFve%22%3B%0D%0AX%3A%20y.img");
  }

  @Test
  void answersHeadWithoutTheBytes() {
    Reply head = hub.call("HEAD", url, Optional.empty(), Optional.empty(), Map.of());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).contains("10");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 234, bytes 2-4/10",
    "bytes=7-, 789, bytes 7-9/10",
    "bytes=7-99, 789, bytes 7-9/10",
    "bytes=-3, 789, bytes 7-9/10",
    "bytes=-99, 0123456789, bytes 0-9/10",
    "bytes=0-0, 0, bytes 0-0/10"
  })
  void sendsOneRange(String range, String text, String contentRange) {
    Reply part = range(range, Map.of());
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo(text);
    assertThat(part.header("Content-Range")).contains(contentRange);
    assertThat(part.header("Content-Length")).contains(Integer.toString(text.length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=99-100", "bytes=-0"})
  void saysWhenARangeIsBeyondTheEnd(String range) {
    Reply beyond = range(range, Map.of());
    assertThat(beyond.status()).isEqualTo(416);
    assertThat(beyond.header("Content-Range")).contains("bytes */10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,3-4",
        "bytes=4-2",
        "bytes=-",
        "lines=1-2",
        "bytes=x-y",
        "bytes=0-1, 2-3"
      })
  void sendsEverythingWhereARangeIsNotOneRange(String range) {
    Reply whole = range(range, Map.of());
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo(CONTENT);
  }

  @Test
  void sendsTheRangeOnlyOfTheObjectThatTheClientHasBegunWith() {
    assertThat(range("bytes=5-", Map.of("If-Range", "\"" + id + "\"")).text()).isEqualTo("56789");
    assertThat(range("bytes=5-", Map.of("If-Range", "\"other\"")).text()).isEqualTo(CONTENT);
  }

  @Test
  void refusesAUrlThatWasChangedOrIsForAnotherUse() {
    String put = hub.get("/objects/" + id, alice).string("signed-puturl");
    assertThat(hub.call("GET", put, Optional.empty(), Optional.empty(), Map.of()).status())
        .isEqualTo(403);
    assertThat(hub.put(url, CONTENT).status()).isEqualTo(403);
    int middle = url.indexOf("/local-s3/") + 30;
    char other = url.charAt(middle) == 'A' ? 'B' : 'A';
    String changed = url.substring(0, middle) + other + url.substring(middle + 1);
    for (String bad :
        new String[] {
          changed,
          url + "x",
          url.substring(0, url.length() - 2),
          hub.url("/s3/x"),
          hub.url("/s3/x.y")
        }) {
      assertThat(hub.call("GET", bad, Optional.empty(), Optional.empty(), Map.of()).status())
          .isEqualTo(403);
    }
    assertThat(
            hub.call(
                    "GET",
                    url.replace("/local-s3/", "/s3/"),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of())
                .text())
        .isEqualTo(CONTENT);
  }

  @Test
  void keepsUrlsShortAndWithoutQuery() {
    assertThat(url).startsWith(hub.url("/local-s3/")).doesNotContain("?").hasSizeLessThan(1024);
  }

  @Test
  void storesNothingButTheBytesThatWereAnnounced() {
    Reply announced = hub.post("/objects/", alice, TestHub.announcement("announced", "a"));
    String put = announced.string("signed-puturl");
    assertThat(hub.put(put, "announceD").status()).isEqualTo(400);
    assertThat(hub.put(put, "announce").status()).isEqualTo(400);
    assertThat(hub.put(put, "announced!").status()).isEqualTo(400);
    assertThat(objects.resolve(announced.string("id"))).doesNotExist();
    assertThat(
            hub.call(
                    "GET",
                    announced.string("signed-geturl"),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of())
                .status())
        .isEqualTo(404);
    assertThat(hub.put(put, "announced").status()).isEqualTo(200);
    assertThat(hub.put(put, "announced").status()).isEqualTo(200);
  }

  @Test
  void takesAnEmptyObject() {
    Reply announced = hub.post("/objects/", alice, TestHub.announcement("", "empty"));
    assertThat(
            hub.call(
                    "PUT",
                    announced.string("signed-puturl"),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of())
                .status())
        .isEqualTo(200);
    Reply read =
        hub.call(
            "GET", announced.string("signed-geturl"), Optional.empty(), Optional.empty(), Map.of());
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.header("Content-Length")).contains("0");
  }

  @Test
  void replacesADamagedCopyWhenTheObjectComesAgain() throws IOException {
    String damaged = hub.object(alice, "will be damaged", "a");
    Path file = objects.resolve(damaged);
    Files.delete(file);
    Files.writeString(file, "will be DAMAGED");
    String put = hub.get("/objects/" + damaged, alice).string("signed-puturl");
    assertThat(hub.put(put, "will be damaged").status()).isEqualTo(200);
    assertThat(file).hasContent("will be damaged");
  }

  @Test
  void saysThatALostObjectIsLost() throws IOException {
    String lost = hub.object(alice, "will be lost", "a");
    String get = hub.get("/objects/" + lost, alice).string("signed-geturl");
    Files.delete(objects.resolve(lost));
    assertThat(hub.call("GET", get, Optional.empty(), Optional.empty(), Map.of()).status())
        .isEqualTo(404);
    assertThat(hub.post("/objects/", alice, TestHub.announcement("will be lost", "a")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "", "many", "0x10", "99999999999999999999", "1 "})
  void refusesASizeThatIsNone(String size) {
    JsonObject announcement =
        JsonObject.builder()
            .put("objectname", "a")
            .put("size", size)
            .put("sha256sum", "0".repeat(64))
            .build();
    assertThat(hub.post("/objects/", alice, announcement).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "xyz",
        "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789",
        "../../etc/passwd"
      })
  void refusesAnIdThatIsNone(String hash) {
    JsonObject announcement =
        JsonObject.builder().put("objectname", "a").put("size", "1").put("sha256sum", hash).build();
    assertThat(hub.post("/objects/", alice, announcement).status()).isEqualTo(400);
  }

  @Test
  void refusesAnObjectThatIsTooLarge() {
    JsonObject announcement =
        JsonObject.builder()
            .put("objectname", "a")
            .put("size", Long.toString(HubConfig.LARGEST_OBJECT + 1))
            .put("sha256sum", "0".repeat(64))
            .build();
    assertThat(hub.post("/objects/", alice, announcement).status()).isEqualTo(413);
  }
}
