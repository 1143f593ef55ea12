package dev.firmtrail.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.WrittenPage;
import dev.firmtrail.cli.frame.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code docs/hostile/pvr.md}: what each command answered. */
final class Page {
  private static final String NAME = "hostile/pvr.md";

  /** By case, by answer, the commands that gave it. */
  private final Map<String, Map<Answered, List<String>>> answers = new LinkedHashMap<>();

  private record Answered(ExitCode code, String said) {}

  void add(Hostile hostile, Hostile.Meeting meeting, String said) {
    answers
        .computeIfAbsent(hostile.name(), name -> new LinkedHashMap<>())
        .computeIfAbsent(new Answered(meeting.code(), said), answer -> new ArrayList<>())
        .add(meeting.command().toString().replaceFirst("^pvr ", ""));
  }

  /**
   * Compares, or writes. Cases that could not run here are left as they stand.
   *
   * @param all in the order of the page
   */
  void check(List<Hostile> all) throws IOException {
    if (answers.keySet().containsAll(all.stream().map(Hostile::name).toList())) {
      WrittenPage.holds(
          NAME, head(all) + String.join("", all.stream().map(this::section).toList()));
      return;
    }
    String page = Files.readString(WrittenPage.file(NAME));
    for (Hostile hostile : all) {
      if (answers.containsKey(hostile.name())) {
        assertThat(page).contains(section(hostile));
      }
    }
  }

  private String head(List<Hostile> all) {
    int runs =
        answers.values().stream()
            .flatMap(each -> each.values().stream())
            .mapToInt(List::size)
            .sum();
    return """
    # Hostile input, and what pvr answers

    %d cases, %d runs. Each time: the exit code of [the table](../exit-codes.md), one line that says what, where, why and what
    next, no secret in it, nothing written outside, what was there still there, and an end. `DIR` is where the test works, `HUB` its
    hub, `ELSEWHERE` another host. Made by `HostileTest` with `-Dfirmtrail.write=1`.
    """
        .formatted(all.size(), runs);
  }

  private String section(Hostile hostile) {
    StringBuilder text =
        new StringBuilder(
            "\n## %s\n\n%s\n\n| command | exit | said |\n| --- | --- | --- |\n"
                .formatted(hostile.name(), hostile.what()));
    answers
        .getOrDefault(hostile.name(), Map.of())
        .forEach((answer, commands) ->
            text.append(
                "| %s | %d `%s` | %s |\n"
                    .formatted(
                        String.join("<br>", commands.stream().map(Page::code).toList()),
                        answer.code().number(),
                        answer.code(),
                        answer.said().isEmpty() ? "" : code(answer.said()))));
    return text.toString();
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|").replace('`', '\'') + "`";
  }
}
