package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.GlobalFlags;
import dev.firmtrail.cli.frame.Setting;
import dev.firmtrail.cli.pages.KnownFile;
import dev.firmtrail.cli.pages.KnownFile.Place;
import dev.firmtrail.cli.pages.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What help says beside the commands, and what it says when there is no such command. */
class HelpTextsTest {
  @TempDir Path directory;

  private Ran pvr(String... arguments) {
    return Ran.pvr(directory, directory, arguments);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void helpListsItsTopicsAndNoLineIsLong() {
    for (String topic : Topics.NAMES) {
      assertThat(pvr("help").out()).contains(topic);
      Ran page = pvr("help", topic);
      assertThat(page.code()).isZero();
      assertThat(page.out().lines()).allMatch(line -> line.length() <= 100);
    }
  }

  @Test
  void exitCodesHasEveryRowOfTheTable() {
    String page = oneLine(pvr("help", "exit-codes").out());
    for (ExitCode row : ExitCode.values()) {
      assertThat(page).contains(row.meaning()).contains(String.join(", ", row.commands()));
    }
  }

  @Test
  void environmentHasEveryVariableThatAFlagOrSettingReads() {
    String page = oneLine(pvr("help", "environment").out());
    Stream<Flag> flags =
        Stream.concat(
            GlobalFlags.ALL.stream(),
            Commands.paths().stream().flatMap(path -> path.flags().stream()));
    assertThat(flags.map(Flag::variable).filter(name -> !name.isEmpty()).distinct())
        .isNotEmpty()
        .allMatch(page::contains);
    for (Setting setting : Setting.values()) {
      assertThat(page).contains(setting.variable());
    }
  }

  @Test
  void eachSettingIsWhatItsFlagAndVariableAre() {
    List<Flag> flags =
        Stream.concat(
                GlobalFlags.ALL.stream(),
                Commands.paths().stream().map(CommandPath::flags).flatMap(List::stream))
            .toList();
    for (Setting setting : Setting.values()) {
      if (!setting.flag().isEmpty()) {
        assertThat(flags)
            .as(setting.key())
            .anyMatch(flag ->
                flag.shown().equals(setting.flag()) && flag.variable().equals(setting.variable()));
      }
    }
  }

  @Test
  void filesHasEveryFileThatARunLeaves() throws IOException {
    Path ws = Files.createDirectory(directory.resolve("ws"));
    Files.writeString(ws.resolve("a"), "a");
    for (String[] run :
        List.of(
            new String[] {"init", "-o", ".pvr/objects"},
            new String[] {"add"},
            new String[] {"commit"},
            new String[] {"config", "compat", "true"},
            new String[] {"config", "--workspace", "compat", "true"},
            new String[] {"config", "objects", directory.resolve(".pvr/objects").toString()})) {
      assertThat(Ran.pvr(ws, directory, run).code()).isZero();
    }
    Files.writeString(ws.resolve("b"), "b");
    Ran.pvr(ws, directory, "add");
    Ran.pvr(ws, directory, "status");

    assertThat(names(Place.WORKSPACE)).containsAll(inside(ws.resolve(".pvr")));
    assertThat(names(Place.PERSON)).containsAll(inside(directory.resolve(".pvr")));
    String page = pvr("help", "files").out();
    for (KnownFile file : KnownFile.values()) {
      assertThat(page).contains("  " + file.shown() + "\n");
    }
  }

  private static Set<String> names(Place place) {
    return KnownFile.in(place).stream()
        .map(file -> file.fileName().replace("/", ""))
        .collect(Collectors.toSet());
  }

  private static Set<String> inside(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void aMistypedCommandIsNamedOnALineOfItsOwn() {
    assertThat(pvr("statsu"))
        .isEqualTo(new Ran(3, "", "No help topic for 'statsu'\nDid you mean status?\n"));
    assertThat(pvr("help", "enviroment").err())
        .isEqualTo("No help topic for 'enviroment'\nDid you mean environment?\n");
    assertThat(pvr("device", "creat"))
        .isEqualTo(new Ran(3, "", "No help topic for 'device creat'\nDid you mean create?\n"));
  }

  @Test
  void aMistypedFlagIsNamedOnALineOfItsOwn() {
    Ran mistyped = pvr("commit", "--mesage", "x");
    assertThat(mistyped.code()).isEqualTo(1);
    assertThat(mistyped.err().lines())
        .containsExactly(
            "Incorrect Usage: flag provided but not defined: -mesage; --help lists what there is",
            "Did you mean --message?");
    assertThat(pvr("status", "--baseurl", "x").err().lines().toList().getLast())
        .isEqualTo("--baseurl stands before the command");
  }

  @Test
  void commandsThatComeLaterSaySo() {
    for (String command : List.of("app", "ap", "dm-convert", "dm-apply")) {
      Ran ran = pvr(command, "ls");
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.err()).contains("is not in this program yet");
    }
  }

  @Test
  void selfUpgradeUpgradesNothingAndSaysHowTo() {
    Ran ran = pvr("self-upgrade");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("./install");
  }
}
