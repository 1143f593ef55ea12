package dev.firmtrail.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Long cells, as the published program's table breaks them: worked out by its rule by hand. */
class WrappingTest {
  @Test
  void keepsWhatFits() {
    assertThat(Wrapping.lines("123456789 123456789 123456789 ", 30))
        .containsExactly("123456789 123456789 123456789 ");
    assertThat(Wrapping.lines("", 30)).containsExactly("");
  }

  /** Filling the first line would leave 1 + 36 free; this leaves 9 + 9. */
  @Test
  void leavesAsLittleAsCanBeFreeOnAllLinesButTheLast() {
    assertThat(Wrapping.lines("aaa bb cc ddddd", 6)).containsExactly("aaa", "bb cc", "ddddd");
    assertThat(Wrapping.lines("Update finished, revision not set as rollback point", 30))
        .containsExactly("Update finished, revision not", "set as rollback point");
  }

  @Test
  void aLongWordMakesAllLinesWider() {
    assertThat(Wrapping.lines("a b 1234567890 c d", 5)).containsExactly("a b", "1234567890", "c d");
  }

  @Test
  void aWrappedCellMakesItsRowHigher() {
    Table table = Table.wrapping(List.of("A", "TEXT", "B"));
    table.row("1", "Update finished, revision not set as rollback point", "x");
    assertThat(table.text())
        .isEqualTo(
            """
              A                TEXT                B
              1   Update finished, revision not    x
                  set as rollback point               \

            """
                .replace("B\n", "B  \n")
                .replace("x\n", "x  \n"));
  }
}
