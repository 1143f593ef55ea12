package dev.firmtrail.cli.pages;

import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.GlobalFlags;
import dev.firmtrail.cli.pages.Topic.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The topics of {@code pvr help}, made from the tables that the program runs by. */
public final class Topics {
  /** What {@code pvr help} takes beside commands. */
  public static final List<String> NAMES = List.of("exit-codes", "environment", "files", "formats");

  /** Variables that no flag stands for. */
  private static final List<Entry> OTHER_VARIABLES =
      List.of(
          new Entry("HOME", "Where ~/.pvr is."),
          new Entry(
              "HTTP_PROXY, HTTPS_PROXY, NO_PROXY",
              "Proxies, unless --http-proxy says otherwise. In lower case too."),
          new Entry("NO_COLOR", "With any value: no colours, unless a setting asks for them."),
          new Entry(
              "PAGER",
              "What shows long texts at a terminal when PVR_PAGER and the setting pager say nothing; cat for none."),
          new Entry(
              "PVR_SIG_PASSPHRASE",
              "The passphrase of the key that signs, or the PIN of its token; keys that pvr sig keygen makes are put under it. Never shown."),
          new Entry(
              "PVR_SIGNATURES",
              "What commit and post do about a state that is not signed in full: ignore, warn (as when nothing is said) or require. As the setting signatures."),
          new Entry("TMPDIR", "Where an archive lies that is fetched or comes by a pipe."),
          new Entry("TERM", "At a dumb terminal there are neither colours nor a pager."),
          new Entry(
              "LC_ALL, LC_CTYPE, LANG",
              "How the names of files are read. Must name a UTF-8 locale; where they do not, pvr runs in C.UTF-8."),
          new Entry(
              "FIRMTRAIL_JAVA_HOME",
              "The JDK 25 to run with, when it is not the one that is found."),
          new Entry("FIRMTRAIL_JAVA_OPTS", "More options for the Java virtual machine."));

  private Topics() {}

  /**
   * A topic by its name.
   *
   * @param commands every command
   */
  public static Optional<Topic> named(String name, List<CommandPath> commands) {
    return switch (name) {
      case "exit-codes" -> Optional.of(exitCodes());
      case "environment" -> Optional.of(environment(commands));
      case "files" -> Optional.of(files());
      case "formats" -> Optional.of(Formats.topic());
      default -> Optional.empty();
    };
  }

  private static Topic exitCodes() {
    Map<Integer, List<ExitCode>> byNumber = new LinkedHashMap<>();
    for (ExitCode row : ExitCode.values()) {
      byNumber.computeIfAbsent(row.number(), number -> new ArrayList<>()).add(row);
    }
    List<Entry> entries = new ArrayList<>();
    byNumber.forEach((number, rows) ->
        rows.forEach(row ->
            entries.add(new Entry(Integer.toString(number), row.meaning() + by(row.commands())))));
    return new Topic(
        "exit-codes",
        "How a run of pvr ends, for scripts.",
        List.of(
            "Numbers are those of the published program for the same failure, so one number can have several meanings; the"
                + " message on standard error says which. pvr help COMMAND lists those of one command."),
        entries);
  }

  private static String by(List<String> commands) {
    return commands.isEmpty() ? "" : " (" + String.join(", ", commands) + ")";
  }

  private static Topic environment(List<CommandPath> commands) {
    List<Entry> entries = new ArrayList<>();
    for (Flag flag : GlobalFlags.ALL) {
      if (!flag.variable().isEmpty()) {
        entries.add(
            new Entry(flag.variable(), sentence(flag.text()) + " As " + flag.shown() + "."));
      }
    }
    Map<String, List<String>> places = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (CommandPath path : commands) {
      for (Flag flag : path.command().flags()) {
        if (!flag.variable().isEmpty()) {
          texts.putIfAbsent(flag.variable(), flag.text());
          places
              .computeIfAbsent(flag.variable(), variable -> new ArrayList<>())
              .add("pvr " + path.name() + " " + flag.shown());
        }
      }
    }
    places.forEach((variable, where) ->
        entries.add(
            new Entry(
                variable,
                sentence(texts.getOrDefault(variable, ""))
                    + " As "
                    + String.join(" and ", where)
                    + ".")));
    entries.addAll(OTHER_VARIABLES);
    return new Topic(
        "environment",
        "The environment variables that pvr reads.",
        List.of(
            "A flag wins over its variable, a variable over the settings of pvr config. An empty variable counts as unset. For"
                + " on and off the words are 1, t, T, true, TRUE, True, 0, f, F, false, FALSE and False, and no others."),
        entries);
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static Topic files() {
    List<Entry> entries = new ArrayList<>();
    Arrays.stream(KnownFile.values())
        .forEach(file -> entries.add(new Entry(file.shown(), sentence(file.what()))));
    return new Topic(
        "files",
        "The files that pvr makes and reads.",
        List.of(
            "A directory is a workspace when it has .pvr/json. Commands look for it in the current directory and above. All"
                + " files are those of the published pvr, which may use the same directories, and those marked as ours, which it"
                + " passes over."),
        entries);
  }
}
