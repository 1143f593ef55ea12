package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.hubclient.LogEntry;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as people write and read them, and lines of logs. */
class TimesAndLinesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S, less than a minute ago",
    "PT29.4S, less than a minute ago",
    "PT29.5S, 1 minute ago",
    "PT89S, 1 minute ago",
    "PT90S, 2 minutes ago",
    "PT44M29S, 44 minutes ago",
    "PT44M30S, about 1 hour ago",
    "PT1H29M, about 1 hour ago",
    "PT1H30M, about 2 hours ago",
    "PT23H59M, about 24 hours ago",
    "PT24H, 1 day ago",
    "PT41H59M, 1 day ago",
    "PT42H, 2 days ago",
    "P29D, 29 days ago",
    "P30D, about 1 month ago",
    "P45D, about 2 months ago",
    "P60D, 2 months ago",
    "P75D, 3 months ago",
    "P364D, 12 months ago",
    "P365D, about 1 year ago",
    "P455D, over 1 year ago",
    "P635D, almost 2 years ago",
    "P2517D, almost 7 years ago",
    "PT-10M, 10 minutes from now"
  })
  void distancesReadAsTheyAlwaysDid(String distance, String words) {
    String text = TimeAgo.text(NOW.minus(Duration.parse(distance)), NOW);
    // A moment that is now exactly was never before now.
    assertThat(text).isEqualTo(distance.equals("PT0S") ? "less than a minute from now" : words);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-31T00:00:00Z",
    "2026-01-31T10:20:30, 2026-01-31T10:20:30Z",
    "2026-01-31T10:20:30+02:00, 2026-01-31T08:20:30Z",
    "2026-01-31T10:20:30.5Z, 2026-01-31T10:20:30.500Z",
    "PT15M, 2026-11-22T11:45:00Z",
    "P1DT1H1M1S, 2026-11-21T10:58:59Z",
    "P2W, 2026-11-08T12:00:00Z",
    "P1Y, 2025-11-22T12:00:00Z"
  })
  void aBeginningIsADateATimeOrADurationBackFromNow(String text, Instant moment)
      throws CommandFailure {
    assertThat(LogTimes.from(text, NOW)).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "2026-01-31 10:00", "P1M", "15m", "2026"})
  void whatIsNeitherIsRefused(String text) {
    CommandFailure refused = assertThrows(CommandFailure.class, () -> LogTimes.from(text, NOW));
    assertThat(refused.code()).isEqualTo(ExitCode.LOG_TIME_REFUSED);
  }

  /** Found in review: the largest duration that can be written is longer than time. */
  @Test
  void aDurationBeyondAllCalendarsIsRefused() {
    String longest = "P999999999W999999999Y";
    assertThat(assertThrows(CommandFailure.class, () -> LogTimes.from(longest, NOW)).code())
        .isEqualTo(ExitCode.LOG_TIME_REFUSED);
    assertThat(
            assertThrows(CommandFailure.class, () -> LogTimes.to(longest, Optional.of(NOW))).code())
        .isEqualTo(ExitCode.LOG_TIME_REFUSED);
  }

  /** Found by fuzzing: the first word of such a path was taken for the host. */
  @Test
  void aRevisionIsOnTheHostOfItsRepository() {
    RepositoryReference.Url repository =
        new RepositoryReference.Url(URI.create("https://hub.example//elsewhere/dev?x"), "");
    assertThat(References.revision(repository, 3))
        .isEqualTo(URI.create("https://hub.example//elsewhere/dev/steps/3"));
  }

  @Test
  void anEndCountsFromTheBeginning() throws CommandFailure {
    assertThat(LogTimes.to("PT5M", Optional.of(NOW))).isEqualTo(NOW.plusSeconds(300));
    assertThat(LogTimes.to("2026-01-31", Optional.empty()))
        .isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
    assertThrows(CommandFailure.class, () -> LogTimes.to("PT5M", Optional.empty()));
  }

  private static String line(String template, String entry) throws JsonException {
    LogEntry read =
        new LogEntry(
            JsonReader.readObject(entry.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    return LogLine.of(template).orElseThrow().text(read, UnaryOperator.identity());
  }

  @Test
  void linesHaveTheUsualColumns() throws JsonException {
    assertThat(
            line(
                "",
                "{'dev':'prn:::devices:/5ee13a6087dfb60008ab8f5c','rev':'12','time-created':'2026-02-11T01:02:03.9Z','plat':'a-very-long-platform','src':'/a/longer-than-fifteen.log','msg':'hi'}"))
        .isEqualTo("5ee13a6087( 12) Feb 11 01:02:03a-very-long-platform(longer-than-fif): hi");
    assertThat(line("", "{'dev':'x/y'}"))
        .isEqualTo("         y(   ) Jan  1 00:00:00            (.              ): ");
  }

  @Test
  void jsonLinesHaveWhatIsKnownAndNotEmpty() throws JsonException {
    assertThat(line("json", "{'msg':'<m>','tsec':0,'tnano':5,'lvl':'','id':'i','other':1}"))
        .isEqualTo("{\"id\":\"i\",\"tnano\":5,\"msg\":\"\\u003cm\\u003e\"}");
  }

  @Test
  void aTemplateOfFieldsIsFilledIn() throws JsonException {
    assertThat(line("{{.lvl}}: {{ .msg }} $1 \\", "{'lvl':'INFO','msg':'a$2'}"))
        .isEqualTo("INFO: a$2 $1 \\");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{.nothing}}", "{{ .msg | upper }}", "no field", "{{.msg}} {{if x}}"})
  void otherTemplatesAreNotUnderstood(String template) {
    assertThat(LogLine.of(template)).isEmpty();
  }
}
