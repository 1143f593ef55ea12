package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.testkit.wire.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a trail of twelve steps, the seventh of which broke the program. */
class BisectCommandTest {
  private static final String TEST = "echo $PVR_BISECT_REV >> \"$TRIED\"; grep -q good app/program";

  @TempDir private static Path shared;
  private static HubBehind hub;
  private static Place place;

  @TempDir private Path directory;
  private Path ws;
  private Path tried;

  @BeforeAll
  static void post() throws IOException {
    hub = new HubBehind(shared.resolve("hub"));
    place = new Place(shared);
    place.person("ada", hub.url());
    Path firmware = place.workspace("firmware", Map.of("os/root", "root"));
    place.ok(firmware, "device", "create", "thermostat");
    for (int step = 1; step <= 12; step++) {
      place.commit(
          firmware,
          Map.of(
              "app/program",
              (step < 7 ? "good " : "bad ") + step,
              "app/run.json",
              "{\"step\": " + step + "}",
              step == 7 ? "lib/new" : "os/other",
              "of step " + step));
      place.ok(firmware, "post", "-m", "step " + step, hub.url() + "/ada/thermostat");
    }
    place.set("PATH", System.getenv("PATH"));
  }

  @AfterAll
  static void end() {
    place.close();
    hub.close();
  }

  @BeforeEach
  void cloneTheNewest() throws IOException {
    hub.put((request, real) -> real.get());
    ws = directory.resolve("lab");
    place.ok(
        directory,
        "clone",
        "-o",
        directory.resolve("pool").toString(),
        hub.url() + "/ada/thermostat/steps/12",
        ws.toString());
    tried = directory.resolve("tried");
    place.set("TRIED", tried.toString());
  }

  private Ran test(String script) throws IOException {
    return place.pvr(ws, "bisect", "run", "sh", "-c", script);
  }

  private List<String> tried() throws IOException {
    return Files.readAllLines(tried);
  }

  @Test
  void aRunNamesTheRevisionThatBrokeItAndWhatItChanged() throws Exception {
    Ran begun = place.ok(ws, "bisect", "start", "@12", "@1");
    assertThat(begun.out()).startsWith("next: revision 6 (11 revisions left, about 4 runs more)\n");
    int before = hub.lines().size();

    Ran ran = test(TEST);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .startsWith("first bad revision: 7\n  state   ")
        .contains("\n  author  ada\n", "\n  message step 7\n", "\n  A lib\n  C app\n")
        .endsWith("confidence 100 % after " + tried().size() + " runs\n");
    assertThat(tried()).hasSizeLessThanOrEqualTo(4).doesNotHaveDuplicates();
    assertThat(ran.err()).contains("revision 6: good (exit code 0); ");
    assertThat(directory.resolve("lab/.pvr/bisect/tree")).doesNotExist();
    List<String> asked = hub.lines().subList(before, hub.lines().size());
    assertThat(asked.stream().filter(line -> line.contains("/trails/"))).doesNotHaveDuplicates();
    assertThat(asked.stream().filter(line -> line.contains("/objects/")))
        .isNotEmpty()
        .doesNotHaveDuplicates();
    assertThat(asked.stream().filter(line -> line.contains("/local-s3/"))).doesNotHaveDuplicates();
  }

  @Test
  void aFlakyTestIsRepeatedWithoutAskingTheHubAgain() throws Exception {
    place.ok(ws, "bisect", "start", "--flakes", "0.1", "--confidence", "0.9", "@12", "@1");
    int before = hub.lines().size();
    Ran ran = test(TEST);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("first bad revision: 7\n");
    assertThat((long) tried().size()).isGreaterThan(tried().stream().distinct().count());
    List<String> asked = hub.lines().subList(before, hub.lines().size());
    assertThat(asked.stream().filter(line -> line.contains("/trails/"))).doesNotHaveDuplicates();
  }

  @Test
  void whatWasAnsweredIsKeptWhenTheTestIsKilled() throws Exception {
    place.ok(ws, "bisect", "start", "12", "1");
    String dies = "test -e \"$TRIED.second\" && kill -9 $$; touch \"$TRIED.second\"; ";
    Ran killed = test(dies + TEST);
    assertThat(killed.code()).isEqualTo(5);
    assertThat(killed.err()).contains("137", "goes on where it was");
    assertThat(tried()).containsExactly("6");
    assertThat(directory.resolve("lab/.pvr/bisect/tree")).doesNotExist();

    assertThat(test(TEST).out()).startsWith("first bad revision: 7\n");
    assertThat(tried()).doesNotHaveDuplicates();
  }

  @Test
  void aProgramThatIsMissingMakesNoRevisionBad() throws Exception {
    place.ok(ws, "bisect", "start", "@12", "@1");
    Ran missing = test("no-such-program-here");
    assertThat(missing.code()).isEqualTo(5);
    assertThat(missing.err()).contains("127");
    assertThat(place.ok(ws, "bisect", "log").out().lines()).hasSize(1);
  }

  @Test
  void aTestThatCannotBeStartedStopsTheSearch() throws Exception {
    place.ok(ws, "bisect", "start", "12", "1");
    Ran ran = place.pvr(ws, "bisect", "run", "./no-such-test");
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.err()).startsWith("the test cannot be started: ").contains("no-such-test");
    assertThat(place.ok(ws, "bisect", "log").out()).hasLineCount(1);
  }

  @Test
  void whatCannotBeTestedIsSkippedAndMayBeTheCulprit() throws Exception {
    hub.put((request, real) ->
        request.path().contains("/steps/7")
            ? new Answer.Whole(404, Map.of(), "{\"Error\": \"gone\"}")
            : real.get());
    place.ok(ws, "bisect", "start", "12", "1");
    Ran ran = test("test $PVR_BISECT_REV = 6 && exit 125; " + TEST);
    assertThat(ran.code()).as(ran.err()).isEqualTo(4);
    assertThat(ran.out())
        .startsWith("the first bad revision is one of 6 to 8, ")
        .contains("revision 7\n  the hub does not give this step\n");
    assertThat(ran.err())
        .contains("revision 6: skip (exit code 125)", "revision 7: skip (incomplete: ");
  }

  @Test
  void aTestThatTakesTooLongIsSkippedWithAllThatItStarted() throws Exception {
    place.ok(ws, "bisect", "start", "8", "6");
    Ran ran =
        place.pvr(
            ws, "bisect", "run", "--timeout", "PT0.3S", "sh", "-c", "sleep 1000 & wait; true");
    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.err()).contains("revision 7: skip (took longer than PT0.3S)");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whoStopsASearchStopsAllThatTheTestStartedAndKeepsTheAnswers() throws Exception {
    place.ok(ws, "bisect", "start", "12", "1");
    place.ok(ws, "bisect", "good", "6");
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    String waits = "exec 3> '" + pipe + "'; sleep 1000 & echo begun >&3; wait";
    AtomicInteger code = new AtomicInteger();
    Thread run = Thread.ofPlatform().start(() -> code.set(quietly(waits).code()));
    try (BufferedReader holders = Files.newBufferedReader(pipe)) {
      assertThat(holders.readLine()).isEqualTo("begun");
      run.interrupt();
      // The pipe ends when nobody is left who has it open.
      assertThat(holders.readLine()).isNull();
    }
    run.join();
    assertThat(code).hasValue(130);
    assertThat(directory.resolve("lab/.pvr/bisect/tree")).doesNotExist();
    assertThat(place.ok(ws, "bisect", "log").out()).hasLineCount(2);
  }

  private Ran quietly(String script) {
    try {
      return test(script);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void aLogIsReplayedToTheSameAnswerWithoutARun() throws Exception {
    place.ok(ws, "bisect", "start", "12", "1");
    Ran ran = test(TEST);
    Path log = directory.resolve("log");
    Files.writeString(log, place.ok(ws, "bisect", "log").out());
    assertThat(place.pvr(ws, "bisect", "replay", log.toString()).code()).isEqualTo(3);
    place.ok(ws, "bisect", "reset");
    assertThat(directory.resolve("lab/.pvr/bisect")).doesNotExist();
    int runs = tried().size();
    assertThat(place.ok(ws, "bisect", "replay", log.toString()).out()).isEqualTo(ran.out());
    assertThat(tried()).hasSize(runs);
  }

  @Test
  void aLineThatWasCutIsLeftOutAndSaid() throws Exception {
    place.ok(ws, "bisect", "start", "12", "1");
    place.ok(ws, "bisect", "good");
    Path log = directory.resolve("lab/.pvr/bisect/log");
    Files.writeString(log, "{\"outcome\":\"bad\",\"revi", StandardOpenOption.APPEND);
    Ran ran = place.ok(ws, "bisect", "bad", "@9");
    assertThat(ran.err()).contains("in the middle of a line");
    assertThat(ran.out()).startsWith("next: revision 7 (3 revisions left");
    assertThat(place.ok(ws, "bisect", "log").err()).isEmpty();
  }

  @Test
  void answersByHandThatContradictEachOtherAreRefused() throws Exception {
    place.ok(ws, "bisect", "start", "12", "1");
    place.ok(ws, "bisect", "bad", "@6");
    Ran ran = place.pvr(ws, "bisect", "good", "@8");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("revision 8 cannot be good", "--flakes", "pvr bisect replay");
    assertThat(place.ok(ws, "bisect", "log").out()).hasLineCount(2);
    assertThat(place.pvr(ws, "bisect", "good", "@12").err()).contains("not between 1");
  }

  @Test
  void aStartInTheWrongOrderOrOverAnotherIsRefused() throws Exception {
    assertThat(place.pvr(ws, "bisect", "start", "1", "12").err())
        .contains("the good revision is not before the bad one");
    assertThat(place.pvr(ws, "bisect", "good").err()).contains("pvr bisect start BAD GOOD");
    place.ok(ws, "bisect", "start", "12", "1");
    assertThat(place.pvr(ws, "bisect", "start", "12", "1").err()).contains("pvr bisect reset");
  }

  @Test
  void aLogOfAStrangerIsReadStrictly() throws Exception {
    place.ok(ws, "bisect", "start", "12", "1");
    String good = place.ok(ws, "bisect", "log").out();
    place.ok(ws, "bisect", "reset");
    for (String bad :
        List.of(
            "",
            "{}\n",
            "not json\n",
            good.replace("http:", "file:"),
            good.replace("\"good\":1", "\"good\":1e99"),
            good.replace("\"good\":1", "\"good\":12"),
            good.replace("\"flakes\":0.0", "\"flakes\":0.7"),
            good.replace("}", ",\"more\":1}"),
            good + "{\"outcome\":\"bad\",\"revision\":99,\"why\":\"\"}\n",
            good + "{\"outcome\":\"maybe\",\"revision\":6,\"why\":\"\"}\n")) {
      assertThat(bad).isNotEqualTo(good);
      Path file = directory.resolve("strange");
      Files.writeString(file, bad);
      Ran ran = place.pvr(ws, "bisect", "replay", file.toString());
      assertThat(ran.code()).as(bad).isEqualTo(3);
      assertThat(ran.err()).as(bad).doesNotContain("defect");
      assertThat(directory.resolve("lab/.pvr/bisect/log")).doesNotExist();
    }
  }

  @Test
  void thePartsThatFailTogetherAreFoundByARealCommand() throws Exception {
    String test = "! { grep -q bad app/program && test -e lib/new; }";
    Ran ran = place.ok(ws, "bisect", "parts", "@12", "@3", "run", "sh", "-c", test);
    assertThat(ran.out())
        .startsWith("these parts make it fail:\n  app\n  lib\nNone of these lines can be left out")
        .contains("; there are 8 subsets. Confidence 100 %");
    Ran json = place.ok(ws, "bisect", "parts", "--json", "@12", "@3", "run", "sh", "-c", test);
    assertThat(json.out().replaceAll("\\s", "")).startsWith("{\"guilty\":[[\"app\"],[\"lib\"]],");
    Ran wrong = place.pvr(ws, "bisect", "parts", "@12", "@3", "run", "true");
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.err()).contains("was named as bad, and the test says good");
    assertThat(directory.resolve("lab/.pvr/bisect/tree")).doesNotExist();
  }
}
