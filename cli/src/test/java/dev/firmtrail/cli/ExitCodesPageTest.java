package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.frame.CommandGroup;
import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.ExitCode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodesPageTest {
  @Test
  void thePageIsTheTable() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Exit codes of pvr

            Numbers are those of the published program for the same failure. One number can have several meanings; the
            message on standard error says which. This page is made from the table in the code (`ExitCode`).

            | code | name | meaning | commands |
            | --- | --- | --- | --- |
            """);
    for (ExitCode row : ExitCode.values()) {
      String commands = row.commands().isEmpty() ? "all" : String.join(", ", row.commands());
      page.append(
          "| %d | `%s` | %s | %s |%n".formatted(row.number(), row, row.meaning(), commands));
    }
    WrittenPage.holds("exit-codes.md", page.toString());
  }

  @Test
  void theTableNamesOnlyCommandsThatExist() {
    List<String> names = Commands.paths().stream().map(CommandPath::name).toList();
    for (ExitCode row : ExitCode.values()) {
      assertThat(names).containsAll(row.commands());
    }
  }

  @Test
  void eachCommandsFailureIsInItsRows() {
    for (CommandPath path : Commands.paths()) {
      if (!(path.command() instanceof CommandGroup)) {
        assertThat(ExitCode.of(path.name())).contains(path.command().failure());
      }
    }
  }

  @Test
  void ofACommandThatJudgesOnlyADifferenceHasItsNumber() {
    assertThat(ExitCode.DIFFERENT.commands()).isNotEmpty();
    for (String command : ExitCode.DIFFERENT.commands()) {
      for (ExitCode code : ExitCode.values()) {
        ExitCode failure = code.asFailureOf(command);
        assertThat(failure.number()).isNotEqualTo(ExitCode.DIFFERENT.number());
        assertThat(ExitCode.of(command)).contains(failure, ExitCode.DIFFERENT);
      }
      assertThat(ExitCode.of(command).stream().filter(row -> row.number() == 1))
          .containsExactly(ExitCode.DIFFERENT);
    }
    assertThat(ExitCode.WORKSPACE_UNREADABLE.asFailureOf("status"))
        .isEqualTo(ExitCode.WORKSPACE_UNREADABLE);
  }

  @Test
  void helpShowsTheRowsOfItsCommand() {
    for (CommandPath path : Commands.paths()) {
      String help = PvrTest.helpOf(path.name()).replaceAll("\\s+", " ");
      for (ExitCode row : ExitCode.of(path.name())) {
        assertThat(help).contains(row.meaning());
      }
    }
  }
}
