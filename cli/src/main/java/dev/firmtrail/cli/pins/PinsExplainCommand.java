package dev.firmtrail.cli.pins;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.pins.PinCheck;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Shows what a rule says, and why. */
final class PinsExplainCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("explain");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Say what a rule of pvr pins check finds, why, and how to fix it",
        "[RULE]",
        List.of(
            "RULE is an id, such as KAS001; without one all rules are listed. --json has the members id, level, certainty, title, why,"
                + " fix and, where people met it in public, thread."),
        List.of("pvr pins explain KAS001", "pvr pins explain"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.USAGE;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, OutputFailure {
    Console console = call.console();
    if (call.positionals().size() > 1) {
      throw new CommandFailure(ExitCode.USAGE, "one rule is explained at a time; see --help");
    }
    if (call.positionals().isEmpty()) {
      list(console);
    } else {
      Rule rule = rule(call.positionals().getFirst());
      if (console.wantsJson()) {
        console.json(json(rule));
      } else {
        print(rule, console);
      }
    }
    return ExitCode.OK;
  }

  private static Rule rule(String name) throws CommandFailure {
    String id = name.toUpperCase(Locale.ROOT);
    return PinCheck.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.USAGE,
                "there is no rule " + Shown.text(name) + "; pvr pins explain lists all"));
  }

  private static void list(Console console) throws OutputFailure {
    List<Rule> rules = PinCheck.rules();
    if (console.wantsJson()) {
      console.json(new JsonArray(rules.stream().<Json>map(PinsExplainCommand::json).toList()));
      return;
    }
    for (Rule rule : rules) {
      console.dataLine(
          "%s %-7s %s".formatted(rule.id(), FindingText.word(rule.level()), rule.title()));
    }
  }

  private static void print(Rule rule, Console console) throws OutputFailure {
    console.dataLine(rule.id() + ": " + rule.title());
    console.dataLine(FindingText.word(rule.level()) + ", " + certainty(rule));
    console.dataLine("");
    console.dataLine(rule.why());
    console.dataLine("");
    console.dataLine(rule.fix());
    if (rule.thread().isPresent()) {
      console.dataLine("");
      console.dataLine("Met at " + rule.thread().get());
    }
  }

  private static String certainty(Rule rule) {
    return rule.certainty().name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject json(Rule rule) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", rule.id())
            .put("level", FindingText.word(rule.level()))
            .put("certainty", certainty(rule))
            .put("title", rule.title())
            .put("why", rule.why())
            .put("fix", rule.fix());
    rule.thread().ifPresent(thread -> json.put("thread", thread.toString()));
    return json.build();
  }
}
