package dev.firmtrail.cli.sig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerifyTest {
  private static final Path CASES = Desk.VECTORS.resolve("pvs");

  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void sitDown() throws IOException {
    desk = new Desk(directory);
  }

  static Stream<JsonObject> cases() throws IOException, JsonException {
    return ((JsonArray) JsonReader.read(Files.readAllBytes(CASES.resolve("cases.json"))))
        .items().stream().map(JsonObject.class::cast);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFileIsJudgedAsTheRecordedCaseWants(JsonObject row) throws JsonException {
    String name = row.string("name").orElseThrow();
    assertThat(judged(row, name, List.of("--lenient")).code())
        .isEqualTo(row.string("want").orElseThrow().equals("accept") ? 0 : 13);
    Ran strict = judged(row, name, List.of("--json"));
    assertThat(strict.code())
        .isEqualTo(row.string("strictwant").orElse("").equals("accept") ? 0 : 13);
    JsonObject answer = JsonReader.readObject(strict.out().getBytes(StandardCharsets.UTF_8));
    assertThat(String.join(" ", answer.members().keySet()).replaceFirst("id ", ""))
        .isEqualTo("state trust at measure accepted verdicts keys signatures hazards notes");
    assertThat(answer.object("verdicts").orElseThrow().members().keySet())
        .containsExactly("strict", "lenient", "deviceStrict", "deviceLenient");
  }

  private Ran judged(JsonObject row, String name, List<String> more) {
    List<String> words = new ArrayList<>(List.of("sig", "--cacerts"));
    words.add(CASES.resolve("keys/trust-ec-and-rsa.pem").toString());
    words.add("verify");
    words.addAll(more);
    row.string("oem")
        .ifPresent(oem -> words.add("--oem=" + oem + "=" + CASES.resolve("keys/trust-oem.pem")));
    words.add(CASES.resolve(name).resolve("state.json").toString());
    return desk.pvr(words.toArray(String[]::new));
  }

  @Test
  void aFileThatIsNoStateIsJudgedAndSaidToBeNone() throws IOException {
    Path file = directory.resolve("state.json");
    Files.writeString(file, "{\"#spec\":\"pantavisor-service-system@1\",\"../x\":\"no id\"}");
    Ran ran =
        desk.pvr(
            "sig",
            "--pubkey",
            Desk.KEYS.resolve("sign-ec256.pub").toString(),
            "verify",
            file.toString());
    assertThat(ran.code()).isEqualTo(13);
    assertThat(ran.out())
        .contains("NOT COVERED ../x", "note        no hub takes it", "no signatures");
  }

  @Test
  void anExportAndADirectoryAreJudgedToo() {
    desk.ok("sig", "keygen");
    desk.ok("sig", "add");
    desk.ok("commit");
    desk.ok("export", "../release.tgz");
    assertThat(desk.ok("sig", "verify", "../release.tgz").out()).contains("strict      accepted");
    assertThat(desk.ok("sig", "verify", desk.ws.toString()).out()).contains("accepted");
    assertThat(desk.ok("sig", "verify", "@work").out()).contains("@work");
  }

  @Test
  void certificatesMustBeValidAtTheTimeThatIsAskedAbout() {
    desk.ok("sig", "keygen");
    desk.ok("sig", "add");
    desk.ok("commit");
    Ran late = desk.pvr("sig", "verify", "--at", "2030-01-01T00:00:00Z");
    assertThat(late.code()).isEqualTo(13);
    assertThat(late.out()).contains("(out-of-date)");
    assertThat(desk.pvr("sig", "verify", "--at", "yesterday").code()).isEqualTo(1);
  }

  @Test
  void theTimeIsAWholeSecondWhateverTheClockSays() {
    desk.at(Instant.parse("2026-11-30T12:00:00.123456789Z"));
    desk.ok("sig", "keygen");
    assertThat(desk.pvr("sig", "verify").out()).contains(", at 2026-11-30T12:00:00Z\n");
    assertThat(desk.pvr("sig", "verify", "--json").out())
        .contains("\"at\": \"2026-11-30T12:00:00Z\"");
  }

  @Test
  void withoutTrustNothingIsJudged() {
    Ran ran = desk.pvr("sig", "verify");
    assertThat(ran.code()).isEqualTo(125);
    assertThat(ran.err()).contains("--cacerts");
    assertThat(desk.pvr("sig", "--pubkey", "../none", "verify").code()).isEqualTo(11);
    assertThat(desk.pvr("sig", "--pubkey", "..", "verify").code()).isEqualTo(12);
    assertThat(desk.pvr("sig", "--cacerts", "_system_", "verify").code()).isEqualTo(13);
  }

  @Test
  void aTerminalSeesInColourWhatIsMissing() {
    desk.ok("sig", "keygen");
    Ran ran = desk.typing("", "sig", "verify");
    assertThat(ran.out()).contains("\u001b[31mNOT COVERED \u001b[0m");
  }
}
