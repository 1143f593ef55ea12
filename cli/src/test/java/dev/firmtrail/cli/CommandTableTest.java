package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.GlobalFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The command line of the published program, as a table, against ours, both ways: nothing of its is
 * missing but what is named as later, and nothing of ours is new but what is named as such.
 */
class CommandTableTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("vectors/pvr");

  /** One line of the table. */
  private record Row(
      String command, List<String> names, boolean hasValue, String variable, boolean isFlag) {
    static Row of(String line) {
      List<String> cells = List.of(line.split("\t", -1));
      return new Row(
          cells.get(0),
          cells.get(1).equals("-") ? List.of() : List.of(cells.get(1).split(" ", -1)),
          !cells.get(2).equals("-"),
          cells.get(3).equals("-") ? "" : cells.get(3),
          cells.get(4).equals("flag"));
    }

    /** As the lists of exceptions name it. */
    String shown() {
      return isFlag ? command + " --" + names.getFirst() : command;
    }
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(VECTORS.resolve(file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static List<Row> table() throws IOException {
    return lines("commands.tsv").stream().map(Row::of).toList();
  }

  /** Names of commands and flags with a reason behind each. */
  private static Set<String> named(String file) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : lines(file)) {
      List<String> cells = List.of(line.split("\t", -1));
      assertThat(cells).as(line).hasSize(2);
      assertThat(names.add(cells.getFirst())).as(line + " stands once").isTrue();
    }
    return names;
  }

  private static Optional<CommandPath> command(String name) {
    return Commands.paths().stream().filter(path -> path.name().equals(name)).findFirst();
  }

  private static List<Flag> flags(String command) {
    return command.equals("-")
        ? GlobalFlags.ALL
        : command(command).map(path -> path.command().flags()).orElse(List.of());
  }

  /** What is not as the row says; empty when all is. */
  private static String missing(Row row) {
    if (!row.isFlag()) {
      return command(row.command())
          .map(path ->
              path.command().names().containsAll(row.names()) ? "" : "aliases " + row.names())
          .orElse("the command");
    }
    List<Flag> found =
        flags(row.command()).stream()
            .filter(flag -> flag.names().containsAll(row.names()))
            .toList();
    if (found.isEmpty()) {
      return "the names " + row.names();
    }
    if (found.getFirst().takesValue() != row.hasValue()) {
      return "whether it takes a value";
    }
    return row.variable().isEmpty() || found.getFirst().variable().equals(row.variable())
        ? ""
        : "the variable " + row.variable();
  }

  @Test
  void everythingOfThePublishedProgramIsHereOrNamedAsLater() throws IOException {
    List<String> problems = new ArrayList<>();
    Set<String> later = new TreeSet<>();
    for (Row row : table()) {
      if (!missing(row).isEmpty()) {
        problems.add(row.shown() + " lacks " + missing(row));
        later.add(row.shown());
      }
    }
    assertThat(later)
        .as("%s; what is there must leave commands-later.tsv", problems)
        .isEqualTo(named("commands-later.tsv"));
  }

  @Test
  void everythingThatIsOursAloneIsNamed() throws IOException {
    Set<String> theirs = new TreeSet<>();
    Set<String> spellings = new TreeSet<>();
    for (Row row : table()) {
      theirs.add(row.isFlag() ? "" : row.command());
      row.names()
          .forEach(name -> spellings.add(row.command() + (row.isFlag() ? " --" : " ") + name));
    }
    Set<String> ours = new TreeSet<>();
    for (CommandPath path : Commands.paths()) {
      if (!theirs.contains(path.name())) {
        ours.add(path.name());
        continue;
      }
      path.command().names().stream()
          .skip(1)
          .map(alias -> path.name() + " " + alias)
          .filter(alias -> !spellings.contains(alias))
          .forEach(ours::add);
      own(path.name(), path.command().flags(), spellings).forEach(ours::add);
    }
    own("-", GlobalFlags.ALL, spellings).forEach(ours::add);
    assertThat(ours).isEqualTo(named("commands-ours.tsv"));
  }

  /** Flags of which no name is the published program's. */
  private static Stream<String> own(String command, List<Flag> flags, Set<String> spellings) {
    return flags.stream()
        .filter(flag ->
            flag.names().stream().noneMatch(name -> spellings.contains(command + " --" + name)))
        .map(flag -> command + " --" + flag.names().getFirst());
  }
}
