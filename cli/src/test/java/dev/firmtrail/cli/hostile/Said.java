package dev.firmtrail.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.ExitCode;
import java.util.List;
import java.util.regex.Pattern;

/** What a command said, as a person reads it. */
final class Said {
  /** The progress line takes itself away so. */
  private static final Pattern PROGRESS =
      Pattern.compile("\r\u001b\\[K[^\r\n]*(?=\r\u001b\\[K)|\r\u001b\\[K");

  private static final Pattern STACK = Pattern.compile("(?m)^\\s+at |Exception|Error:");

  /** An error says what, where, why and what next; two hundred words say nothing. */
  private static final int LONGEST = 1200;

  private Said() {}

  /** What a command answers; findings of a check are an answer too. */
  static String wholeBy(Ran ran) {
    boolean answers = ran.code() == 0 || ran.code() == ExitCode.DAMAGED.number();
    return answers ? ran.out() + ran.err() : ran.err();
  }

  /** The line that says it: the error, or the first of the answer. */
  static String by(Ran ran, Scene scene) {
    String text =
        !ran.out().isBlank() && (ran.code() == 0 || ran.code() == ExitCode.DAMAGED.number())
            ? ran.out()
            : withoutProgress(ran.err());
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    return scene.plain(
        ran.code() == 0 || ran.code() == ExitCode.DAMAGED.number()
            ? lines.getFirst()
            : lines.getLast());
  }

  private static String withoutProgress(String err) {
    return PROGRESS.matcher(err).replaceAll("");
  }

  /** What holds for whatever is said. */
  static void check(Ran ran, String what) {
    String err = withoutProgress(ran.err());
    assertThat(err + ran.out())
        .as(what)
        .doesNotContain(
            Scene.TOKEN,
            Scene.PASSWORD,
            LyingHub.SIGNATURE,
            "a defect in pvr itself",
            "\u001b[31m");
    assertThat(STACK.matcher(err).find()).as("a stack trace in " + what).isFalse();
    assertThat(err.chars().filter(c -> Character.isISOControl(c) && c != '\n').count())
        .as("control characters in " + what)
        .isZero();
    assertThat(
            ran.out()
                .chars()
                .filter(c ->
                    (c >= 0x7F && c < 0xA0) || (c < ' ' && c != '\n' && c != '\t') || c == 0x202E)
                .count())
        .as("control characters in " + what)
        .isZero();
    if (ran.code() != 0) {
      assertThat(err).as(what).isNotBlank();
      assertThat(err.lines().toList().getLast().length()).as(what).isLessThan(LONGEST);
      assertThat(err.lines().filter(line -> !line.isBlank()).count()).as(what).isLessThan(5);
    }
  }
}
