package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.LogEntry;
import dev.firmtrail.hubclient.LogQuery;
import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Follows the logs of devices. */
final class DeviceLogsCommand implements Command {
  private static final Flag FROM =
      Flag.of("TIME", "only what came after it (default: a minute ago)", "from", "f")
          .or("PVR_LOGS_FROM_DATE");
  private static final Flag TO =
      Flag.of("TIME", "only what came before it; ends then", "to", "t").or("PVR_LOGS_TO_DATE");
  private static final Flag REV =
      Flag.of("N", "only what was written while revision N ran (-1: any)", "rev", "r")
          .or("PVR_LOGS_REV");
  private static final Flag TEMPLATE =
      Flag.of("FORM", "short, json, or a text with {{.fields}}", "template", "s")
          .or("PVR_LOGS_TEMPLATE");
  private static final Flag PLATFORM =
      Flag.of("NAMES", "only these platforms, with commas between", "platform", "p")
          .or("PVR_LOGS_PLATFORM");
  private static final Flag DEVICE =
      Flag.of("DEVICES", "only these devices: ids or nicks", "device", "d").or("PVR_LOGS_DEVICE");
  private static final Flag SOURCE =
      Flag.of("NAMES", "only these sources, such as /pantavisor.log", "source", "src")
          .or("PVR_LOGS_SOURCE");
  private static final Flag LEVEL =
      Flag.of("NAMES", "only these levels, such as ERROR,WARN", "level", "l").or("PVR_LOGS_LEVEL");

  private static final Duration USUAL_LOOK_BACK = Duration.ofMinutes(1);
  private static final Pattern DEVICE_ID = Pattern.compile("[0-9a-fA-F]{24}");
  private static final Pattern FILTER =
      Pattern.compile("([^/]*)(?:/([^@]*)(?:@([^#]*)(?:#(.*))?)?)?");

  @Override
  public List<String> names() {
    return List.of("logs", "log");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Follow the logs of your devices",
        "[DEVICES[/SOURCE[@LEVEL[#PLATFORM]]]]",
        List.of(
            "Prints what comes until Ctrl-C, or until the time of --to has come. A flag wins over the same thing in the argument.",
            "TIME is 2026-01-31, 2026-01-31T10:00:00 (both UTC), a time with its zone, or a duration: PT15M is 15 minutes, counted back"
                + " from now for --from and on from there for --to. With --rev everything of that revision comes, unless --from says"
                + " otherwise.",
            "--template json prints one object a line. A text with fields is printed once for each line; the fields are {{.id}} {{.dev}}"
                + " {{.own}} {{.time-created}} {{.tsec}} {{.tnano}} {{.rev}} {{.plat}} {{.src}} {{.lvl}} {{.msg}}.",
            "Logs are written by others: on a terminal their control characters are shown as escapes; to a file or a pipe they go as"
                + " they are."),
        List.of(
            "pvr device logs thermostat",
            "pvr device logs --from PT15M --level ERROR,WARN thermostat",
            "pvr device logs --rev 3 --to 2026-01-31 --template json thermostat"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(FROM, TO, REV, TEMPLATE, PLATFORM, DEVICE, SOURCE, LEVEL);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    LogQuery query = query(call);
    LogLine line = line(call);
    Console console = call.console();
    try (HubClient hub = Connection.open(call)) {
      hub.logs()
          .follow(
              query,
              call.session().clock(),
              entries -> {
                for (LogEntry entry : entries) {
                  console.dataLine(line.text(entry, text -> fit(text, console)));
                }
                console.flush();
              });
      return ExitCode.OK;
    }
  }

  /** Tabs are common in logs and harmless. */
  private static String fit(String text, Console console) {
    return text.indexOf('\t') < 0
        ? console.name(text)
        : Arrays.stream(text.split("\t", -1)).map(console::name).collect(Collectors.joining("\t"));
  }

  private static LogLine line(Invocation call) {
    if (call.console().wantsJson()) {
      return new LogLine.JsonLine();
    }
    String template = call.text(TEMPLATE).orElse("");
    return LogLine.of(template)
        .orElseGet(() -> {
          call.console()
              .notice(
                  "the template "
                      + Shown.text(template)
                      + " is not understood, so lines have their usual form; pvr help device logs names the fields");
          return new LogLine.Columns();
        });
  }

  private static LogQuery query(Invocation call) throws CommandFailure {
    Instant now = call.session().clock().instant();
    OptionalLong revision = revision(call);
    Optional<String> since = call.text(FROM);
    Optional<Instant> from =
        since.isPresent()
            ? Optional.of(LogTimes.from(since.get(), now))
            : revision.isPresent() ? Optional.empty() : Optional.of(now.minus(USUAL_LOOK_BACK));
    Optional<String> until = call.text(TO);
    Optional<Instant> to =
        until.isPresent() ? Optional.of(LogTimes.to(until.get(), from)) : Optional.empty();
    List<String> filter = filter(call);
    return new LogQuery(
        devices(call.text(DEVICE).orElse(filter.get(0))),
        call.text(SOURCE).orElse(filter.get(1)),
        call.text(LEVEL).orElse(filter.get(2)),
        call.text(PLATFORM).orElse(filter.get(3)),
        revision,
        from,
        to);
  }

  private static OptionalLong revision(Invocation call) throws CommandFailure {
    String text = call.text(REV).orElse("-1");
    if (!text.matches("-?\\d{1,18}")) {
      throw new CommandFailure(ExitCode.USAGE, "--rev: not a revision: " + Shown.text(text));
    }
    long number = Long.parseLong(text);
    return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Devices, source, level and platform of the argument, empty where it says nothing. */
  private static List<String> filter(Invocation call) throws CommandFailure {
    List<String> words = call.positionals();
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "pvr device logs takes one argument; several devices have commas between");
    }
    var filter = FILTER.matcher(words.isEmpty() ? "" : words.getFirst());
    if (!filter.matches()) {
      throw new CommandFailure(ExitCode.USAGE, "the argument is no DEVICES/SOURCE@LEVEL#PLATFORM");
    }
    return List.of(
        Optional.ofNullable(filter.group(1)).orElse(""),
        Optional.ofNullable(filter.group(2)).orElse(""),
        Optional.ofNullable(filter.group(3)).orElse(""),
        Optional.ofNullable(filter.group(4)).orElse(""));
  }

  /** Hubs tell an id from a nick only where it stands as a PRN. */
  private static String devices(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(device -> DEVICE_ID.matcher(device).matches() ? "prn:::devices:/" + device : device)
        .collect(Collectors.joining(","));
  }
}
