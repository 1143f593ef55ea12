package dev.firmtrail.pins.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellScriptTest {
  /**
   * Line, pipeline and words of each command; {@code ~} stands behind a word that is no literal.
   */
  private static List<String> read(String script) {
    return ShellScript.commands(script, 1).stream()
        .map(command ->
            command.line()
                + " "
                + command.pipeline()
                + " "
                + command.words().stream()
                    .map(word -> word.text() + (word.isLiteral() ? "" : "~"))
                    .collect(Collectors.joining(",")))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "a b c                   ! 1 0 a,b,c",
        "a 'b c' \"d\\\"e\" f\\ g ! 1 0 a,b c,d\"e,f g",
        "a $B \"$C\" '$D' e$     ! 1 0 a,$B~,$C~,$D,e$",
        "a # b                   ! 1 0 a",
        "a#b                     ! 1 0 a#b",
        "a >f 2>&1 b <g          ! 1 0 a,b",
        "a <<< text b            ! 1 0 a,b",
        "if a                    ! 1 0 a",
        "X=1 Y=$Z a              ! 1 0 a",
        "a \\⏎ b                ! 1 0 a,b"
      })
  void oneCommand(String script, String words) {
    assertThat(read(script.replace('⏎', '\n'))).containsExactly(words);
  }

  @Test
  void commandsAreSeparatedAndJoined() {
    assertThat(read("a; b & c\nd | e && f || g"))
        .containsExactly("1 0 a", "1 1 b", "1 2 c", "2 3 d", "2 3 e", "2 4 f", "2 5 g");
  }

  @Test
  void aListIsWhatIsJoined() {
    assertThat(ShellScript.commands("a | b && c\nd", 1).stream().map(ShellCommand::list))
        .containsExactly(0, 0, 0, 1);
  }

  @Test
  void commandsInsideWordsComeBeforeThem() {
    assertThat(read("a \"$(b c)\" `d` <(e)\nf"))
        .containsExactly("1 0 b,c", "1 0 d", "1 0 e", "1 0 a,$(b c)~,`d`~,<(e)~", "2 1 f");
  }

  @Test
  void bodiesOfHereDocumentsAreNoCommands() {
    assertThat(read("cat <<E <<-'F' >x\na\nE\nb\n\tF\nc")).containsExactly("1 0 cat", "6 1 c");
  }

  @Test
  void linesAreCountedFromTheFirst() {
    ShellCommand command = ShellScript.commands("\n\na 'x\ny' b\nc", 10).getFirst();
    assertThat(command.line()).isEqualTo(12);
    assertThat(command.words().getLast().line()).isEqualTo(13);
    assertThat(ShellScript.commands("\n\na 'x\ny' b\nc", 10).getLast().line()).isEqualTo(14);
  }

  @ParameterizedTest
  @CsvSource({
    "sudo -u root apt-get install x, apt-get, install x",
    "env -i A=1 /usr/bin/wget u, wget, u",
    "A=1 B=2 make all, make, all",
    "sudo env X=1 curl u, curl, u"
  })
  void theProgramIsBehindItsPrefixes(String script, String program, String arguments) {
    ShellCommand command = ShellScript.commands(script, 1).getFirst();
    assertThat(command.program()).contains(program);
    assertThat(
            command.arguments().stream()
                .map(ShellCommand.Word::text)
                .collect(Collectors.joining(" ")))
        .isEqualTo(arguments);
  }

  @Test
  void aPrefixAloneHasNoProgram() {
    assertThat(ShellScript.commands("sudo -u", 1).getFirst().program()).isEmpty();
    assertThat(ShellScript.commands("sudo", 1).getFirst().program()).isEmpty();
    assertThat(ShellScript.commands("A=1", 1).getFirst().program()).isEmpty();
    assertThat(ShellScript.commands("A=1", 1).getFirst().assignments().getFirst().name())
        .isEqualTo("A");
  }

  @Test
  void whateverItIsGivenItEnds() {
    String alphabet = "ab \t\n\\'\"`$(){}<>|&;#!=-E09";
    long seed = Long.getLong("firmtrail.seed", 9);
    Random random = new Random(seed);
    for (int run = 0; run < 20_000; run++) {
      StringBuilder script = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        script.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      List<ShellCommand> commands = new ArrayList<>(ShellScript.commands(script.toString(), 1));
      int lines = (int) script.chars().filter(c -> c == '\n').count() + 1;
      assertThat(commands)
          .as("%s, -Dfirmtrail.seed=%d", script, seed)
          .allSatisfy(command -> assertThat(command.line()).isBetween(1, lines));
    }
  }

  @Test
  void largeScriptsTakeNoLongerThanTheyAreLong() {
    String deep = "$(".repeat(50_000);
    assertThat(ShellScript.commands(deep, 1)).isNotNull();
    assertThat(ShellScript.commands("a ".repeat(500_000), 1).getFirst().words()).hasSize(500_000);
    assertThat(ShellScript.commands("\"".repeat(300_001), 1)).hasSizeLessThan(3);
    assertThat(ShellScript.commands("<<A ".repeat(50_000) + "\nx", 1)).hasSizeLessThan(3);
  }
}
