package dev.firmtrail.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.WrittenPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityPageTest {
  private static final String INTRODUCTION =
      """
      # From the published pvr

      `pvr` is a drop-in: the same commands, flags, variables and exit codes; the same files on disk and the same
      protocol. What it does differently is safer or says more, and all of it is on this page.

      ## How to switch

      1. Install it beside the other one first, under another name: `./install --prefix ~/.local --name firmtrail-pvr`.
         Nothing that is there is replaced. `firmtrail-pvr help` lists what there is.
      2. Go into any workspace and run `firmtrail-pvr status` and `firmtrail-pvr fsck`. Both programs may work on one
         workspace in turn and share `~/.pvr`: its logins, its settings and its objects. What is ours alone lies in files
         that the other passes over (`pvr help files` names them).
      3. Where a script compares state ids with those that the other program makes from the same files, set
         `PVR_COMPAT=1`, or once for a workspace `pvr config --workspace compat true`.
      4. When you are content: `./install --prefix ~/.local`. To go back: `./install --uninstall --prefix ~/.local`.
         There is nothing to convert, in either direction.

      Hubs and devices notice nothing. This program never upgrades itself; the other one may still do so, which
      `pvr global-config AutoUpgrade=false` turns off for it.

      ## How this page is held to the truth

      The recorded runs of the published program (release 036) are replayed by our tests: same exit code, same
      `.pvr/json` byte for byte, same objects, same lines on standard output (ours are sorted). Commands and flags are
      held to its table (`vectors/pvr/commands.tsv`). EC signatures differ from run to run; what they are over is compared,
      and that they hold. The runs are replayed with `PVR_SIGNATURES=ignore`: otherwise `commit` and `post` say on standard error,
      in one more line, when a state is not signed in full. Keys are never downloaded, and nothing asks whether they may be. What differs stands below, each with its reason and, where that is
      safe, with the flag that brings the old behaviour back; a test fails when something differs that is not here, and
      when something here no longer differs. Help texts and error messages are our own. The page is made from
      `vectors/pvr/differences.json`, where each row also holds the outcome that we want.

      """;

  private final Differences differences = new Differences();

  @TempDir Path directory;

  @Test
  void thePageIsTheTable() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("## Differences on purpose\n\n");
    for (Differences.Reason reason : differences.reasons()) {
      page.append("### ").append(title(reason)).append("\n\n").append(reason.text()).append('\n');
      if (!reason.back().isEmpty()) {
        page.append("\nThe old behaviour: `").append(reason.back()).append("`.\n");
      } else {
        page.append("\nThe old behaviour does harm or helps nobody; no flag brings it back.\n");
      }
      page.append("\nRecorded in ").append(places(reason.id())).append(".\n\n");
    }
    exact(page);
    notRun(page);
    WrittenPage.holds("compatibility.md", page.toString());
  }

  @Test
  void everyRowHasAReasonAndEveryReasonARow() {
    List<String> reasons = differences.reasons().stream().map(Differences.Reason::id).toList();
    List<String> used =
        differences.rows().stream().map(Differences.Row::reason).distinct().toList();
    assertThat(used).containsExactlyInAnyOrderElementsOf(reasons);
  }

  @Test
  void commandsThatAreNotRunAreNotThere() {
    for (Differences.NotRun row : differences.notRun()) {
      if (row.step().isEmpty()) {
        assertThat(Ran.pvr(directory, directory, row.command()).code())
            .as(row.command())
            .isEqualTo(3);
      }
    }
  }

  private static String title(Differences.Reason reason) {
    String words = reason.id().replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private String places(String reason) {
    Map<String, List<String>> steps = new TreeMap<>();
    for (Differences.Row row : differences.rows()) {
      if (row.reason().equals(reason)) {
        steps
            .computeIfAbsent(row.scenario(), name -> new ArrayList<>())
            .add(row.step() + " " + row.what());
      }
    }
    return steps.entrySet().stream()
        .map(entry -> "`" + entry.getKey() + "` (" + String.join(", ", entry.getValue()) + ")")
        .collect(Collectors.joining("; "));
  }

  private void exact(StringBuilder page) {
    page.append(
        """
        ## Numbers, nulls and JSON that would have to be mended

        The published program passes every number that changed through a double on commit, so that 9007199254740993 becomes
        9007199254740992, and drops nulls. It takes broken JSON and mends it without a word: the last of two members of one
        name, U+FFFD for broken text, nothing for what follows the first value. We keep numbers and nulls as the file has
        them and refuse what would have to be mended, so that what is committed is what the file says; `pvr add --raw` keeps
        such a file as it is. With `--compat` or `PVR_COMPAT=1` we do all of it as the published program does, for the same
        state id. The scenarios that depend on it are replayed that way: %s.

        | scenario | input | pvr status says without --compat |
        | --- | --- | --- |
        """
            .formatted(String.join(", ", differences.compat())));
    for (Differences.Exact row : differences.exact()) {
      page.append(
          "| %s | %s | %s |%n"
              .formatted(row.scenario(), row.input(), row.says().replace("|", "\\|")));
    }
    page.append('\n');
  }

  private void notRun(StringBuilder page) {
    page.append("## Not there yet\n\n| command | why |\n| --- | --- |\n");
    differences.notRun().stream()
        .map(row -> "| `" + row.command() + "` | " + row.why() + " |\n")
        .distinct()
        .forEach(page::append);
  }
}
