package dev.firmtrail.cli.frame;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help texts, made from the same flags, manuals and exit codes that the program runs by. */
public final class HelpPage {
  /** What the program is for. */
  public static final String ABOUT =
      "Keep a device's software as a state: files in, one id out, the same bytes back.";

  private static final int WIDTH = 100;

  private HelpPage() {}

  /**
   * What there is: the global flags and every command.
   *
   * @param topics what help has to say beside that
   */
  public static String overview(List<Command> commands, List<String> topics) {
    CommandSpec spec = page("pvr", "[flags] COMMAND [flags] [arguments]", GlobalFlags.ALL);
    spec.usageMessage()
        .header(ABOUT)
        .commandListHeading("%nCommands:%n")
        .footer(
            "",
            "pvr help COMMAND says more about one of them.",
            "pvr help " + String.join("|", topics) + " is about all of them.");
    list(commands, spec);
    return text(spec);
  }

  private static void list(List<Command> commands, CommandSpec spec) {
    for (Command command : commands) {
      CommandSpec entry = CommandSpec.create();
      entry.usageMessage().header(literal(command.manual().summary()));
      entry.aliases(command.names().stream().skip(1).toArray(String[]::new));
      spec.addSubcommand(command.names().getFirst(), entry);
    }
  }

  /** One command in full. */
  public static String of(CommandPath path) {
    Command command = path.command();
    Manual manual = command.manual();
    CommandSpec spec =
        page("pvr " + path.name(), ("[flags] " + manual.arguments()).strip(), path.flags());
    List<String> description = new ArrayList<>();
    for (String paragraph : manual.description()) {
      description.add("");
      description.add(literal(paragraph));
    }
    List<String> aliases = command.names().subList(1, command.names().size());
    if (!aliases.isEmpty()) {
      description.add("");
      description.add("Also: " + String.join(", ", aliases));
    }
    List<String> footer = new ArrayList<>(List.of("", "Examples:"));
    manual.examples().forEach(example -> footer.add("  " + literal(example)));
    list(path.members().stream().map(CommandPath::command).toList(), spec);
    spec.usageMessage()
        .header(literal(manual.summary()))
        .commandListHeading("%nCommands:%n")
        .description(description.toArray(String[]::new))
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodeList(path.name()))
        .footer(footer.toArray(String[]::new));
    return text(spec);
  }

  /**
   * How a command can end: numbers, and all that each can mean.
   *
   * @param command its full name
   */
  public static Map<String, String> exitCodes(String command) {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode row : ExitCode.of(command)) {
      meanings.merge(
          Integer.toString(row.number()), row.meaning(), (first, second) -> first + " " + second);
    }
    return meanings;
  }

  private static Map<String, String> exitCodeList(String command) {
    Map<String, String> list = new LinkedHashMap<>();
    exitCodes(command).forEach((number, meaning) -> list.put(" " + number, literal(meaning)));
    return list;
  }

  private static CommandSpec page(String name, String synopsis, List<Flag> flags) {
    CommandSpec spec = CommandSpec.create().name(name);
    for (Flag flag : flags) {
      String text =
          flag.variable().isEmpty() ? flag.text() : flag.text() + " [" + flag.variable() + "]";
      OptionSpec.Builder option =
          OptionSpec.builder(flag.usualSpellings().toArray(String[]::new))
              .description(literal(text));
      spec.addOption(
          flag.isOnOff()
              ? option.type(boolean.class).build()
              : option.type(String.class).paramLabel(flag.value()).build());
    }
    spec.usageMessage()
        .customSynopsis(name + " " + synopsis)
        .optionListHeading("%nFlags:%n")
        .width(WIDTH)
        .sortOptions(false);
    return spec;
  }

  /** The library reads {@code %} and {@code @|} in texts as its own marks. */
  private static String literal(String text) {
    return text.replace("%", "%%");
  }

  private static String text(CommandSpec spec) {
    return new CommandLine(spec).getUsageMessage(Ansi.OFF);
  }
}
