package dev.firmtrail.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  /** The recorded output of {@code pvr device ps}. */
  @Test
  void isLaidOutAsThePublishedProgramDoes() {
    Table table =
        new Table(List.of("ID", "NICK", "REV", "STATUS", "STATE", "SEEN", "IP", "MESSAGE"))
            .row(
                "5ee13a60",
                "dev1",
                "3",
                "DONE",
                "01234567",
                "almost 7 years ago",
                "10.0.0.1",
                "Update finished");
    assertThat(table.text().lines())
        .containsExactly(
            "     ID      NICK   REV   STATUS    STATE            SEEN             IP          MESSAGE      ",
            "  5ee13a60   dev1     3   DONE     01234567   almost 7 years ago   10.0.0.1   Update finished  ");
  }
}
