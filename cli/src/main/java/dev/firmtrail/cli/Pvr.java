package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.Arguments;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.CommandGroup;
import dev.firmtrail.cli.frame.CommandPath;
import dev.firmtrail.cli.frame.ConfigDirectory;
import dev.firmtrail.cli.frame.Configuration;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.FlagParser;
import dev.firmtrail.cli.frame.GlobalFlags;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Locks;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.cli.frame.Program;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Settings;
import dev.firmtrail.cli.pages.Candidates;
import dev.firmtrail.cli.remote.HubNicks;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.List;
import java.util.Map;

/** The {@code pvr} program. */
public final class Pvr {
  private final Session session;
  private final Console console;

  /** The full name of the command that the words lead to; nothing before there is one. */
  private String reached = "";

  private Pvr(Session session) {
    this.session = session;
    this.console = new Console(session);
  }

  /** Runs one command line in this process and ends it with the exit code. */
  public static void main(String[] arguments) {
    Interruption interruption = Interruption.watch(Thread.currentThread());
    interruption.end(
        ThisProcess.canNameFiles()
            ? run(List.of(arguments), ThisProcess.session())
            : refuseLocale());
  }

  private static int refuseLocale() {
    new Console(ThisProcess.session())
        .notice(
            "pvr: this process has no UTF-8 locale, so file names would be misread; start it by its launcher, or with"
                + " LC_ALL=C.UTF-8");
    return ExitCode.CONFIGURATION_UNUSABLE.number();
  }

  /**
   * Runs one command line. Touches nothing of this process but the files that the command is about,
   * so that many runs may follow each other in one process, or stand beside each other in several
   * threads.
   *
   * @param arguments without the program's name
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(List<String> arguments, Session session) {
    return new Pvr(session).run(arguments).number();
  }

  private ExitCode run(List<String> arguments) {
    try {
      ExitCode code = dispatch(arguments);
      console.flush();
      return code;
    } catch (OutputFailure failed) {
      return outputFailed(failed).asFailureOf(reached);
    } catch (CommandFailure failure) {
      return fail(failure).asFailureOf(reached);
    } catch (RuntimeException defect) {
      console.error(
          "a defect in pvr itself: " + defect + "; please report what --verbose prints", defect);
      return ExitCode.DEFECT;
    }
  }

  private ExitCode dispatch(List<String> arguments) throws CommandFailure, OutputFailure {
    if (!arguments.isEmpty() && arguments.getLast().equals(Candidates.REQUEST)) {
      return complete(arguments.subList(0, arguments.size() - 1));
    }
    Arguments before = FlagParser.parseUpToCommand(GlobalFlags.ALL, arguments, session);
    List<String> words = before.positionals();
    if (before.isOn(GlobalFlags.VERSION)) {
      return version(before);
    }
    if (words.isEmpty()) {
      return help(before).overview();
    }
    String word = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    if (word.equals("help") || word.equals("h")) {
      return help(before).about(rest);
    }
    CommandPath path = Lookup.command(word);
    if (before.isOn(GlobalFlags.HELP)) {
      return help(before).of(path);
    }
    return descend(path, before, new Arguments(Map.of(), rest, session));
  }

  /** Tells a shell what can come next. It is asked while somebody types: nothing may fail aloud. */
  private ExitCode complete(List<String> words) throws OutputFailure {
    for (String candidate : new Candidates(Commands.roots(), nicks(words)).of(words)) {
      console.dataLine(candidate);
    }
    return ExitCode.OK;
  }

  /** Nobody's, as long as what was typed so far cannot be a command line. */
  private Candidates.Nicks nicks(List<String> words) {
    try {
      List<String> finished = words.isEmpty() ? words : words.subList(0, words.size() - 1);
      Arguments before = FlagParser.parseUpToCommand(GlobalFlags.ALL, finished, session);
      Arguments all = before.over(configured(before));
      return new HubNicks(Settings.of(all, all, session), session);
    } catch (CommandFailure unfinished) {
      return Candidates.Nicks.NONE;
    }
  }

  /** Goes on to the member that the words behind a group name, and runs what is reached. */
  private ExitCode descend(CommandPath path, Arguments before, Arguments outer)
      throws CommandFailure, OutputFailure {
    reached = path.name();
    boolean isGroup = path.command() instanceof CommandGroup;
    Arguments own =
        isGroup || path.command().flagsComeFirst()
            ? FlagParser.parseUpToCommand(path.flags(), outer.positionals(), session)
            : FlagParser.parse(path.flags(), outer.positionals(), session);
    own = own.inside(outer);
    if (own.isOn(GlobalFlags.HELP)) {
      return help(before).of(path);
    }
    if (!isGroup || own.positionals().isEmpty()) {
      return run(path.command(), before, own);
    }
    String word = own.positionals().getFirst();
    List<String> rest = own.positionals().subList(1, own.positionals().size());
    if (word.equals("help") || word.equals("h")) {
      return help(before).of(rest.isEmpty() ? path : Lookup.member(path, rest.getFirst()));
    }
    return descend(Lookup.member(path, word), before, new Arguments(own.given(), rest, session));
  }

  private ExitCode run(Command command, Arguments before, Arguments after)
      throws CommandFailure, OutputFailure {
    Map<String, String> configured = configured(before);
    Arguments own = after.inside(before).over(configured);
    Settings settings = Settings.of(before.over(configured), own, session);
    console.follow(settings);
    if (before.isOn(GlobalFlags.INSECURE)) {
      console.notice("--insecure has no effect: certificates are always checked");
    }
    new ConfigDirectory(settings.configDirectory()).prepare();
    try (Locks locks = new Locks()) {
      return command.run(new Invocation(command, own, settings, session, console, locks));
    } catch (OutputFailure failed) {
      throw failed;
    } catch (ClosedByInterruptException
        | FileLockInterruptionException
        | InterruptedIOException stopped) {
      return ExitCode.INTERRUPTED;
    } catch (HubException failed) {
      return hubFailed(command, failed);
    } catch (WorkspaceException refused) {
      throw new CommandFailure(command.failure(), String.valueOf(refused.getMessage()), refused);
    } catch (IOException failed) {
      throw CommandFailure.of(command.failure(), failed);
    } catch (OutOfMemoryError tooLarge) {
      throw new CommandFailure(
          command.failure(),
          "not enough memory for what was read; see what is so large, or allow more with FIRMTRAIL_JAVA_OPTS=-Xmx4g",
          tooLarge);
    }
  }

  private Map<String, String> configured(Arguments before) throws CommandFailure {
    return Configuration.variables(
        Settings.configDirectory(before, session), session.directory(), console);
  }

  /** Help is shown as the settings want it, but a broken one keeps it from nobody. */
  private HelpTexts help(Arguments before) {
    if (session.terminals().out()) {
      try {
        Arguments all = before.over(configured(before));
        console.follow(Settings.of(all, all, session));
      } catch (CommandFailure broken) {
        console.notice(String.valueOf(broken.getMessage()));
      }
    }
    return new HelpTexts(console);
  }

  private static ExitCode hubFailed(Command command, HubException failed) throws CommandFailure {
    if (failed.kind() == HubException.Kind.INTERRUPTED) {
      return ExitCode.INTERRUPTED;
    }
    throw new CommandFailure(command.failure(), String.valueOf(failed.getMessage()), failed);
  }

  private ExitCode version(Arguments before) throws CommandFailure, OutputFailure {
    String version = Program.version();
    if (before.isOn(GlobalFlags.JSON)) {
      console.json(
          JsonObject.builder().put("program", "firmtrail pvr").put("version", version).build());
    } else {
      console.dataLine("pvr version " + version);
    }
    return ExitCode.OK;
  }

  private ExitCode fail(CommandFailure failure) {
    try {
      console.flush();
    } catch (OutputFailure both) {
      failure.addSuppressed(both);
    }
    console.error(String.valueOf(failure.getMessage()), failure);
    failure.hint().ifPresent(console::notice);
    return failure.code();
  }

  private ExitCode outputFailed(OutputFailure failed) {
    if (!failed.isClosedPipe()) {
      console.error("cannot write to standard output: " + failed.getMessage(), failed);
    }
    return ExitCode.OUTPUT_FAILED;
  }
}
