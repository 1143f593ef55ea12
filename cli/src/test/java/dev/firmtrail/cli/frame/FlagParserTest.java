package dev.firmtrail.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagParserTest {
  private static final Flag LAST = Flag.of("X", "the last counts", "last", "l");
  private static final Flag EACH = Flag.each("X", "each counts", "each", "e");

  @Test
  void theLastOfARepeatedFlagCountsUnlessEachDoes() throws CommandFailure {
    Arguments arguments =
        FlagParser.parse(
            List.of(LAST, EACH),
            List.of("-l", "1", "-e", "a", "word", "--last=2", "--each", "b", "-each=c"),
            new Session(
                Path.of("/"),
                Path.of("/"),
                Map.of(),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Clock.systemUTC(),
                Session.Terminals.NONE));
    assertThat(arguments.texts(LAST)).containsExactly("2");
    assertThat(arguments.texts(EACH)).containsExactly("a", "b", "c");
    assertThat(arguments.text(EACH)).contains("c");
    assertThat(arguments.positionals()).containsExactly("word");
  }
}
