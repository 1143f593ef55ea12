package dev.firmtrail.cli.pages;

import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.GlobalFlags;
import dev.firmtrail.cli.frame.HelpPage;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.pages.Topic.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Manual pages for man(1), made from the same flags, manuals and exit codes as {@code --help}: one
 * for each command, and one for the program that also holds the topics. No date stands in them, so
 * that the same source gives the same bytes.
 */
public final class ManPage {
  private final StringBuilder page = new StringBuilder();
  private final String program;
  private boolean atSection;

  private ManPage(String program, String title, String version) {
    this.program = program;
    line(
        ".TH \""
            + roff(title.toUpperCase(Locale.ROOT))
            + "\" 1 \"\" \"Firmtrail "
            + version
            + "\" \"\"");
    // No hyphenation and no blanks put between words: most words are typed as they stand.
    line(".nh");
    line(".ad l");
  }

  /**
   * The file that holds a command's page.
   *
   * @param program the name under which the program is installed
   */
  public static String fileName(String program, CommandPath path) {
    return title(program, path) + ".1";
  }

  private static String title(String program, CommandPath path) {
    return program + "-" + path.name().replace(' ', '-');
  }

  /** The page of one command. */
  public static String of(CommandPath path, String program, String version) {
    ManPage page = new ManPage(program, title(program, path), version);
    page.command(path);
    return page.page.toString();
  }

  /** The page of the program. */
  public static String ofProgram(List<CommandPath> commands, String program, String version) {
    ManPage page = new ManPage(program, program, version);
    page.program(commands);
    return page.page.toString();
  }

  private void command(CommandPath path) {
    Manual manual = path.command().manual();
    name(title(program, path), manual.summary());
    synopsis(program + " " + path.name(), ("[flags] " + manual.arguments()).strip());
    section("DESCRIPTION");
    paragraphs(
        manual.description().isEmpty() ? List.of(manual.summary() + ".") : manual.description());
    List<String> names = path.command().names();
    if (names.size() > 1) {
      paragraphs(List.of("Also: " + String.join(", ", names.subList(1, names.size()))));
    }
    if (!path.members().isEmpty()) {
      section("COMMANDS");
      path.members()
          .forEach(member ->
              entry(program + " " + member.name(), member.command().manual().summary() + "."));
    }
    section("OPTIONS");
    flags(path.flags());
    section("EXIT STATUS");
    HelpPage.exitCodes(path.name()).forEach((number, meaning) -> entry(number, meaning));
    examples(manual.examples());
    List<String> also = new ArrayList<>();
    also.add(program + "(1)");
    path.members().forEach(member -> also.add(title(program, member) + "(1)"));
    seeAlso(also);
  }

  private void program(List<CommandPath> commands) {
    name(program, HelpPage.ABOUT);
    synopsis(program, "[flags] COMMAND [flags] [arguments]");
    section("DESCRIPTION");
    paragraphs(
        List.of(
            "Each command has a page of its own, "
                + program
                + "-COMMAND(1), and "
                + program
                + " help COMMAND says the same."));
    section("OPTIONS");
    flags(GlobalFlags.ALL);
    section("COMMANDS");
    commands.forEach(path -> entry(path.name(), path.command().manual().summary() + "."));
    topic("EXIT STATUS", "exit-codes", commands);
    topic("ENVIRONMENT", "environment", commands);
    topic("FILES", "files", commands);
    topic("FORMATS", "formats", commands);
    seeAlso(commands.stream().map(path -> title(program, path) + "(1)").toList());
  }

  private void topic(String heading, String name, List<CommandPath> commands) {
    Topic topic = Topics.named(name, commands).orElseThrow();
    section(heading);
    paragraphs(topic.paragraphs());
    for (Entry entry : topic.entries()) {
      entry(entry.term(), entry.text());
    }
  }

  private void name(String title, String summary) {
    section("NAME");
    line(roff(title) + " \\- " + roff(summary));
  }

  private void synopsis(String command, String arguments) {
    section("SYNOPSIS");
    line(".B " + roff(command));
    line(roff(arguments));
  }

  private void flags(List<Flag> flags) {
    for (Flag flag : flags) {
      String value = flag.takesValue() ? " " + flag.value() : "";
      String variable = flag.variable().isEmpty() ? "" : " [" + flag.variable() + "]";
      entry(String.join(", ", flag.usualSpellings()) + value, flag.text() + variable);
    }
  }

  private void examples(List<String> examples) {
    section("EXAMPLES");
    line(".nf");
    for (String example : examples) {
      String shown =
          example.startsWith("pvr ") ? program + example.substring("pvr".length()) : example;
      line(roff(shown));
    }
    line(".fi");
  }

  private void seeAlso(List<String> pages) {
    section("SEE ALSO");
    for (int i = 0; i < pages.size(); i++) {
      String name = pages.get(i).substring(0, pages.get(i).indexOf('('));
      line(".BR " + roff(name) + " (1)" + (i + 1 < pages.size() ? "," : ""));
    }
  }

  private void section(String heading) {
    line(".SH " + heading);
  }

  private void paragraphs(List<String> paragraphs) {
    for (String paragraph : paragraphs) {
      if (!atSection) {
        line(".PP");
      }
      line(roff(paragraph));
    }
  }

  private void entry(String term, String text) {
    line(".TP");
    line(".B " + roff(term));
    line(roff(text));
  }

  /** A line of roff, or text that {@link #roff} made harmless. */
  private void line(String line) {
    atSection = line.startsWith(".SH ");
    page.append(line).append('\n');
  }

  /** Text in which nothing is an instruction; dashes and quotes are those that a person types. */
  private static String roff(String text) {
    String escaped = text.codePoints().mapToObj(ManPage::escaped).collect(Collectors.joining());
    boolean instruction = escaped.startsWith(".");
    return instruction ? "\\&" + escaped : escaped;
  }

  private static String escaped(int c) {
    return switch (c) {
      case '\\' -> "\\e";
      case '-' -> "\\-";
      case '\'' -> "\\(aq";
      case '"' -> "\\(dq";
      case '`' -> "\\(ga";
      case '^' -> "\\(ha";
      case '~' -> "\\(ti";
      default -> Character.toString(c);
    };
  }
}
