package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.HelpPage;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.cli.pages.Topic;
import dev.firmtrail.cli.pages.Topics;
import java.util.List;
import java.util.Optional;

/** Shows what there is: the overview, one command, one topic. */
final class HelpTexts {
  private final Console console;

  HelpTexts(Console console) {
    this.console = console;
  }

  ExitCode overview() throws OutputFailure {
    return show(HelpPage.overview(Commands.all(), Topics.NAMES));
  }

  /** What the words behind {@code pvr help} ask for. */
  ExitCode about(List<String> words) throws CommandFailure, OutputFailure {
    if (words.isEmpty()) {
      return overview();
    }
    Optional<Topic> topic = Topics.named(words.getFirst(), Commands.paths());
    if (topic.isPresent()) {
      return show(topic.get().text());
    }
    CommandPath path = Lookup.command(words.getFirst());
    for (String word : words.subList(1, words.size())) {
      path = Lookup.member(path, word);
    }
    return of(path);
  }

  ExitCode of(CommandPath path) throws OutputFailure {
    return show(HelpPage.of(path));
  }

  private ExitCode show(String text) throws OutputFailure {
    console.page();
    console.data(text);
    return ExitCode.OK;
  }
}
